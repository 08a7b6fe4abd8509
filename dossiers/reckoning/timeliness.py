"""Where a dossier stands with its promise: within, near due, overdue; early, on time, late. Pure.

Sources: the national portal's report (the end of processing against NgayHenTra), and Decision 766/QĐ-TTg, indicator
2.1: a dossier for which a supplement was asked more than once counts as late.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localdate

from procedures.due.calendar import WorkingCalendar, working_minutes_between

NEAR_PERCENT = 75
SUPPLEMENTS_IN_TIME = 1  # the law lets the office ask once


class Timeliness(StrEnum):
    """The first five while it is open, the last three when it is finished."""

    WITHIN = "within"
    NEAR = "near_due"
    OVERDUE = "overdue"
    PAUSED = "paused"
    NO_LIMIT = "no_limit"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True)
class Promise:
    """The instants of a dossier that say how it stands; `due_at` is None while the clock stands still."""

    received_at: datetime
    promised_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None = None


def timeliness(promise: Promise, at: datetime, calendar: WorkingCalendar) -> Timeliness:
    """Say how a received dossier stands at an instant, by the calendar of the competent office."""
    if promise.promised_at is None:
        return Timeliness.NO_LIMIT
    if promise.finished_at is not None:
        return kept(promise.promised_at, promise.finished_at)
    if promise.due_at is None:
        return Timeliness.PAUSED
    if at > promise.due_at:
        return Timeliness.OVERDUE
    used = percent_used(promise.received_at, promise.due_at, at, calendar)
    return Timeliness.NEAR if used >= NEAR_PERCENT else Timeliness.WITHIN


def kept(promised_at: datetime, finished_at: datetime) -> Timeliness:
    """Say how a promise was kept. It names a day: early is before that day, late after the promised instant."""
    if finished_at > promised_at:
        return Timeliness.LATE
    return Timeliness.EARLY if localdate(finished_at) < localdate(promised_at) else Timeliness.ON_TIME


def counts_as_late(found: Timeliness, supplements: int) -> bool:
    """Say whether reports count it among the late: it is, or a supplement was asked for more than once."""
    return found in (Timeliness.LATE, Timeliness.OVERDUE) or supplements > SUPPLEMENTS_IN_TIME


def percent_used(received_at: datetime, due_at: datetime, at: datetime, calendar: WorkingCalendar) -> int:
    """Return how much of the working time from reception to the due instant has passed, 0 to 100."""
    total = max(1, working_minutes_between(received_at, due_at, calendar))
    left = working_minutes_between(at, due_at, calendar)
    return min(100, max(0, round(100 * (total - left) / total)))
