"""Working time and due instants: pure functions of dates over one frozen calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from .working_calendar import (
    DayRule,
    DueStep,
    OfficeHours,
    Period,
    StepKind,
    WorkingCalendar,
    office_hours,
)

__all__ = [
    "DayRule",
    "Due",
    "DueStep",
    "OfficeHours",
    "Period",
    "StepKind",
    "TimeLimit",
    "TimeUnit",
    "WorkingCalendar",
    "add_working_minutes",
    "due",
    "is_working_day",
    "office_hours",
    "working_days_between",
    "working_minutes_between",
]

# Citations stand in the plain data as the law is cited in Vietnam; they are not translated.
COUNTING_STARTS_NEXT_DAY: Final = "Bộ luật Dân sự 2015, Điều 147"
REST_DAY_MOVES_THE_END: Final = "Bộ luật Dân sự 2015, Điều 148"

_Count = tuple[datetime, tuple[DueStep, ...]]


class TimeUnit(StrEnum):
    """What a procedure's time limit is counted in."""

    HOUR = "HOUR"
    WORKING_DAY = "WORKING_DAY"
    DAY = "DAY"
    MONTH = "MONTH"
    SAME_DAY = "SAME_DAY"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The time a procedure allows; `cutoff` belongs to SAME_DAY alone (None: the end of office hours)."""

    quantity: Decimal
    unit: TimeUnit
    cutoff: time | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", TimeUnit(self.unit))  # the catalogue hands over a plain string
        if not self.quantity.is_finite() or not 0 < self.quantity <= 3660:
            raise ValueError(f"A time limit must be more than 0 and at most 3660, not {self.quantity}.")
        if self.unit in (TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.SAME_DAY) and self.quantity % 1:
            raise ValueError(f"A limit in {self.unit} must be whole, not {self.quantity}.")
        if self.unit is TimeUnit.SAME_DAY and self.quantity != 1:
            raise ValueError("A same-day limit has the quantity 1.")
        if self.cutoff and self.unit is not TimeUnit.SAME_DAY:
            raise ValueError("Only a same-day limit has a cut-off.")


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is due, and why: one step per day from reception to the end."""

    at: datetime
    steps: tuple[DueStep, ...]
    received_at: datetime
    limit: TimeLimit

    @property
    def is_provisional(self) -> bool:
        """True when a day in between follows a schedule that is not yet official."""
        return any(step.is_provisional for step in self.steps)


def is_working_day(on: date, calendar: WorkingCalendar) -> bool:
    """Say whether the office works on a day."""
    return calendar.step(on).kind is not StepKind.SKIPPED


def working_days_between(after: date, until: date, calendar: WorkingCalendar) -> int:
    """Count the working days after one day up to and with another; negative when the second is earlier."""
    if until < after:
        return -working_days_between(until, after, calendar)
    return sum(step.kind is not StepKind.SKIPPED for step in calendar.steps(after, until))


def working_minutes_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """Count whole working minutes from one aware instant to another; negative when the second is earlier.

    Both instants are cut to the minute, so that neighbouring intervals add up exactly.
    """
    start, end = _local(start, calendar), _local(end, calendar)
    if end < start:
        return -working_minutes_between(end, start, calendar)
    years = sum(calendar.year_minutes(year) for year in range(start.year, end.year))
    return years + calendar.minutes_into_year(end) - calendar.minutes_into_year(start)


