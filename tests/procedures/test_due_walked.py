"""Due instants against walking: random offices, days and limits, minute by minute and day by day."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.due.calendar import (
    CalendarNotLoaded,
    DayRule,
    LoadedYear,
    OfficeHours,
    OwnHours,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
    due,
    is_working_day,
    office_hours,
    working_days_between,
    working_minutes_between,
)
from procedures.due.working_calendar import VIETNAM

from .walking import Hours, Rules

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
PERIODS = [
    [(450, 690), (780, 1020)],
    [(420, 630), (780, 990)],  # two periods, shorter
    [(420, 720), (810, 960)],  # a long morning
    [(450, 690)],  # a morning only
    [(450, 960)],  # without a break
    [(0, 1)],  # one minute, the first of the day
    [(660, 780), (781, 1439)],  # a break of one minute
    [(840, 960), (1020, 1200)],  # an evening desk
    [(450, 690), (780, 1020), (1080, 1200)],
]


def rules(chance: random.Random) -> Rules:
    """Any office: special days thick around the turn of 2026, so that counts meet runs of them."""

    def day() -> date:
        first, last = (date(2025, 12, 1), date(2026, 2, 28)) if chance.random() < 0.7 else (FIRST, LAST)
        return date.fromordinal(chance.randint(first.toordinal(), last.toordinal()))

    special = {day(): chance.random() < 0.4 for _day in range(chance.choice([0, 5, 40]))}
    began = {day() for _use in range(chance.choice([0, 0, 1, 2]))}
    own = [(since, since + timedelta(days=chance.randint(0, 400)), hours(chance)) for since in sorted(began)]
    return Rules(hours(chance), special, own)


def hours(chance: random.Random) -> Hours:
    rows: Hours = {weekday: chance.choice(PERIODS) for weekday in range(0, 6)}
    return rows | ({6: chance.choice(PERIODS)} if chance.random() < 0.5 else {})


# One number makes an office: drawn piece by piece, most of them would be as simple as can be.
OFFICES = st.integers(0, 2**40).map(lambda seed: rules(random.Random(seed)))
RECEIVED = st.integers(0, 110 * 1440).map(
    lambda minutes: datetime(2025, 11, 20, tzinfo=VIETNAM) + timedelta(minutes=minutes)
)


def calendar_of(found: Rules, years: range = range(2025, 2028)) -> WorkingCalendar:
    days = {
        on: DayRule("SWAP_WORK" if worked else "HOLIDAY", "", worked, "")
        for on, worked in found.special.items()
    }
    own = [OwnHours(_hours(kept), since, until) for since, until, kept in found.own]
    loaded = [LoadedYear(year) for year in years]
    return WorkingCalendar(days, _hours(found.usual), years=loaded, own_hours=own)


def _hours(rows: Hours) -> OfficeHours:
    def clock(minute: int) -> str:
        return f"{time(minute // 60, minute % 60):%H:%M}"

    return office_hours({str(day or "swapped"): [[clock(a), clock(b)] for a, b in rows[day]] for day in rows})


@settings(max_examples=80, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 40 * 100))
def test_hours_are_minutes_walked(found: Rules, received_at: datetime, hundredths: int) -> None:
    limit = TimeLimit(Decimal(hundredths) / 100, TimeUnit.HOUR)
    counted = max(1, int(limit.quantity * 60))

    assert due(received_at, limit, calendar_of(found)).at == found.after_hours(received_at, counted)


@settings(max_examples=80, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 50).map(lambda halves: Decimal(halves) / 2))
def test_working_days_are_days_walked(found: Rules, received_at: datetime, days: Decimal) -> None:
    limit = TimeLimit(days, TimeUnit.WORKING_DAY)

    assert due(received_at, limit, calendar_of(found)).at == found.after_working_days(
        received_at.date(), days
    )


@settings(max_examples=80, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 100))
def test_days_are_days_walked(found: Rules, received_at: datetime, days: int) -> None:
    limit = TimeLimit(Decimal(days), TimeUnit.DAY)

    assert due(received_at, limit, calendar_of(found)).at == found.after_days(received_at.date(), days)


@settings(max_examples=80, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 14))
def test_months_are_months_walked(found: Rules, received_at: datetime, months: int) -> None:
    limit = TimeLimit(Decimal(months), TimeUnit.MONTH)

    assert due(received_at, limit, calendar_of(found)).at == found.after_months(received_at.date(), months)


@settings(max_examples=80, deadline=None)
@given(OFFICES, RECEIVED, st.sampled_from([None, 900, 1140]))
def test_the_same_day_is_walked(found: Rules, received_at: datetime, cutoff: int | None) -> None:
    limit = TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time(cutoff // 60) if cutoff else None)

    assert due(received_at, limit, calendar_of(found)).at == found.same_day(received_at, cutoff)


@settings(max_examples=60, deadline=None)
@given(OFFICES, RECEIVED, st.integers(0, 20 * 1440))
def test_time_between_is_minutes_and_days_walked(found: Rules, start: datetime, lasts: int) -> None:
    end, calendar = start + timedelta(minutes=lasts), calendar_of(found)
    walked = sum(found.is_worked(start + timedelta(minutes=minute)) for minute in range(lasts))
    span = (end.date() - start.date()).days
    days = [start.date() + timedelta(days=day) for day in range(1, span + 1)]

    assert (
        working_minutes_between(start, end, calendar)
        == walked
        == -working_minutes_between(end, start, calendar)
    )
    assert working_days_between(start.date(), end.date(), calendar) == sum(
        bool(found.minutes_of(on)) for on in days
    )


@settings(max_examples=100, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 30), st.sampled_from(["WORKING_DAY", "DAY", "HOUR"]))
def test_the_steps_are_the_days_one_after_another(
    found: Rules, received_at: datetime, quantity: int, unit: str
) -> None:
    calendar = calendar_of(found)
    promised = due(received_at, TimeLimit(Decimal(quantity), TimeUnit(unit)), calendar)
    start, *days, end = [step for step in promised.steps if step.kind != "rule"]

    assert promised.at is not None
    assert (start.on, end.on) == (received_at.date(), promised.at.date())
    counts_today = unit == "HOUR" and any(minute >= received_at for minute in found.minutes_of(start.on))
    first = start.on.toordinal() + (not counts_today)
    last = end.on.toordinal() - (end.code == "due_moved")
    assert [step.on.toordinal() for step in days] == list(range(first, last + 1))
    if unit != "DAY":
        assert all((step.kind == "skipped") != is_working_day(step.on, calendar) for step in days)
    assert all(step.rule for step in promised.steps)


@settings(max_examples=100, deadline=None)
@given(OFFICES, RECEIVED, st.integers(1, 3000), st.sampled_from(["WORKING_DAY", "DAY", "HOUR"]))
def test_a_shorter_calendar_gives_the_same_or_refuses(
    found: Rules, received_at: datetime, quantity: int, unit: str
) -> None:
    limit = TimeLimit(Decimal(quantity), TimeUnit(unit))
    whole = due(received_at, limit, calendar_of(found, range(2025, 2041))).at
    assert whole is not None

    if whole.year <= 2026:
        assert due(received_at, limit, calendar_of(found, range(2025, 2027))).at == whole
    else:
        with pytest.raises(CalendarNotLoaded, match="2027"):
            due(received_at, limit, calendar_of(found, range(2025, 2027)))
