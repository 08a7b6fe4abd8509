"""The way of a dossier through the steps of its version, travelled inside the state in_process; no verb names a desk.

Each function works out what a verb changes on the way (`Moved`); lifecycle.apply carries it out with the verb.
"""

from datetime import datetime

from accounts.models import Agency, User
from accounts.roles import Role
from procedures.content import RouteStep, StepKind
from procedures.routes import USUAL_ROUTE

from .models import Dossier, Event, StepRun
from .models.status import Status
from .moves import Moved, due_after, passed, run_of
from .way import Way

Ending = StepRun.Ending
OFFICER = Role.PROCESSING_OFFICER


# --- into the route, and out of it ---------------------------------------------------------------------------
def enter(dossier: Dossier, at: datetime, *, by: User) -> Moved:
    """Begin the first step behind reception, whose steps are recorded as done; or go on where the dossier was left."""
    way = Way(dossier)
    moved = Moved(waits=(OFFICER, dossier.agency_id))
    if not dossier.runs:
        received, ahead = way.entry()
        moved.begun = _received(dossier, received, by=by)
    else:
        ahead = _left(way)
    _begin(moved, way, ahead, at, by=by)
    return moved


def leave(dossier: Dossier, at: datetime, *, ending: str, by: User | None = None) -> Moved:
    """End the open task; the dossier is at no step. `by`: who did it, where nobody had taken it."""
    task = dossier.task
    if task is None:
        return Moved(is_out=True)
    task.ended_at, task.ending = at, ending
    if by is not None and task.officer_id is None:
        task.officer, task.taken_at = by, at
    return Moved(ended=[task], is_out=True)


def close(dossier: Dossier, at: datetime) -> Moved:
    """End whatever is open, tasks and opinions, for verbs that end a dossier before it was decided."""
    moved = leave(dossier, at, ending=Ending.LEFT)
    moved.ended += passed(dossier, at, Ending.LEFT)
    return moved


def reroute(dossier: Dossier, agency: Agency, at: datetime, *, by: User) -> Moved:
    """Begin the open step again at another agency, where it waits for somebody; opinions that were asked stay."""
    task = dossier.task
    if task is None:
        is_waiting = dossier.status == Status.IN_PROCESS and any(run.key for run in dossier.opinions_open())
        return Moved(waits=(OFFICER, agency.pk)) if is_waiting else Moved()
    is_theirs = task.agency_id == dossier.agency_id
    if not is_theirs:  # a step of another agency goes on there
        return Moved()
    moved = leave(dossier, at, ending=Ending.LEFT)
    key = _last_examined(dossier) or task.key  # what was proposed is examined anew there
    run = run_of(dossier, Way(dossier).step(key), dossier.runs + 1, at, by=by)
    run.agency, run.due_at = agency, due_after(agency.pk, at, run.minutes)
    moved.begun = [run]
    return moved


# --- along the route -----------------------------------------------------------------------------------------
def complete(dossier: Dossier, at: datetime, *, by: User, passing: bool = False) -> Moved:
    """End the open task and begin what follows; `passing`: without the opinions that are still awaited."""
    task, way = dossier.task, Way(dossier)
    if task is not None:
        return advance(dossier, at, by=by, passing=passing)
    moved = Moved(ended=passed(dossier, at, Ending.PASSED))
    _begin(moved, way, [way.join(_asked_since_the_task(dossier))], at, by=by)
    return moved


def advance(
    dossier: Dossier,
    at: datetime,
    *,
    by: User,
    outcome: str = "",
    passing: bool = False,
    signer: User | None = None,
) -> Moved:
    """End the open task and begin what follows it; where the way ends before the approval, the usual one follows."""
    task = dossier.task
    if task is None:
        return Moved()
    moved, way = leave(dossier, at, ending=Ending.DONE), Way(dossier, outcome=outcome, ended=task.key)
    moved.waits = (task.role, task.agency_id)
    if passing:
        moved.ended += passed(dossier, at, Ending.PASSED)
    ahead = way.after(task.key) or [USUAL_ROUTE.by_key["sign"]]
    _begin(moved, way, ahead, at, by=by, signer=signer)
    return moved