def add_working_minutes(start: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """Return the first instant by which so many working minutes have passed; 0 gives the start itself.

    240 minutes from 07:30 end at 11:30, when the morning ends, and not at 13:00.
    """
    if minutes < 0:
        raise ValueError("Working minutes are added, never taken away.")
    start = _local(start, calendar)
    if minutes == 0:
        return start
    year, target = start.year, calendar.minutes_into_year(start) + minutes
    while target > (whole := calendar.year_minutes(year)):
        year, target = year + 1, target - whole
    return calendar.after_minutes(*calendar.day_at_minute(year, target))


def due(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Due:
    """Return when a dossier received at an aware instant is due, and each day of the count.

    Days and months start the day after reception (Civil Code 2015 art. 147); an end on a day of rest moves to
    the next working day (art. 148.5). The due instant is the end of office hours, for a part of a day the
    instant at which that part has been worked: 2.5 working days end with a morning.
    """
    local = _local(received_at, calendar)
    if limit.unit is TimeUnit.SAME_DAY:
        at, steps = _same_day(local, limit, calendar)
    elif limit.unit is TimeUnit.HOUR:
        at, steps = _hours(local, limit, calendar)
    elif limit.unit is TimeUnit.WORKING_DAY:
        at, steps = _working_days(local, limit, calendar)
    else:
        at, steps = _calendar_days(local, limit, calendar)
    return Due(at, steps, local, limit)


def _same_day(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    """Due the same day, unless received after the cut-off, after closing or on a day of rest."""
    on = received_at.date()
    start = _start(on, "RECEIVED_BEFORE_CUTOFF", calendar)
    if start.code != "RECEIVED_ON_REST_DAY":
        closing = calendar.closing(on)
        cutoff = calendar.at(on, limit.cutoff) if limit.cutoff else closing
        if received_at <= cutoff and received_at < closing:
            return closing, (start, DueStep(on, StepKind.END, "DUE"))
        start = start._replace(code="RECEIVED_AFTER_CUTOFF")
    last = calendar.working_day(on)
    end = DueStep(last, StepKind.END, "DUE")
    return calendar.closing(last), (start, *calendar.steps(on, last), end)


def _hours(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on = received_at.date()
    at = add_working_minutes(received_at, max(1, int(limit.quantity * 60)), calendar)
    start = _start(on, "RECEIVED_IN_HOURS", calendar)
    steps = calendar.steps(on, at.date())
    if start.code != "RECEIVED_ON_REST_DAY":
        if working_minutes_between(received_at, calendar.closing(on), calendar):
            steps = (calendar.step(on), *steps)
        else:
            start = start._replace(code="RECEIVED_AFTER_HOURS")
    return at, (start, *steps, DueStep(at.date(), StepKind.END, "DUE_AT_HOUR"))


def _working_days(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on, whole = received_at.date(), int(limit.quantity)
    part = limit.quantity - whole
    last = calendar.working_day(on, whole + bool(part))
    if part:
        at = calendar.after_minutes(last, max(1, int(part * calendar.day_minutes(last))))
    else:
        at = calendar.closing(last)
    start = _start(on, "RECEPTION_DAY", calendar)
    end = DueStep(last, StepKind.END, "DUE_IN_THE_DAY" if part else "DUE")
    return at, (start, *calendar.steps(on, last), end)


def _calendar_days(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on = received_at.date()
    days = limit.unit is TimeUnit.DAY
    last = on + timedelta(days=int(limit.quantity)) if days else _months_later(on, int(limit.quantity))
    steps = (_start(on, "RECEPTION_DAY", calendar), *calendar.plain_steps(on, last))
    rest = calendar.step(last)
    if rest.kind is not StepKind.SKIPPED:
        return calendar.closing(last), (*steps, DueStep(last, StepKind.END, "DUE"))
    moved = calendar.working_day(last)
    end = DueStep(moved, StepKind.END, "DUE_MOVED", rest.name, REST_DAY_MOVES_THE_END, rest.is_provisional)
    return calendar.closing(moved), (*steps, *calendar.steps(last, moved)[:-1], end)


def _start(on: date, code: str, calendar: WorkingCalendar) -> DueStep:
    """Return the step of the day of reception; on a day of rest it says so instead of `code`."""
    rule = calendar.step(on)
    if rule.kind is StepKind.SKIPPED:
        return rule._replace(kind=StepKind.START, code="RECEIVED_ON_REST_DAY")
    source = COUNTING_STARTS_NEXT_DAY if code == "RECEPTION_DAY" else ""
    return DueStep(on, StepKind.START, code, source=source)


def _months_later(on: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month (art. 148.3)."""
    years, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _local(at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return an aware instant in the calendar's zone, cut to the minute that a receipt shows."""
    if at.tzinfo is None:
        raise ValueError("Working time is counted between aware instants only.")
    return at.astimezone(calendar.zone).replace(second=0, microsecond=0)
