"""The working calendar against instants worked out by hand, and the properties that must always hold."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.due.calendar import (
    CalendarNotLoaded,
    DueStepKind,
    LoadedYear,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
    add_working_minutes,
    due,
    is_working_day,
    working_days_between,
    working_minutes_between,
)
from procedures.due.working_calendar import VIETNAM

from .offices import KNOWN, OFFICE, TODAY_BY_15, USUAL, at, limit

LIMITS = st.one_of(
    st.builds(
        TimeLimit, st.decimals("0.25", "60", places=2), st.sampled_from([TimeUnit.HOUR, TimeUnit.WORKING_DAY])
    ),
    st.builds(TimeLimit, st.integers(1, 90).map(Decimal), st.just(TimeUnit.DAY)),
    st.builds(TimeLimit, st.integers(1, 12).map(Decimal), st.just(TimeUnit.MONTH)),
    st.builds(
        TimeLimit,
        st.just(Decimal(1)),
        st.just(TimeUnit.SAME_DAY),
        st.sampled_from([None, time(15), time(19)]),
    ),
)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(VIETNAM))
WORK = {DueStepKind.COUNTED, DueStepKind.ADDED}


@pytest.mark.parametrize(
    "vector", KNOWN["vectors"], ids=lambda vector: f"{vector['received']} {vector['why'][:30]}"
)
def test_due_is_the_instant_worked_out_by_hand(vector: dict[str, Any]) -> None:
    same_day = vector["unit"] == "SAME_DAY_15H"
    asked = TODAY_BY_15 if same_day else limit(str(vector["quantity"]), vector["unit"])

    assert due(at(vector["received"]), asked, OFFICE).at == at(vector["due"])


@pytest.mark.parametrize("year", KNOWN["working_days"])
def test_each_month_has_its_published_working_days(year: str) -> None:
    first_days = [date(int(year), month, 1) for month in range(1, 13)] + [date(int(year) + 1, 1, 1)]
    day = timedelta(days=1)
    counted = [
        working_days_between(first - day, following - day, OFFICE)
        for first, following in zip(first_days, first_days[1:], strict=False)
    ]
    assert counted == KNOWN["working_days"][year]


@pytest.mark.parametrize(
    ("received", "asked", "expected"),
    [
        ("2026-11-03 05:00", TODAY_BY_15, "2026-11-03 17:00"),  # before opening
        ("2026-11-03 15:00:59", TODAY_BY_15, "2026-11-03 17:00"),  # the receipt shows 15:00
        ("2026-11-06 18:00", TODAY_BY_15, "2026-11-09 17:00"),  # Friday evening
        ("2026-11-07 10:00", TODAY_BY_15, "2026-11-09 17:00"),  # Saturday
        ("2026-11-03 16:59", limit("1", "SAME_DAY"), "2026-11-03 17:00"),
        ("2026-11-03 17:00", limit("1", "SAME_DAY"), "2026-11-04 17:00"),
        ("2026-11-03 15:00", limit("8", "HOUR"), "2026-11-04 15:00"),
        ("2026-11-03 07:30", limit("4", "HOUR"), "2026-11-03 11:30"),  # not 13:00
        ("2026-11-03 07:30", limit("8", "HOUR"), "2026-11-03 17:00"),  # not the next morning
        ("2026-11-06 20:00", limit("2.5", "HOUR"), "2026-11-09 10:00"),
        ("2026-01-31 10:00", limit("1", "MONTH"), "2026-03-02 17:00"),  # 28/02 is a Saturday
        ("2026-10-30 10:00", limit("1", "MONTH"), "2026-11-30 17:00"),
        ("2026-10-31 10:00", limit("1", "MONTH"), "2026-11-30 17:00"),
        ("2025-11-30 10:00", limit("3", "MONTH"), "2026-03-02 17:00"),
        ("2026-11-02 10:00", limit("0.5", "WORKING_DAY"), "2026-11-03 11:30"),
    ],
)
def test_due_at_the_edges(received: str, asked: TimeLimit, expected: str) -> None:
    assert due(at(received), asked, OFFICE).at == at(expected)


def test_an_instant_of_another_zone_is_read_in_the_zone_of_the_office() -> None:
    received_at = datetime(2026, 11, 3, 8, 12, tzinfo=UTC)  # 15:12 in Vietnam

    assert due(received_at, TODAY_BY_15, OFFICE).at == at("2026-11-04 17:00")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2026, 11, 3), TODAY_BY_15, OFFICE)


@pytest.mark.parametrize(
    ("quantity", "unit", "cutoff"),
    [
        ("0", "DAY", None),
        ("-1", "HOUR", None),
        ("1.5", "DAY", None),
        ("2", "SAME_DAY", None),
        ("1", "DAY", time(15)),
    ],
)
def test_a_time_limit_without_meaning_is_refused(quantity: str, unit: str, cutoff: time | None) -> None:
    with pytest.raises(ValueError):
        limit(quantity, unit, cutoff)


@settings(max_examples=150, deadline=None)
@given(INSTANTS, LIMITS)
def test_due_lies_in_office_hours_after_reception(received_at: datetime, asked: TimeLimit) -> None:
    found = due(received_at, asked, OFFICE)

    assert found.at is not None and found.at >= received_at
    assert is_working_day(found.at.date(), OFFICE)
    assert any(opens < found.at.time() <= closes for opens, closes in OFFICE.periods(found.at.date()))
    assert (found.steps[0].kind, found.steps[-1].kind) == (DueStepKind.START, DueStepKind.END)
    assert found.steps[-1].on == found.at.date()


@settings(max_examples=100, deadline=None)
@given(INSTANTS, st.integers(1, 90), st.sampled_from([TimeUnit.DAY, TimeUnit.WORKING_DAY]))
def test_as_many_days_are_counted_as_the_limit_has(received_at: datetime, days: int, unit: TimeUnit) -> None:
    found = due(received_at, TimeLimit(Decimal(days), unit), OFFICE)

    assert sum(step.kind in WORK for step in found.steps) == days


@settings(max_examples=100, deadline=None)
@given(INSTANTS, INSTANTS, INSTANTS)
def test_working_minutes_add_up(first: datetime, second: datetime, third: datetime) -> None:
    whole = working_minutes_between(first, third, OFFICE)

    assert (
        working_minutes_between(first, second, OFFICE) + working_minutes_between(second, third, OFFICE)
        == whole
    )
    assert (whole >= 0) == (third >= first) or whole == 0


@settings(max_examples=100, deadline=None)
@given(INSTANTS, st.integers(0, 100_000))
def test_added_minutes_are_the_minutes_between(start: datetime, minutes: int) -> None:
    end = add_working_minutes(start, minutes, OFFICE)

    assert working_minutes_between(start, end, OFFICE) == minutes


def test_a_year_that_is_not_decided_makes_the_due_instant_provisional() -> None:
    assert not due(at("2026-11-02 10:00"), limit("5", "WORKING_DAY"), OFFICE).is_provisional
    assert due(at("2027-01-29 10:00"), limit("5", "WORKING_DAY"), OFFICE).is_provisional
    assert due(at("2027-06-01 10:00"), limit("5", "WORKING_DAY"), OFFICE).is_provisional


@pytest.mark.parametrize(
    ("received", "asked", "year"),
    [
        ("2023-12-29 10:00", limit("1", "WORKING_DAY"), 2023),
        ("2027-12-31 10:00", limit("1", "WORKING_DAY"), 2028),  # only the end falls in it
        ("2027-12-31 10:00", limit("0.5", "WORKING_DAY"), 2028),
        ("2027-12-31 16:00", limit("2", "HOUR"), 2028),
        ("2027-12-31 16:00", TODAY_BY_15, 2028),
        ("2027-12-20 10:00", limit("12", "DAY"), 2028),
        ("2027-03-01 10:00", limit("90", "MONTH"), 2028),
        ("2031-03-03 10:00", TODAY_BY_15, 2031),
    ],
)
def test_a_year_that_is_not_loaded_is_refused_by_name(received: str, asked: TimeLimit, year: int) -> None:
    with pytest.raises(CalendarNotLoaded) as refused:
        due(at(received), asked, OFFICE)

    assert refused.value.code == "calendar_not_loaded"
    with override("en"):
        assert str(refused.value).startswith(f"The days of rest of {year} are not loaded")


def test_what_ends_on_the_last_day_of_the_last_year_is_counted() -> None:
    assert due(at("2027-12-31 10:00"), TODAY_BY_15, OFFICE).at == at("2027-12-31 17:00")
    assert due(at("2027-12-30 10:00"), limit("1", "WORKING_DAY"), OFFICE).at == at("2027-12-31 17:00")


def test_a_year_missing_in_between_is_not_jumped_over() -> None:
    gap = WorkingCalendar({}, USUAL, years=[LoadedYear(2024), LoadedYear(2026)])

    assert due(at("2026-03-02 10:00"), limit("1", "WORKING_DAY"), gap).at == at("2026-03-03 17:00")
    for asked in (
        limit("600", "DAY"),
        limit("14", "MONTH"),
        limit("300", "WORKING_DAY"),
        limit("2500", "HOUR"),
    ):
        with pytest.raises(CalendarNotLoaded) as refused:
            due(at("2024-10-01 10:00"), asked, gap)
        assert refused.value.year == 2025


def test_without_any_year_nothing_is_promised_but_time_still_passes() -> None:
    empty = WorkingCalendar({}, USUAL, years=[])

    assert working_minutes_between(at("2026-11-20 09:00"), at("2026-11-23 09:00"), empty) == 480
    with pytest.raises(CalendarNotLoaded):
        due(at("2026-11-20 09:00"), TODAY_BY_15, empty)


def test_time_outside_the_loaded_years_passes_by_the_rule_of_the_week() -> None:
    assert working_minutes_between(at("2023-12-29 00:00"), at("2024-01-03 00:00"), OFFICE) == 2 * 480
    assert working_days_between(date(2027, 12, 30), date(2028, 1, 5), OFFICE) == 4
    assert working_days_between(date(2023, 12, 22), date(2023, 12, 29), OFFICE) == 5
    assert is_working_day(date(2028, 1, 3), OFFICE) and not is_working_day(date(2028, 1, 2), OFFICE)


def test_no_limit_by_law_gives_no_instant() -> None:
    found = due(at("2031-01-01 10:00"), None, OFFICE)

    assert found.at is None
    assert [step.code for step in found.steps] == ["received_without_limit"]
    assert not found.is_provisional


@pytest.mark.parametrize(
    "asked", [TODAY_BY_15, limit("20", "WORKING_DAY"), limit("60", "DAY"), limit("8", "HOUR")]
)
def test_due_takes_a_moment_once_the_year_is_known(asked: TimeLimit) -> None:
    received_at = at("2026-12-14 10:00")
    due(received_at, asked, OFFICE)
    fastest = min(_seconds(received_at, asked) for _ in range(5))

    # 5 µs is the aim; the margin is for a machine that does something else at the same time.
    assert fastest / 200 < 50e-6


def _seconds(received_at: datetime, asked: TimeLimit) -> float:
    began = stopwatch.perf_counter()
    for _ in range(200):
        due(received_at, asked, OFFICE)
    return stopwatch.perf_counter() - began