def propose(dossier: Dossier, at: datetime, *, by: User, outcome: str, signer: User) -> Moved:
    """Lead from the officer's last step to what follows it; a better proposal is reviewed, and approved, anew."""
    task, way = dossier.task, Way(dossier, outcome=outcome)
    if task is None:
        return Moved()
    if task.role != Role.APPROVER:
        coming = way.task_after(task.key)
        stays = coming is not None and way.examines(coming)
        return Moved() if stays else advance(dossier, at, by=by, outcome=outcome, signer=signer)
    last = _last_examined(dossier)
    ahead = [step for step in (way.after(last) if last else []) if step.kind is StepKind.TASK]
    if ahead and ahead[0].key != task.key:
        moved = leave(dossier, at, ending=Ending.LEFT)
        _begin(moved, way, ahead, at, by=by, signer=signer)
        return moved
    if not way.signs(way.step(task.key)):
        return Moved()
    task.officer, task.taken_at = signer, at
    return Moved(changed=[task])


def is_signed_here(dossier: Dossier) -> bool:
    """Say whether the open step is the one at which the result is signed; a replacement is signed without a step."""
    task, way = dossier.task, Way(dossier)
    return task is None or way.signs(way.step(task.key))


def decided(dossier: Dossier, at: datetime, *, by: User, outcome: str) -> Moved:
    """End the approver's step, and what is still awaited; begin what follows but for the return, which has no run."""
    task = dossier.task
    if task is None:  # a replacement travels no steps
        return Moved()
    moved, way = leave(dossier, at, ending=Ending.DONE, by=by), Way(dossier, outcome=outcome, ended=task.key)
    moved.ended += passed(dossier, at, Ending.PASSED)
    ahead = [step for step in way.after(task.key) if step.kind is StepKind.TASK and step.place != "RECEIVING"]
    _begin(moved, way, ahead, at, by=by)
    return moved


def issued(dossier: Dossier, at: datetime, *, by: User) -> Moved:
    """End the step of the records clerk; a step of another role behind the approval is passed."""
    is_done = dossier.step_role == Role.RECORDS_CLERK
    return leave(dossier, at, ending=Ending.DONE if is_done else Ending.PASSED, by=by if is_done else None)


def returned(dossier: Dossier, at: datetime, *, by: User) -> Moved:
    """Record the return as the last step, where the route has one: from the issue on, by who handed the result over."""
    way, since = Way(dossier), dossier.finished_at or at
    runs = dossier.step_runs.filter(kind=StepKind.TASK).order_by("number") if dossier.runs else ()
    done = [run.key for run in runs]
    step = way.task_after(done[-1]) if done else None
    if step is None or step.place != "RECEIVING" or step.key in done:
        return Moved()
    run = run_of(dossier, step, dossier.runs + 1, since, by=by)
    run.officer, run.taken_at, run.ended_at, run.ending = by, at, at, Ending.DONE
    return Moved(begun=[run])


def back(dossier: Dossier, at: datetime, *, by: User, ending: str) -> Moved:
    """End the open task and begin again at the last step of the officer who is responsible for the dossier."""
    way, last = Way(dossier), _last_examined(dossier)
    moved = leave(dossier, at, ending=ending)
    _begin(moved, way, [way.step(last)] if last else way.entry()[1], at, by=by)
    for run in moved.begun:
        if dossier.officer_id and run.role == OFFICER and run.agency_id == dossier.agency_id:
            run.officer_id, run.taken_at = dossier.officer_id, at
    return moved


def ask(dossier: Dossier, run: StepRun) -> Moved:
    """Begin an opinion beside the work."""
    run.number = dossier.runs + 1
    return Moved(begun=[run])


def answered(dossier: Dossier, run: StepRun, at: datetime, *, by: User) -> Moved:
    """End an opinion; where no task is open, begin what follows it, or the join when it was the last one."""
    run.ended_at, run.ending, run.officer, run.taken_at = at, Ending.DONE, by, at
    moved, way = Moved(ended=[run]), Way(dossier)
    if not run.key or dossier.task is not None:
        return moved
    further = [step for step in way.after(run.key) if step.kind is StepKind.OPINION]
    awaited = [one for one in dossier.opinions_open(mandatory=True) if one.key and one is not run]
    if not awaited and not any(step.is_mandatory for step in further):
        further.append(way.join(_asked_since_the_task(dossier)))
    moved.waits = (dossier.step_role, dossier.step_agency_id)
    _begin(moved, way, further, at, by=by)
    return moved


