"""Office hours: the periods of work of each weekday, and from when until when an office keeps hours of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Final, NamedTuple

Period = tuple[time, time]

HALF: Final = Decimal("0.5")
SATURDAY: Final = 6
# A day worked in one go that is over by then (minutes after midnight) is a morning, and not a whole day.
MORNING_IS_OVER: Final = 13 * 60


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Periods of work by ISO weekday (1 = Monday), and those of a weekend's day that is worked by decision."""

    periods: Mapping[int, tuple[Period, ...]]
    swapped: tuple[Period, ...]
    code: str = ""
    name: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not any(self.periods.values()) or not self.swapped:
            raise ValueError("Office hours need at least one period, and the periods of a swapped day.")
        for periods in (*self.periods.values(), self.swapped):
            instants = [instant for period in periods for instant in period]
            if instants != sorted(set(instants)):
                raise ValueError(f"Office periods must be in order and must not touch: {periods}")

    def usual(self, on: date) -> tuple[Period, ...]:
        """Return the periods of a day by the week's rule; () on a day of rest."""
        return self.periods.get(on.isoweekday(), ())

    def worked(self, on: date) -> tuple[Period, ...]:
        """Return the periods of a special day that is worked: at the weekend those of a swapped day."""
        return self.swapped if on.isoweekday() >= SATURDAY else self.usual(on) or self.swapped

    @property
    def rule(self) -> str:
        """Return these hours as an explanation cites them, e.g. office_hours:HANH_CHINH."""
        return f"office_hours:{self.code}" if self.code else "office_hours"


@dataclass(frozen=True, slots=True)
class OwnHours:
    """Hours that an office keeps of its own from one day to another (None: until further notice), and who says so."""

    hours: OfficeHours
    from_on: date
    until_on: date | None = None
    source: str = ""

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def rule(self) -> str:
        """Return e.g. office_hours:CU_TRU_SANG_T7@2026-01-01: the day from which they apply is their version."""
        return f"{self.hours.rule}@{self.from_on}"


def office_hours(
    rows: Mapping[str, Sequence[Sequence[str]]], *, code: str = "", name: str = "", source: str = ""
) -> OfficeHours:
    """Read {"1": [["07:30", "11:30"], ...], "swapped": [...]}; without "swapped", as on the first weekday."""
    read = {
        key: tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in periods)
        for key, periods in rows.items()
    }
    swapped = read.pop("swapped", None) or read[min(key for key, periods in read.items() if periods)]
    return OfficeHours({int(key): periods for key, periods in read.items()}, swapped, code, name, source)


def minutes(clock: time) -> int:
    """Return the minutes from midnight."""
    return clock.hour * 60 + clock.minute


def length(periods: Sequence[Period]) -> int:
    """Return the minutes worked in all the periods."""
    return sum(minutes(closes) - minutes(opens) for opens, closes in periods)


def part_minutes(periods: Sequence[Period], part: Decimal) -> int:
    """Return how many minutes of a working day (1 or more) make a part of it, between 0 and 1.

    The morning is one half of the day and what follows it the other, however long each is: half a day ends when
    the first period closes. Of a day worked in one go the half is half its minutes; if it is over by 13:00 it is a
    morning only, and its half ends when it closes.
    """
    whole = Decimal(length(periods))
    has_morning = len(periods) > 1 or minutes(periods[0][1]) <= MORNING_IS_OVER
    morning = Decimal(length(periods[:1])) if has_morning else whole * HALF
    if part <= HALF:
        return max(1, int(morning * part / HALF))
    return max(1, int(morning + (whole - morning) * (part - HALF) / HALF))


class Week(NamedTuple):
    """The week's rule as sums: minutes and working days before each weekday, Monday first, and of a whole week."""

    minutes_before: tuple[int, ...]
    days_before: tuple[int, ...]

    def totals(self, ordinal: int) -> tuple[int, int]:
        """Return minutes and working days from 0001-01-01, a Monday, until the day of this ordinal."""
        weeks, weekday = divmod(ordinal - 1, 7)
        return (
            weeks * self.minutes_before[7] + self.minutes_before[weekday],
            weeks * self.days_before[7] + self.days_before[weekday],
        )


def week(hours: OfficeHours) -> Week:
    """Sum the week's rule of some office hours."""
    worked, days = [0], [0]
    for weekday in range(1, 8):
        periods = hours.periods.get(weekday, ())
        worked.append(worked[-1] + length(periods))
        days.append(days[-1] + bool(periods))
    return Week(tuple(worked), tuple(days))
