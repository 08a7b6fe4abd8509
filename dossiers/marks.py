"""The marks of a dossier's clock, read from its events and its clock runs, for one dossier or for many at once.

A request for a supplement or a payment ended a ClockRun, its answer began the next one; the request's event says by
`policy` whether the limit begins again. `dossier.extended` and `dossier.due_amended` name the new instant in
`due_after`. A dossier that was rerouted keeps what was counted with the calendar of the agency before (`before`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from accounts.queries import agency as agency_of
from procedures.due.calendar import Due, WorkingCalendar
from procedures.due.dates import due_of
from procedures.models import ProcedureVersion
from procedures.queries import working_calendar

from .models import ClockRun, Dossier, Event
from .models.status import Status
from .reckoning.count import Mark, MarkKind, Reason

PAUSES = {
    "dossier.supplement_requested": Reason.SUPPLEMENT,
    "dossier.payment_requested": Reason.PAYMENT,
}
ENDS_OF_PAUSES = ("dossier.supplemented", "dossier.fee_settled")
SETS = {"dossier.extended": MarkKind.EXTENDED, "dossier.due_amended": MarkKind.AMENDED}
REROUTED, RECLASSIFIED = "dossier.rerouted", "dossier.reclassified"
MARKING = (*PAUSES, *ENDS_OF_PAUSES, *SETS, REROUTED, RECLASSIFIED)
RESTART = str(ProcedureVersion.OnSupplement.RESTART)


@dataclass(frozen=True)
class History:
    """The runs of a dossier's clock and the events that mark it since reception, each in order."""

    dossier: Dossier
    runs: list[ClockRun] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def start(self) -> Due:
        """Count from reception, by the version of today and the agency that was competent when it was counted."""
        counted = [event.seq for event in self.events if event.type == RECLASSIFIED]
        since = max(counted, default=0)
        assert self.dossier.received_at is not None  # asked of received dossiers alone
        return counted_from(self.dossier, self.dossier.received_at, self._agency_id(since))

    def marks(self, *, with_basis: bool = False) -> Iterator[Mark]:
        """Yield the marks, in order; `with_basis`: with what was typed as the basis of an amendment (staff only).

        Raises:
            ValueError: events and runs contradict each other.
        """
        pauses = 0
        for event in self.events:
            calendar = working_calendar(self._agency_id(event.seq))
            if event.type in PAUSES:
                yield self._pause(event, pauses, calendar)
            elif event.type in ENDS_OF_PAUSES:
                pauses += 1
                yield Mark(MarkKind.RESUMED, self._run(pauses).started_at, calendar)
            elif event.type in SETS:
                until = datetime.fromisoformat(event.facts["due_after"])
                basis = (event.personal or {}).get("reason", "") if with_basis else ""
                yield Mark(SETS[event.type], event.at, calendar, until=until, basis=basis)

    def _pause(self, event: Event, number: int, calendar: WorkingCalendar) -> Mark:
        stopped_at, reason = self._run(number).stopped_at, PAUSES[event.type]
        if stopped_at is None:
            raise ValueError(f"The clock runs on through the pause of event {event.seq}.")
        restarts = reason is Reason.SUPPLEMENT and event.facts.get("policy") == RESTART
        return Mark(MarkKind.PAUSED, stopped_at, calendar, reason, restarts)

    def _run(self, number: int) -> ClockRun:
        if number >= len(self.runs):
            raise ValueError("An event has no run of the clock beside it.")
        return self.runs[number]

    def _agency_id(self, seq: int) -> int:
        """Return which agency was competent right after an event."""
        for event in self.events:
            if event.type == REROUTED and event.seq > seq:
                before = agency_of(str(event.facts.get("before", "")))
                return before.pk if before else self.dossier.agency_id
        return self.dossier.agency_id


def counted_from(dossier: Dossier, at: datetime, agency_id: int) -> Due:
    """Count the whole time limit of a dossier from an instant on. Raises CalendarNotLoaded."""
    version, cases = dossier.procedure_version, dossier.cases or ()
    return due_of(version, at, channel=dossier.channel, cases=cases, agency_id=agency_id)


def histories(dossiers: Collection[Dossier]) -> dict[int, History]:
    """Return the histories of received dossiers by key, in two statements."""
    events, runs = defaultdict[int, list[Event]](list), defaultdict[int, list[ClockRun]](list)
    keys = [dossier.pk for dossier in dossiers]
    for event in Event.objects.filter(dossier__in=keys, type__in=MARKING).order_by("seq"):
        # Before reception no clock ran.
        if Status.SUBMITTED not in (event.source, event.target):
            events[event.dossier_id].append(event)
    for run in ClockRun.objects.filter(dossier__in=keys).order_by("started_at"):
        runs[run.dossier_id].append(run)
    return {dossier.pk: History(dossier, runs[dossier.pk], events[dossier.pk]) for dossier in dossiers}
