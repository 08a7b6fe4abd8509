"""Due instants on one core: how many per second, and ten years against one week; no server, no database."""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from procedures.due.calendar import LoadedYear, TimeLimit, TimeUnit, WorkingCalendar, due
from procedures.due.working_calendar import VIETNAM
from procedures.queries import working_calendar

from .row import Row, percentile
from .site import Site

MOST_TIMES_A_WEEK = 1.5  # what ten years may cost
PER_SECOND = 20_000
YEARS = range(2024, 2040)
ASKED = 5_000
PAIRS = 30
# What procedures allow, as often as they do: mostly working days, some of them halves.
LIMITS = tuple(
    TimeLimit(Decimal(quantity), TimeUnit(unit))
    for quantity, unit in (
        ("1", "SAME_DAY"),
        ("3", "WORKING_DAY"),
        ("2.5", "WORKING_DAY"),
        ("15", "WORKING_DAY"),
        ("20", "HOUR"),
        ("15", "DAY"),
        ("30", "DAY"),
        ("2", "MONTH"),
    )
)
Asked = Sequence[tuple[datetime, TimeLimit]]


def measure(site: Site) -> list[Row]:
    """Count due instants on the seeds' calendar; then long spans against short ones on one of sixteen years."""
    seeded, long = working_calendar(), _long_calendar()
    mixed = _asked(LIMITS, datetime(2025, 1, 2, tzinfo=VIETNAM), days=500)
    return [
        _rate("due.mixed", mixed, seeded),
        _span("due.ten_years.working_days", long, TimeUnit.WORKING_DAY, ten_years=2500, week=5),
        _span("due.ten_years.days", long, TimeUnit.DAY, ten_years=3652, week=7),
    ]


def _rate(name: str, asked: Asked, calendar: WorkingCalendar) -> Row:
    rates, took = _turns([(asked, calendar)], PAIRS)
    return Row(name, median(rates[0]), "due/s", goal=PER_SECOND, **_percentiles(took[0]))


def _span(name: str, calendar: WorkingCalendar, unit: TimeUnit, *, ten_years: int, week: int) -> Row:
    """Return ten years against one week, from the same instants; turn by turn, so that slow phases meet both."""
    start = datetime(2025, 1, 2, tzinfo=VIETNAM)
    both = [
        (_asked([TimeLimit(Decimal(quantity), unit)], start, days=1000), calendar)
        for quantity in (ten_years, week)
    ]
    last = due(*both[0][0][0], calendar).at
    assert last and last > start + timedelta(days=3600), "that is less than ten years"
    (long, short), took = _turns(both, PAIRS)
    return Row(
        name,
        median(long),
        "due/s",
        baseline=median(short),
        ratio=median(ours / beside for ours, beside in zip(long, short, strict=True)),
        goal=1 / MOST_TIMES_A_WEEK,
        **_percentiles(took[0]),
    )


def _turns(
    kinds: list[tuple[Asked, WorkingCalendar]], number: int
) -> tuple[list[list[float]], list[list[float]]]:
    """Return the rates of each kind, one per turn, and then what single ones took, in milliseconds."""
    rates: list[list[float]] = [[] for _kind in kinds]
    for turn in range(number + 1):
        for kind, (asked, calendar) in enumerate(kinds):
            began = time.perf_counter()
            for received_at, limit in asked:
                due(received_at, limit, calendar)
            if turn:  # the first warms up
                rates[kind].append(len(asked) / (time.perf_counter() - began))
    return rates, [[_single(*one, calendar) for one in asked] for asked, calendar in kinds]


def _single(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> float:
    began = time.perf_counter()
    due(received_at, limit, calendar)
    return (time.perf_counter() - began) * 1000


def _percentiles(took: list[float]) -> dict[str, float]:
    return {f"p{share}": percentile(took, share / 100) for share in (50, 95, 99)}


def _asked(limits: Sequence[TimeLimit], start: datetime, *, days: int) -> Asked:
    """Return the same instants and limits in every run."""
    chance = random.Random(5)
    return [
        (start + timedelta(minutes=chance.randrange(days * 1440)), limits[number % len(limits)])
        for number in range(ASKED)
    ]


def _long_calendar() -> WorkingCalendar:
    """The seeds' days of rest of 2025, year after year: only their number matters here."""
    seeded = working_calendar()
    days = {
        on.replace(year=year): rule
        for year in YEARS
        for on, rule in seeded.special_days.items()
        if on.year == 2025
    }
    return WorkingCalendar(days, seeded.hours, years=[LoadedYear(year) for year in YEARS])
