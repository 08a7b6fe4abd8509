"""What follows a step on the route of one dossier: decisions decided, opinions and tasks found, loops left again."""

from functools import cached_property

from accounts.models import User
from accounts.queries import approvers_of
from accounts.roles import Role
from procedures.content import RouteStep, StepKind
from procedures.route.graph import Route, condition_kind, following
from procedures.routes import USUAL_ROUTE, route_of

from .models import Dossier, StepRun

# How often a step is done on the way round a loop that is drawn, before the decision leads out of it.
MOST_ROUNDS = 2


class Way:
    """The route as one dossier travels it: with its cases, its answers, and the outcome of the last proposal.

    `ended`: the key of the step that is being done, which its run does not say yet.
    """

    def __init__(self, dossier: Dossier, *, outcome: str = "", ended: str = "") -> None:
        self.dossier, self.ended, self._outcome = dossier, ended, outcome
        self.route = route_of(dossier.procedure_version_id)
        # What a step of the route says where it is meant that the competent agency does it.
        self.here = {"COMPETENT", dossier.agency.code}
        if dossier.receiving_agency_id == dossier.agency_id:
            self.here.add("RECEIVING")

    def step(self, key: str) -> RouteStep:
        """Return a step of the route, or of the usual one for a dossier that goes on there."""
        return self._route(key).by_key[key]

    def entry(self) -> tuple[list[RouteStep], list[RouteStep]]:
        """Return the leading steps of reception, which are done before somebody takes it up, and what begins then."""
        start = self.route.by_key[self.route.starts[0]]
        received: list[RouteStep] = []
        ahead = self.after(start.key) if start.kind is StepKind.DECISION else [start]
        while len(ahead) == 1 and _is_reception(ahead[0]) and ahead[0] not in received:
            received.append(ahead[0])
            ahead = self.after(ahead[0].key)
        return received, ahead or [USUAL_ROUTE.by_key["examine"]]

    def after(self, key: str, passed: tuple[str, ...] = ()) -> list[RouteStep]:
        """Return the tasks and opinions that begin when a step is done, decisions decided; none at an end."""
        found: list[RouteStep] = []
        for step in self._following(key, passed):
            if step.kind is StepKind.DECISION:
                found += self.after(step.key, (*passed, key))
            elif step.kind is not StepKind.END:
                found.append(step)
        return list(dict.fromkeys(found))

    def task_after(self, key: str) -> RouteStep | None:
        """Return the next task behind a step, its opinions given; None where the way ends without one."""
        ahead, seen = self.after(key), {key}
        while ahead:
            step = ahead.pop(0)
            if step.kind is StepKind.TASK:
                return step
            if step.key not in seen:
                seen.add(step.key)
                ahead += self.after(step.key)
        return None

    def join(self, keys: list[str]) -> RouteStep:
        """Return the task at which these opinions come together: the nearest, if their branches are not alike."""
        tasks = [task for key in dict.fromkeys(keys) if (task := self.task_after(key))]
        for task in tasks:
            if {one.key for one in tasks} <= self._route(task.key).reached([task.key]):
                return task
        return tasks[0] if tasks else USUAL_ROUTE.by_key["sign"]

    def examines(self, step: RouteStep) -> bool:
        """Say whether this is a step of the officer who is responsible for the dossier."""
        return step.role == Role.PROCESSING_OFFICER and step.place in self.here

    def signs(self, step: RouteStep) -> bool:
        """Say whether the result is signed at this step: by the competent agency's approver, the last one of them."""
        if not self._approves(step):
            return False
        task = self.task_after(step.key)
        return task is None or task.key == step.key or not self._approves(task)

    def needs_proposal(self, key: str) -> bool:
        """Say whether behind a step the result is signed before an officer could propose one."""
        task, seen = self.task_after(key), {key}
        while task and task.key not in seen:
            if self.examines(task):
                return False
            if self.signs(task):
                return True
            seen.add(task.key)
            task = self.task_after(task.key)
        return True

    @property
    def signer(self) -> User | None:
        """The approver whom the proposal names, while they may sign."""
        result = self.dossier.result
        named = result and result.signed_at is None and result.approver_id
        return next((one for one in approvers_of(self.dossier.agency_id) if one.pk == named), None)

    @cached_property
    def outcome(self) -> str:
        """The outcome of the last proposal."""
        return self._outcome or (self.dossier.result.outcome if self.dossier.result else "")

    def _route(self, key: str) -> Route:
        return self.route if key in self.route.by_key else USUAL_ROUTE

    def _approves(self, step: RouteStep) -> bool:
        return step.role == Role.APPROVER and step.place in self.here

    def _following(self, key: str, passed: tuple[str, ...]) -> tuple[RouteStep, ...]:
        """What a step leads to. A decision leads back into its loop twice at most; then it leads out of it."""
        route = self._route(key)
        links = route.after(key)
        asks_outcome = any(condition_kind(link) == "outcome" for link in links)
        chosen = following(
            route,
            key,
            cases=self.dossier.cases or (),
            outcome=self.outcome if asks_outcome else "",
            answers=self.dossier.answers or {},
        )
        loop = next((loop for loop in route.loops if key in loop), frozenset[str]())
        is_decision = route.by_key[key].kind is StepKind.DECISION
        if not is_decision or not any(step.key in loop for step in chosen):
            return chosen
        if key in passed or self._rounds(chosen[0].key) >= MOST_ROUNDS:
            out = sorted(
                (link for link in links if link.target not in loop), key=lambda link: bool(link.when)
            )
            return tuple(route.by_key[link.target] for link in out[:1]) or (() if key in passed else chosen)
        return chosen

    def _rounds(self, key: str) -> int:
        """How often a step has been done."""
        done = self.dossier.step_runs.filter(key=key, ending=StepRun.Ending.DONE).count()
        return done + (key == self.ended)


def _is_reception(step: RouteStep) -> bool:
    return step.role == Role.RECEPTION_CLERK and step.place == "RECEIVING" and step.kind is StepKind.TASK
