"""Moved: what a verb changes on the way of a dossier, and the runs of steps that it begins and ends."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.queries import agency as agency_of
from procedures.content import RouteStep, StepKind
from procedures.due.calendar import CalendarNotLoaded, add_working_minutes, working_minutes_between
from procedures.queries import working_calendar

from .models import Dossier, StepRun
from .models.rows import insert, update

OF_RUN = ("officer_id", "given_by_id", "taken_at", "due_at", "ended_at", "ending", "verdict", "answer")


@dataclass
class Moved:
    """What a verb changes on the way: runs that end, that change hands, that begin.

    `waits`: role and agency of who goes on when the opinions that were asked are given; no task is open until then.
    `officer`: whoever holds the dossier afterwards, where that changes. `is_out`: the dossier leaves its route.
    """

    ended: list[StepRun] = field(default_factory=list)
    changed: list[StepRun] = field(default_factory=list)
    begun: list[StepRun] = field(default_factory=list)
    waits: tuple[str, int | None] | None = None
    officer: tuple[User | None] | None = None
    is_out: bool = False
    dossier: Dossier | None = None

    @property
    def next(self) -> list[str]:
        """The keys of the steps that begin, for the event."""
        return [run.key for run in self.begun if run.ended_at is None]

    def settle(self, dossier: Dossier) -> None:
        """Say on the dossier at which step it is now."""
        self.dossier = dossier
        dossier.runs += len(self.begun)
        if self.officer:
            (dossier.officer,) = self.officer
        task = next((run for run in self.begun if run.kind == StepKind.TASK and run.ended_at is None), None)
        if task:
            dossier.step, dossier.step_role, dossier.step_agency = task.key, task.role, task.agency
        elif self.waits:
            dossier.step, (dossier.step_role, dossier.step_agency_id) = "", self.waits
        elif self.is_out or any(run.kind == StepKind.TASK for run in self.ended):
            dossier.step, dossier.step_role, dossier.step_agency = "", "", None

    def write(self) -> None:
        for run in self.ended + self.changed:  # the task and perhaps an opinion: seldom more than one
            values = {name: getattr(run, name) for name in OF_RUN}
            update(run, values)
        if self.begun:
            insert(*self.begun)
        if self.dossier is not None:
            self.dossier.__dict__.pop("runs_open", None)  # read before they changed


def run_of(dossier: Dossier, step: RouteStep, number: int, at: datetime, *, by: User) -> StepRun:
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
        due_at=due_after(agency.pk, at, minutes),
    )


def passed(dossier: Dossier, at: datetime, ending: str) -> list[StepRun]:
    """The opinions that are still awaited, ended."""
    open_ones = dossier.opinions_open()
    for run in open_ones:
        run.ended_at, run.ending = at, ending
    return open_ones


def due_after(agency_id: int, at: datetime, minutes: int | None) -> datetime | None:
    """Return when so many working minutes have passed at an agency; None without a budget, or beyond the calendar."""
    if not minutes:
        return None
    try:
        return add_working_minutes(at, minutes, working_calendar(agency_id))
    except CalendarNotLoaded:
        return None


def _agency(dossier: Dossier, step: RouteStep) -> Agency:
    if step.place == "COMPETENT":
        return dossier.agency
    if step.place == "RECEIVING":
        return dossier.receiving_agency
    named = agency_of(step.place)
    if named is None:
        raise LookupError(f"The route names an agency that is not there: {step.place}")
    while named.successor and named.valid_until_on and named.valid_until_on < localdate():
        named = named.successor
    return named


def paused(dossier: Dossier, until: datetime) -> Moved:
    """Move the budgets of the open runs by the working minutes for which the clock has stood still."""
    budgeted = [run for run in dossier.runs_open if run.due_at is not None]
    if not budgeted:
        return Moved()
    since = dossier.clock_runs.order_by("-pk").values_list("stopped_at", flat=True).first() or until
    for run in budgeted:
        assert run.due_at is not None
        stood = working_minutes_between(max(since, run.started_at), until, working_calendar(run.agency_id))
        run.due_at = due_after(run.agency_id, run.due_at, max(stood, 0)) or run.due_at
    return Moved(changed=budgeted)
