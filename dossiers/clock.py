"""The office's clock of a dossier: what each verb does to it, as Alongside, and the due instant that its history gives.

It runs from acceptance to `issued` (else declined, withdrawn, stopped, granted by silence; decision 0023).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models.functions import Greatest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from procedures.due.calendar import CalendarNotLoaded
from procedures.queries import working_calendar

from .marks import History, counted_from, histories
from .models import ClockRun, Dossier
from .models.rows import insert
from .reckoning.count import Mark, MarkKind, Reckoned, reckon

INSTANT = timedelta(microseconds=1)


@dataclass
class Turned:
    """What a verb does to the clock: a run that ends, one that begins for a reason, what is due and promised then."""

    dossier: Dossier
    at: datetime
    due_at: datetime | None
    promised_at: datetime | None
    ends: bool = False
    begins: str = ""

    def settle(self, dossier: Dossier) -> None:
        dossier.due_at, dossier.promised_at = self.due_at, self.promised_at

    def write(self) -> None:
        if self.ends:
            runs = ClockRun.objects.filter(dossier=self.dossier, stopped_at=None)
            runs.update(stopped_at=Greatest("started_at", self.at))
        if self.begins:
            province = self.dossier.province
            insert(ClockRun(province=province, dossier=self.dossier, started_at=self.at, reason=self.begins))


# --- what verbs do to it -----------------------------------------------------------------------------------
def starting(dossier: Dossier, at: datetime) -> Turned:
    """Return the clock's beginning: from now on the office owes an answer. Raises CalendarNotLoaded."""
    due_at = counted_from(dossier, at, dossier.agency_id).at
    return Turned(dossier, at, due_at, due_at, begins="accepted")


def stopping(dossier: Dossier, at: datetime) -> Turned:
    """Return the clock's end, for verbs that close: nothing is due any more, the promise stays as it was told.

    Where no run is open (paused, or not yet received) none ends.
    """
    return Turned(dossier, at, None, dossier.promised_at, ends=True)


def pausing(dossier: Dossier, at: datetime) -> Turned:
    """Return the clock's standstill: nothing is due until it runs again; before reception it does not run anyway."""
    return Turned(dossier, at, None, dossier.promised_at, ends=dossier.received_at is not None)


def resuming(dossier: Dossier, at: datetime, *, reason: str) -> Turned:
    """Return the run after a pause, with the due instant as it has moved meanwhile. Raises CalendarNotLoaded."""
    if dossier.received_at is None:
        return Turned(dossier, at, None, None)
    history = history_of(dossier)
    last = history.runs[-1]
    # Never before the run that ended: the machine's clock may have been set back.
    at = max(at, last.started_at + INSTANT, last.stopped_at or at)
    resumed = Mark(MarkKind.RESUMED, at, working_calendar(dossier.agency_id))
    due_at = reckon(history.start(), [*history.marks(), resumed]).due_at
    return Turned(dossier, at, due_at, due_at, begins=reason)


def setting(dossier: Dossier, at: datetime, due_at: datetime) -> Turned:
    """Return the due instant that an extension or an amendment names."""
    return Turned(dossier, at, due_at, due_at)


def recounted(dossier: Dossier, at: datetime) -> Turned:
    """Return what the history gives today, after a change of the calendar or of the procedure; the run goes on.

    Raises CalendarNotLoaded.
    """
    if dossier.received_at is None:
        return Turned(dossier, at, None, None)
    found = reckoned(dossier)
    return Turned(dossier, at, found.due_at, found.promised_at)


def moved(dossier: Dossier, turned: Turned) -> dict[str, Any]:
    """Return what an event says of the due instant: before and after; for a standstill after is empty.

    Ask before the verb. While the clock stands still, the instant that was promised counts.
    """
    after = None if turned.ends else turned.due_at or turned.promised_at
    return {"due_before": as_fact(dossier.due_at or dossier.promised_at), "due_after": as_fact(after)}


def as_fact(at: datetime | None) -> str:
    """Word an instant for an event's facts: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


# --- what its history gives --------------------------------------------------------------------------------
def history_of(dossier: Dossier) -> History:
    return histories([dossier])[dossier.pk]


def reckoned(dossier: Dossier, history: History | None = None, *, with_basis: bool = False) -> Reckoned:
    """Return the due instant of a received dossier with its whole explanation; `with_basis` is for staff alone.

    Raises:
        CalendarNotLoaded: a year that the count needs is not loaded.
        ValueError: events and clock runs contradict each other.
    """
    history = history or history_of(dossier)
    return reckon(history.start(), history.marks(with_basis=with_basis))


# --- days that people name ---------------------------------------------------------------------------------
def closing_of(dossier: Dossier, on: date) -> datetime:
    """Return when the competent office closes on a day.

    Raises:
        Invalid: on the field `until`, no working day of this office, or of a year whose calendar is not loaded.
    """
    calendar = working_calendar(dossier.agency_id)
    try:
        calendar.loaded_until(on)
    except CalendarNotLoaded as refused:
        raise Invalid({"until": refused.fault}) from None
    if not calendar.periods(on):
        sentence = _("The competent office does not work on this day. Choose a working day.")
        raise Invalid({"until": Fault("no_working_day", sentence)})
    return calendar.closing(on)


def closing_ahead(dossier: Dossier, on: date) -> datetime:
    """Return the same for a day that is still to come; Invalid too when the office has closed by now."""
    closes_at = closing_of(dossier, on)
    if closes_at <= now():
        sentence = _("This day is over. Choose a working day that is still to come.")
        raise Invalid({"until": Fault("day_has_passed", sentence)})
    return closes_at