# --- who is responsible, and how long it may take --------------------------------------------------------------
def taken(dossier: Dossier, officer: User, at: datetime) -> Moved:
    """Make `officer` responsible for the open task, where it is a step of the competent agency's officer."""
    task = dossier.task
    if task is None or task.role != OFFICER or task.agency_id != dossier.agency_id:
        return Moved()
    task.officer, task.taken_at = officer, at
    return Moved(changed=[task])


def taken_over(dossier: Dossier, person: User, at: datetime) -> Moved:
    """Make a person responsible for the open task; while opinions are awaited, for what comes of them."""
    task = dossier.task
    if task is not None:
        task.officer, task.taken_at = person, at
        return Moved(changed=[task])
    asked = [run for run in dossier.opinions_open() if run.key]
    for run in asked:
        run.given_by = person
    return Moved(changed=asked)


def released(dossier: Dossier, person_id: int | None, to: User | None, at: datetime) -> Moved:
    """Take the open task, and the dossier, from a person; give them to `to`, or to nobody."""
    moved, task = Moved(), dossier.task
    if task is not None and task.officer_id == person_id:
        task.officer, task.taken_at = to, at if to else None
        moved.changed.append(task)
    if person_id is not None and dossier.officer_id == person_id:
        moved.officer = (to,)
    return moved


# --- runs ------------------------------------------------------------------------------------------------------
def _begin(
    moved: Moved, way: Way, steps: list[RouteStep], at: datetime, *, by: User, signer: User | None = None
) -> None:
    """Begin these steps: opinions side by side, and a task unless one of the opinions must be given first."""
    dossier = way.dossier
    opinions = [step for step in steps if step.kind is StepKind.OPINION]
    tasks = [step for step in steps if step.kind is StepKind.TASK]
    if opinions and not tasks and not any(step.is_mandatory for step in opinions):
        tasks = [way.join([step.key for step in opinions])]
    for step in [*opinions, *tasks[:1]]:
        run = run_of(dossier, step, dossier.runs + len(moved.begun) + 1, at, by=by)
        if step.kind is StepKind.TASK and step.role == Role.APPROVER and way.signs(step):
            run.officer = signer or way.signer
            run.taken_at = at if run.officer else None
        moved.begun.append(run)


def _received(dossier: Dossier, steps: list[RouteStep], *, by: User) -> list[StepRun]:
    """The steps of reception, done: from reception to the confirmed papers, by who confirmed (else who accepted)."""
    if not steps or dossier.received_at is None:
        return []
    said = Event.objects.filter(
        dossier=dossier, type__in=("dossier.accepted", "dossier.digitisation_confirmed")
    ).select_related("actor")
    events = list(said.order_by("seq"))
    until = events[-1].at if events else dossier.received_at
    people = [event.actor for event in events if not event.actor.is_system]
    found = []
    for number, step in enumerate(steps, start=1):
        since = dossier.received_at if number == 1 else until
        run = run_of(dossier, step, number, since, by=people[0] if people else by)
        run.officer, run.taken_at = (people[-1] if people else None), since
        run.ended_at, run.ending = until, Ending.DONE
        found.append(run)
    return found


def _left(way: Way) -> list[RouteStep]:
    """The step that was left when the dossier went back to the list; nothing while opinions are awaited."""
    dossier = way.dossier
    last = dossier.step_runs.filter(kind=StepKind.TASK).order_by("-number").first()
    if last is not None and last.ending == Ending.LEFT:
        return [way.step(last.key)]
    return [] if any(run.key for run in dossier.opinions_open()) else way.entry()[1]


def _last_examined(dossier: Dossier) -> str:
    """The key of the last step of the competent agency's officer; "" where there was none."""
    before = dossier.step_runs.filter(kind=StepKind.TASK, role=OFFICER, agency=dossier.agency_id)
    return before.order_by("-number").values_list("key", flat=True).first() or ""


def _asked_since_the_task(dossier: Dossier) -> list[str]:
    """The keys of the route's opinions that were asked since the last task, the first one first."""
    found: list[str] = []
    for kind, key in dossier.step_runs.order_by("-number").values_list("kind", "key"):
        if kind == StepKind.TASK:
            break
        found += [key] if key else []
    return found[::-1]
