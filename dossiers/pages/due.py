"""The promise as a page shows it: a bar that fills with working time, what is left, and why that day."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy

from dossiers import clock
from dossiers.models import Dossier
from procedures import formats
from procedures.due.calendar import working_minutes_between
from procedures.due.sentences import sentences
from procedures.queries import working_calendar

SOON_PERCENT = 75


class Kept(StrEnum):
    """How a promise was kept. A promise names a day: early is before that day, late is after the promised instant."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


KEPT_WORDS: dict[Kept, Promise] = {
    Kept.EARLY: gettext_lazy("early"),
    Kept.ON_TIME: gettext_lazy("on time"),
    Kept.LATE: gettext_lazy("late"),
}


@dataclass(frozen=True)
class DueBar:
    """`percent` of the working time used, 0 to 100; `mood` is calm, soon, late or done."""

    at: datetime
    words: str
    percent: int
    mood: str


def due_bar(dossier: Dossier, at: datetime) -> DueBar | None:
    """Return the bar of a dossier as it stands at an instant; None before a promise was made."""
    if dossier.received_at is None or dossier.promised_at is None:
        return None
    if dossier.due_at is None:
        words = str(KEPT_WORDS[kept(dossier.promised_at, dossier.finished_at)]) if dossier.finished_at else ""
        return DueBar(dossier.promised_at, words, 100, "done")
    left = minutes_left(dossier.due_at, at, dossier.agency_id)
    calendar = working_calendar(dossier.agency_id)
    total = max(1, working_minutes_between(dossier.received_at, dossier.due_at, calendar))
    percent = min(100, max(0, round(100 * (total - left) / total)))
    mood = "late" if left < 0 else "soon" if percent >= SOON_PERCENT else "calm"
    return DueBar(dossier.due_at, formats.remaining(left), percent, mood)


def kept(promised_at: datetime, finished_at: datetime) -> Kept:
    """Say how a promise was kept."""
    if finished_at > promised_at:
        return Kept.LATE
    return Kept.EARLY if localdate(finished_at) < localdate(promised_at) else Kept.ON_TIME


def minutes_left(due_at: datetime, at: datetime, agency_id: int) -> int:
    """Return the office's working minutes until due; negative when late, at least one even outside office hours."""
    left = working_minutes_between(at, due_at, working_calendar(agency_id))
    return min(left, -1) if at > due_at else left


def why_due(dossier: Dossier) -> list[str]:
    """Return the count of days as sentences in the reader's language; none before reception."""
    if dossier.received_at is None:
        return []
    return sentences(clock.explained(dossier, localtime(dossier.received_at)))
