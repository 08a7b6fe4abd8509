"""Working time and due instants: arithmetic on one prepared calendar, whatever the span."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from .day_rules import CalendarNotLoaded, DayRule, DueStep, DueStepKind, LoadedYear
from .limits import TimeLimit, TimeUnit
from .office_hours import OfficeHours, OwnHours, Period, office_hours
from .steps import Basis, steps_of
from .working_calendar import DAY, WorkingCalendar

__all__ = [
    "Basis",
    "CalendarNotLoaded",
    "DayRule",
    "Due",
    "DueStep",
    "LoadedYear",
    "OfficeHours",
    "OwnHours",
    "Period",
    "DueStepKind",
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


@dataclass(frozen=True, eq=False)
class Due:
    """When the result is due (None: the law sets no time), and why. Steps are worked out when they are asked for.

    `basis`: the rule of the catalogue the limit comes from; it becomes the first step.
    """

    at: datetime | None
    received_at: datetime
    limit: TimeLimit | None
    calendar: WorkingCalendar
    basis: Basis | None = None

    @cached_property
    def steps(self) -> tuple[DueStep, ...]:
        """One step per day from reception to the end, before them the rules that apply."""
        return steps_of(self.at, self.received_at, self.limit, self.calendar, self.basis)

    @property
    def is_provisional(self) -> bool:
        """True when a day in between follows a schedule that is not yet official."""
        return any(step.is_provisional for step in self.steps)


def is_working_day(on: date, calendar: WorkingCalendar) -> bool:
    """Say whether the office works on a day; outside the loaded years by the week's rule."""
    return bool(calendar.periods(on))


def working_days_between(after: date, until: date, calendar: WorkingCalendar) -> int:
    """Count the working days after one day up to and with another; negative when the second is earlier.

    What lies outside the loaded years is counted by the week's rule: time that has passed is shown, not promised.
    """
    return calendar.days_until(until) - calendar.days_until(after)


def working_minutes_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """Count whole working minutes from one aware instant to another; negative when the second is earlier.

    Both instants are cut to the minute, so that neighbouring intervals add up exactly. What lies outside the
    loaded years is counted by the week's rule: time that has passed is shown, not promised.
    """
    return calendar.minutes_until(_local(end, calendar)) - calendar.minutes_until(_local(start, calendar))


def add_working_minutes(start: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """Return the first instant by which so many working minutes have passed; 0 gives the start itself.

    240 minutes from 07:30 end at 11:30, when the morning ends, and not at 13:00.

    Raises:
        CalendarNotLoaded: the instant lies outside the loaded years.
    """
    if minutes < 0:
        raise ValueError("Working minutes are added, never taken away.")
    start = _local(start, calendar)
    if minutes == 0:
        return start
    on = start.date()
    calendar.loaded_until(on)
    return calendar.at_minute(calendar.minutes_until(start) + minutes, on)


def due(
    received_at: datetime,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
    *,
    basis: Basis | None = None,
) -> Due:
    """Return when a dossier received at an aware instant is due; a limit of None gives no instant.

    Days and months start the day after reception (Civil Code 2015 art. 147); an end on a day of rest moves to
    the next working day (art. 148.5). The due instant is the end of office hours, for a part of a day the
    instant at which that part has been worked: 2.5 working days end with a morning. Hours are working time from
    the instant of reception on.

    Raises:
        CalendarNotLoaded: a year between reception and end has no loaded calendar.
    """
    local = _local(received_at, calendar)
    at = None if limit is None else _COUNT[limit.unit](local, limit, calendar)
    return Due(at, local, limit, calendar, basis)


def _same_day(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    """Due the same day, unless received after the cut-off, after closing or on a day of rest."""
    on = received_at.date()
    calendar.loaded_until(on)
    if calendar.periods(on):
        closing = calendar.closing(on)
        is_in_time = limit.cutoff is None or received_at.time() <= limit.cutoff
        if is_in_time and received_at < closing:
            return closing
    return calendar.closing_of(on, 1)


def _hours(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    return add_working_minutes(received_at, max(1, int(limit.quantity * 60)), calendar)


def _working_days(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    on, whole = received_at.date(), int(limit.quantity)
    part = limit.quantity - whole
    if part:
        return calendar.part_of_day(calendar.working_day(on, whole + 1), part)
    return calendar.closing_of(on, whole)


def _calendar_days(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    on = received_at.date()
    until = calendar.loaded_until(on)  # asked first: a day at the end of all years has no last day
    last = limit.last_day(on)
    if last.year > until:
        raise CalendarNotLoaded(until + 1)
    return calendar.closing_of(last - DAY, 1)


_COUNT: Final[dict[TimeUnit, Callable[[datetime, TimeLimit, WorkingCalendar], datetime]]] = {
    TimeUnit.SAME_DAY: _same_day,
    TimeUnit.HOUR: _hours,
    TimeUnit.WORKING_DAY: _working_days,
    TimeUnit.DAY: _calendar_days,
    TimeUnit.MONTH: _calendar_days,
}


def _local(at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return an aware instant in the calendar's zone, cut to the minute that a receipt shows."""
    if at.tzinfo is None:
        raise ValueError("Working time is counted between aware instants only.")
    try:
        return at.astimezone(calendar.zone).replace(second=0, microsecond=0)
    except OverflowError:  # at either end of what a date can be
        raise CalendarNotLoaded(at.year) from None
