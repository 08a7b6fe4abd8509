"""The way of a dossier through the steps of its version, travelled inside the state in_process; no verb names a desk.

`enter`, `advance`, `back`, `leave` and `taken` work out what a verb changes on the way (`Moved`); lifecycle.apply
carries it out with the verb.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Agency, User
from accounts.queries import agency as agency_of
from accounts.roles import Role
from procedures.content import RouteStep, StepKind
from procedures.due.calendar import add_working_minutes
from procedures.queries import working_calendar
from procedures.route.graph import Route, following
from procedures.routes import route_of

from .models import Dossier, StepRun
from .models.rows import insert


@dataclass
class Moved:
    """What a verb changes on the way: runs that end, that get another officer, that begin."""

    ended: list[StepRun] = field(default_factory=list)
    changed: list[StepRun] = field(default_factory=list)
    begun: list[StepRun] = field(default_factory=list)

    def settle(self, dossier: Dossier) -> None:
        """Say on the dossier at which step it is now."""
        dossier.runs += len(self.begun)
        task = next((run for run in self.begun if run.kind == StepKind.TASK), None)
        if task:
            dossier.step, dossier.step_role, dossier.step_agency = task.key, task.role, task.agency
        elif any(run.kind == StepKind.TASK for run in self.ended):
            dossier.step, dossier.step_role, dossier.step_agency = "", "", None

    def write(self) -> None:
        if rows := self.ended + self.changed:
            StepRun.objects.bulk_update(rows, ["ended_at", "ending", "officer", "taken_at"])
        if self.begun:
            insert(*self.begun)


def enter(dossier: Dossier, at: datetime, *, by: User) -> Moved:
    """Begin the route at its first step behind reception."""
    route = route_of(dossier.procedure_version_id)
    return Moved(begun=_runs(dossier, [_entry(route)], at, by=by))


def advance(dossier: Dossier, at: datetime, *, by: User, outcome: str = "") -> Moved:
    """End the open task and begin what follows it; nothing where no task is open."""
    moved, task = leave(dossier, at, ending=StepRun.Ending.DONE), dossier.task
    if task:
        steps = _after(route_of(dossier.procedure_version_id), task.key, dossier, outcome)
        moved.begun = _runs(dossier, steps, at, by=by)
    return moved


def back(dossier: Dossier, at: datetime, *, by: User, ending: StepRun.Ending) -> Moved:
    """End the open task and begin again at the last step of the officer who is responsible for the dossier."""
    route = route_of(dossier.procedure_version_id)
    before = dossier.step_runs.filter(kind=StepKind.TASK, role=Role.PROCESSING_OFFICER).order_by("-number")
    last = before.values_list("key", flat=True).first()
    moved = leave(dossier, at, ending=ending)
    moved.begun = _runs(dossier, [route.by_key[last] if last else _entry(route)], at, by=by)
    for run in moved.begun:
        if dossier.officer_id and run.role == Role.PROCESSING_OFFICER:
            run.officer_id, run.taken_at = dossier.officer_id, at
    return moved


def leave(dossier: Dossier, at: datetime, *, ending: StepRun.Ending) -> Moved:
    """End the open task; the dossier is at no step."""
    task = dossier.task
    if task is None:
        return Moved()
    task.ended_at, task.ending = at, ending
    return Moved(ended=[task])


def taken(dossier: Dossier, officer: User, at: datetime) -> Moved:
    """Make `officer` responsible for the open task, where it is a step of the processing officer."""
    task = dossier.task
    if task is None or task.role != Role.PROCESSING_OFFICER:
        return Moved()
    task.officer, task.taken_at = officer, at
    return Moved(changed=[task])


def _entry(route: Route) -> RouteStep:
    step = route.by_key[route.starts[0]]
    while step.role == Role.RECEPTION_CLERK and step.place == "RECEIVING":
        (step, *_others) = following(route, step.key)
    return step


def _after(route: Route, key: str, dossier: Dossier, outcome: str) -> list[RouteStep]:
    """The tasks and opinions that begin when a step is done, decisions decided; none at an end."""
    case = next(iter(dossier.cases or ()), "")
    found: list[RouteStep] = []
    for step in following(route, key, case=case, outcome=outcome, answers=dossier.answers or {}):
        if step.kind is StepKind.DECISION:
            found += _after(route, step.key, dossier, outcome)
        elif step.kind is not StepKind.END:
            found.append(step)
    return found


def _runs(dossier: Dossier, steps: list[RouteStep], at: datetime, *, by: User) -> list[StepRun]:
    numbered = enumerate(steps, start=dossier.runs + 1)
    return [_run(dossier, step, number, at, by=by) for number, step in numbered]


def _run(dossier: Dossier, step: RouteStep, number: int, at: datetime, *, by: User) -> StepRun:
    agency, minutes = _agency(dossier, step), int(step.hours * 60) or None
    return StepRun(
        province=dossier.province,
        dossier=dossier,
        number=number,
        key=step.key,
        name=step.name,
        kind=step.kind,
        role=step.role,
        agency=agency,
        given_by=by,
        is_mandatory=step.is_mandatory,
        minutes=minutes,
        started_at=at,
        due_at=add_working_minutes(at, minutes, working_calendar(agency.pk)) if minutes else None,
    )


def _agency(dossier: Dossier, step: RouteStep) -> Agency:
    if step.place == "COMPETENT":
        return dossier.agency
    if step.place == "RECEIVING":
        return dossier.receiving_agency
    named = agency_of(step.place)
    if named is None:
        raise LookupError(f"The route names an agency that is not there: {step.place}")
    return named
