"""The frozen calendar of an office: special days and office hours of the loaded years, prepared for counting.

Important: nothing here knows a holiday. Special days and office hours come from the catalogue, because the
State publishes them every year and swaps a few of them by decision.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from .day_rules import CalendarNotLoaded, DayRule, DueStep, DueStepKind, LoadedYear
from .office_hours import OfficeHours, OwnHours, Period, Week, length, minutes, part_minutes, week

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
DAY: Final = timedelta(days=1)


class _Prepared(NamedTuple):
    """Every day of the loaded years, and the sums that turn counting into looking up.

    The lists with `before` have one number more than there are days: what lies before each day, and the whole.
    """

    first: int
    end: int
    periods: list[tuple[Period, ...]]
    minutes_before: list[int]
    days_before: list[int]
    working_days: list[date]
    closings: list[datetime]


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Special days and office hours of one office, over the years whose days of rest are loaded.

    `years`: those years; None means those that have special days. `own_hours` come before the usual `hours`, the
    latest decision first.
    """

    special_days: Mapping[date, DayRule]
    hours: OfficeHours
    name: str = ""
    zone: ZoneInfo = VIETNAM
    years: Collection[LoadedYear] | None = None
    own_hours: Sequence[OwnHours] = ()

    def __post_init__(self) -> None:
        # Copies behind read-only views: what is prepared stays true for as long as the calendar lives.
        object.__setattr__(self, "special_days", MappingProxyType(dict(self.special_days)))
        years = self.years
        if years is None:
            years = [LoadedYear(year) for year in {on.year for on in self.special_days}]
        object.__setattr__(self, "years", tuple(sorted(years, key=lambda loaded: loaded.year)))
        own = sorted(self.own_hours, key=lambda use: use.from_on, reverse=True)
        object.__setattr__(self, "own_hours", tuple(own))

    # --- one day ----------------------------------------------------------------------------------------
    def periods(self, on: date) -> tuple[Period, ...]:
        """Return the office periods of a day, () on a day of rest; outside the loaded years by the week's rule."""
        days, ordinal = self._days, on.toordinal()
        if days.first <= ordinal < days.end:
            return days.periods[ordinal - days.first]
        return self._edge_hours(ordinal).usual(on)

    def own_hours_on(self, on: date) -> OwnHours | None:
        """Return the hours of its own that the office keeps on a day; None: the usual ones."""
        return next((own for own in self.own_hours if own.covers(on)), None)

    def step(self, on: date) -> DueStep:
        """Say whether a day counts as a working day, with name, source and version of the rule."""
        is_working = bool(self.periods(on))
        rule = self.special_days.get(on) if on.year in self._loaded else None
        if rule is None:
            kind, code = (
                (DueStepKind.COUNTED, "working_day") if is_working else (DueStepKind.SKIPPED, "weekly_rest")
            )
            return DueStep(
                on, kind, code, is_provisional=self._loaded.get(on.year, True), rule=self._hours_rule(on)
            )
        kind = DueStepKind.ADDED if is_working else DueStepKind.SKIPPED
        cited = f"calendar@{on.year}"
        return DueStep(on, kind, rule.kind.lower(), rule.name, rule.source, rule.is_provisional, cited)

    def hours_step(self, on: date) -> DueStep:
        """Say which office hours apply on a day: the office's own with their basis, or the usual ones."""
        own = self.own_hours_on(on)
        if own is None:
            name = self.hours.name or self.name
            return DueStep(
                on, DueStepKind.RULE, "usual_hours", name, self.hours.source, rule=self._hours_rule(on)
            )
        source = own.source or own.hours.source
        return DueStep(on, DueStepKind.RULE, "own_hours", own.hours.name, source, rule=own.rule)

    def at(self, on: date, clock: time) -> datetime:
        """Return an instant of the calendar's zone."""
        return datetime.combine(on, clock, self.zone)

    def closing(self, on: date) -> datetime:
        """Return the end of office hours of a working day."""
        return self.at(on, self.periods(on)[-1][1])

    def part_of_day(self, on: date, part: Decimal) -> datetime:
        """Return when a part of a working day, between 0 and 1, has been worked; half a day ends with the morning."""
        return self.after_minutes(on, part_minutes(self.periods(on), part))

    def after_minutes(self, on: date, worked: int) -> datetime:
        """Return the first instant of a day by which so many minutes (1 or more) have been worked."""
        for opens, closes in self.periods(on):
            lasts = minutes(closes) - minutes(opens)
            if worked <= lasts:
                return self.at(on, opens) + timedelta(minutes=worked)
            worked -= lasts
        raise ValueError(f"{on} has fewer working minutes.")

    # --- counting ---------------------------------------------------------------------------------------
    def loaded_until(self, on: date) -> int:
        """Return the last year of those loaded in one row from a day on.

        Raises:
            CalendarNotLoaded: not even the year of this day is loaded.
        """
        until = self._unbroken.get(on.year)
        if until is None:
            raise CalendarNotLoaded(on.year)
        return until

    def working_day(self, after: date, number: int = 1) -> date:
        """Return the number-th working day after a day.

        Raises:
            CalendarNotLoaded: it lies outside the loaded years.
        """
        return self._days.working_days[self._position(after, number)]

    def closing_of(self, after: date, number: int) -> datetime:
        """Return when the number-th working day after a day closes; raises as working_day() does."""
        return self._days.closings[self._position(after, number)]

    def minutes_until(self, at: datetime) -> int:
        """Return the working minutes from the first loaded day to an instant of this zone; negative before it."""
        on, minute = at.date(), at.hour * 60 + at.minute
        done = self._totals(on.toordinal())[0]
        for opens, closes in self.periods(on):
            done += min(max(minute - minutes(opens), 0), minutes(closes) - minutes(opens))
        return done

    def days_until(self, on: date) -> int:
        """Return the working days from the first loaded day up to and with a day; negative before it."""
        return self._totals(on.toordinal() + 1)[1]

    def at_minute(self, total: int, after: date) -> datetime:
        """Return the instant by which so many minutes as minutes_until() counts have been worked.

        Raises:
            CalendarNotLoaded: it lies outside the loaded years, or these have a gap between it and `after`.
        """
        days, until = self._days, self.loaded_until(after)
        day = bisect_left(days.minutes_before, total) - 1
        if day + 1 >= len(days.minutes_before):
            raise CalendarNotLoaded(until + 1)
        on = date.fromordinal(days.first + day)
        if on.year > until:
            raise CalendarNotLoaded(until + 1)
        return self.after_minutes(on, total - days.minutes_before[day])

    def _position(self, after: date, number: int) -> int:
        until, days = self.loaded_until(after), self._days
        position = days.days_before[after.toordinal() + 1 - days.first] + number - 1
        if position >= len(days.working_days) or days.working_days[position].year > until:
            raise CalendarNotLoaded(until + 1)
        return position

    # --- prepared once ----------------------------------------------------------------------------------
    @cached_property
    def _loaded(self) -> dict[int, bool]:
        """Each loaded year, and whether it is provisional."""
        return {loaded.year: loaded.is_provisional for loaded in self.years or ()}

    @cached_property
    def _unbroken(self) -> dict[int, int]:
        """Each loaded year, and the last one that follows it without a gap."""
        until: dict[int, int] = {}
        for year in sorted(self._loaded, reverse=True):
            until[year] = until.get(year + 1, year)
        return until

    @cached_property
    def _days(self) -> _Prepared:
        """All days from the first loaded year to the last; two threads may both work it out, they find the same."""
        loaded = self._loaded or {1: False}
        first, last = date(min(loaded), 1, 1), date(max(loaded), 12, 31)
        prepared = _Prepared(first.toordinal(), last.toordinal() + 1, [], [0], [0], [], [])
        if not self._loaded:
            return prepared._replace(end=prepared.first)
        for ordinal in range(prepared.first, prepared.end):
            on = date.fromordinal(ordinal)
            periods = self._periods(on)
            prepared.periods.append(periods)
            prepared.minutes_before.append(prepared.minutes_before[-1] + length(periods))
            prepared.days_before.append(prepared.days_before[-1] + bool(periods))
            if periods:
                prepared.working_days.append(on)
                prepared.closings.append(self.at(on, periods[-1][1]))
        return prepared

    @cached_property
    def _weeks(self) -> tuple[Week, Week]:
        """The week's rule before the first loaded day, and after the last."""
        return week(self._edge_hours(0)), week(self._edge_hours(self._days.end))

    def _periods(self, on: date) -> tuple[Period, ...]:
        own = self.own_hours_on(on)
        hours = own.hours if own else self.hours
        rule = self.special_days.get(on)
        if rule is None:
            return hours.usual(on)
        return hours.worked(on) if rule.working else ()

    def _edge_hours(self, ordinal: int) -> OfficeHours:
        """Return the office hours by which days are counted that lie outside the loaded years: those at its edge."""
        days = self._days
        if days.first == days.end:
            return self.hours
        own = self.own_hours_on(date.fromordinal(days.first if ordinal < days.first else days.end - 1))
        return own.hours if own else self.hours

    def _totals(self, ordinal: int) -> tuple[int, int]:
        """Return minutes and days worked before the day of this ordinal, from the first loaded day on."""
        days = self._days
        if days.first <= ordinal <= days.end:
            return days.minutes_before[ordinal - days.first], days.days_before[ordinal - days.first]
        is_before = ordinal < days.first
        by_week, edge = self._weeks[not is_before], days.first if is_before else days.end
        (worked, counted), (worked_at_edge, counted_at_edge) = by_week.totals(ordinal), by_week.totals(edge)
        begun = (0, 0) if is_before else (days.minutes_before[-1], days.days_before[-1])
        return begun[0] + worked - worked_at_edge, begun[1] + counted - counted_at_edge

    def _hours_rule(self, on: date) -> str:
        own = self.own_hours_on(on)
        return own.rule if own else self.hours.rule
