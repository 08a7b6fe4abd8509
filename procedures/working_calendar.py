"""The frozen calendar of an office: special days, office hours, and a memory of the years worked out.

Important: nothing here knows a holiday. Special days and office hours come from the catalogue, because the
State publishes them every year and swaps a few of them by decision.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

Period = tuple[time, time]


class StepKind(StrEnum):
    """What one day means for the count; `added` is a day worked only because it was swapped."""

    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    ADDED = "added"
    END = "end"


@dataclass(frozen=True, slots=True)
class DayRule:
    """One special day: kind HOLIDAY, COMPENSATION, SWAP_OFF or SWAP_WORK, its name and who says so."""

    kind: str
    name: str
    working: bool
    source: str
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Periods of work by ISO weekday (1 = Monday), and those of a rest day worked after a swap."""

    periods: Mapping[int, tuple[Period, ...]]
    swapped: tuple[Period, ...]

    def __post_init__(self) -> None:
        if not any(self.periods.values()) or not self.swapped:
            raise ValueError("Office hours need at least one period, and the periods of a swapped day.")
        for periods in (*self.periods.values(), self.swapped):
            instants = [instant for period in periods for instant in period]
            if instants != sorted(set(instants)):
                raise ValueError(f"Office periods must be in order and must not touch: {periods}")


class DueStep(NamedTuple):
    """One day of the count: `code` selects the sentence, `name` and `source` are those of the day's rule."""

    on: date
    kind: StepKind
    code: str
    name: str = ""
    source: str = ""
    is_provisional: bool = False


def office_hours(rows: Mapping[str, Sequence[Sequence[str]]]) -> OfficeHours:
    """Read {"1": [["07:30", "11:30"], ...], "swapped": [...]}; without "swapped", as on the first weekday."""
    read = {
        key: tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in periods)
        for key, periods in rows.items()
    }
    swapped = read.pop("swapped", None) or read[min(read)]
    return OfficeHours({int(key): periods for key, periods in read.items()}, swapped)


class _Year(NamedTuple):
    """One year worked out once: minutes before each day, working days, each day's step in both countings."""

    minutes_before: tuple[int, ...]
    working_days: tuple[int, ...]
    steps: tuple[DueStep, ...]
    plain_steps: tuple[DueStep, ...]


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Special days and office hours of one office, with a memory of the years already worked out."""

    special_days: Mapping[date, DayRule]
    hours: OfficeHours
    name: str = ""
    zone: ZoneInfo = VIETNAM
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        # A copy behind a read-only view: the years in memory stay true for as long as the calendar lives.
        object.__setattr__(self, "special_days", MappingProxyType(dict(self.special_days)))

    def periods(self, on: date) -> tuple[Period, ...]:
        """Return the office periods of a day; () on a day of rest."""
        usual = self.hours.periods.get(on.isoweekday(), ())
        rule = self.special_days.get(on)
        if rule is None:
            return usual
        return (usual or self.hours.swapped) if rule.working else ()

    def step(self, on: date) -> DueStep:
        """Say whether a day counts as a working day, with the name and the source of the rule."""
        return self._year(on.year).steps[on.timetuple().tm_yday - 1]

    def steps(self, after: date, until: date) -> tuple[DueStep, ...]:
        """Return the steps of the days after one day up to and with another; days of rest are skipped."""
        return tuple(
            step
            for year in range(after.year, until.year + 1)
            for step in self._year(year).steps[_span(year, after, until)]
        )

    def plain_steps(self, after: date, until: date) -> tuple[DueStep, ...]:
        """Return the same days by calendar-day counting: every one is counted."""
        return tuple(
            step
            for year in range(after.year, until.year + 1)
            for step in self._year(year).plain_steps[_span(year, after, until)]
        )

    def working_day(self, after: date, number: int = 1) -> date:
        """Return the number-th working day after a day."""
        year = after.year
        days = self._year(year).working_days
        position = bisect_right(days, after.toordinal()) + number - 1
        while position >= len(days):
            position -= len(days)
            year += 1
            days = self._year(year).working_days
        return date.fromordinal(days[position])

    def at(self, on: date, clock: time) -> datetime:
        """Return an instant of the calendar's zone."""
        return datetime.combine(on, clock, self.zone)

    def closing(self, on: date) -> datetime:
        """Return the end of office hours of a working day."""
        return self.at(on, self.periods(on)[-1][1])

    def after_minutes(self, on: date, minutes: int) -> datetime:
        """Return the first instant of a day by which so many minutes (1 or more) have been worked."""
        for opens, closes in self.periods(on):
            length = _minutes(closes) - _minutes(opens)
            if minutes <= length:
                return self.at(on, opens) + timedelta(minutes=minutes)
            minutes -= length
        raise ValueError(f"{on} has fewer working minutes.")

    def day_minutes(self, on: date) -> int:
        """Return the working minutes of a day."""
        before = self._year(on.year).minutes_before
        day = on.timetuple().tm_yday
        return before[day] - before[day - 1]

    def minutes_into_year(self, at: datetime) -> int:
        """Return the working minutes from 1 January to an instant of this zone, whole minutes only."""
        minute = at.hour * 60 + at.minute
        done = self._year(at.year).minutes_before[at.timetuple().tm_yday - 1]
        for opens, closes in self.periods(at.date()):
            done += min(max(minute - _minutes(opens), 0), _minutes(closes) - _minutes(opens))
        return done

    def year_minutes(self, year: int) -> int:
        """Return the working minutes of a whole year."""
        return self._year(year).minutes_before[-1]

    def day_at_minute(self, year: int, minute: int) -> tuple[date, int]:
        """Return the day in which a working minute of the year falls, and the minute's number in that day."""
        before = self._year(year).minutes_before
        day = bisect_right(before, minute - 1)
        return date(year, 1, 1) + timedelta(days=day - 1), minute - before[day - 1]

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            # Two threads may both work it out; they write the same.
            known = self._years[year] = self._work_out(year)
        return known

    def _work_out(self, year: int) -> _Year:
        published = any(day.year == year for day in self.special_days)
        minutes, working, steps = [0], [], []
        for offset in range(366 if isleap(year) else 365):
            on = date(year, 1, 1) + timedelta(days=offset)
            periods = self.periods(on)
            minutes.append(minutes[-1] + sum(_minutes(closes) - _minutes(opens) for opens, closes in periods))
            if periods:
                working.append(on.toordinal())
            steps.append(self._step(on, is_working=bool(periods), published=published))
        plain = tuple(
            DueStep(step.on, StepKind.COUNTED, "CALENDAR_DAY", is_provisional=step.is_provisional)
            for step in steps
        )
        return _Year(tuple(minutes), tuple(working), tuple(steps), plain)

    def _step(self, on: date, *, is_working: bool, published: bool) -> DueStep:
        rule = self.special_days.get(on)
        if rule is None:
            kind, code = (
                (StepKind.COUNTED, "WORKING_DAY") if is_working else (StepKind.SKIPPED, "WEEKLY_REST")
            )
            return DueStep(on, kind, code, is_provisional=not published)
        kind = StepKind.ADDED if is_working else StepKind.SKIPPED
        return DueStep(on, kind, rule.kind, rule.name, rule.source, rule.is_provisional)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _span(year: int, after: date, until: date) -> slice:
    """Return which days of a year lie after one day and not after another, as indices from 1 January."""
    first = after.timetuple().tm_yday if year == after.year else 0
    return slice(first, until.timetuple().tm_yday if year == until.year else None)
