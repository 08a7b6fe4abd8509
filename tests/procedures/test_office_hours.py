"""Offices with hours and days of their own: mornings, Saturday desks, hours that change on a date."""

from datetime import date

import pytest

from procedures.due.calendar import (
    DayRule,
    OwnHours,
    TimeLimit,
    WorkingCalendar,
    due,
    office_hours,
    working_minutes_between,
)

from .offices import TODAY_BY_15, USUAL, USUAL_DAY, YEARS, at, limit, office

UNEQUAL = [["07:00", "10:30"], ["13:00", "16:30"]]
LONG_MORNING = [["07:00", "12:00"], ["13:30", "16:30"]]
WITHOUT_BREAK = [["07:30", "15:30"]]
THREE = [["07:30", "11:30"], ["13:00", "17:00"], ["18:00", "20:00"]]


@pytest.mark.parametrize(
    ("weekdays", "part", "expected"),
    [
        (UNEQUAL, "0.5", "10:30"),
        (LONG_MORNING, "0.5", "12:00"),  # the close of the morning, not 240 minutes
        (LONG_MORNING, "0.25", "09:30"),
        (LONG_MORNING, "0.75", "15:00"),
        (WITHOUT_BREAK, "0.5", "11:30"),
        (THREE, "0.5", "11:30"),
        (THREE, "0.75", "16:00"),
    ],
)
def test_half_a_day_ends_when_the_morning_closes(weekdays: list[list[str]], part: str, expected: str) -> None:
    desk = office(weekdays)

    assert due(at("2026-11-02 10:00"), limit(part, "WORKING_DAY"), desk).at == at(f"2026-11-03 {expected}")


@pytest.mark.parametrize(
    ("received", "asked", "expected"),
    [
        ("2026-11-06 10:00", limit("1", "WORKING_DAY"), "2026-11-07 11:30"),  # the Saturday is a working day
        ("2026-11-06 10:00", limit("0.5", "WORKING_DAY"), "2026-11-07 11:30"),  # all of it is a morning
        ("2026-11-06 10:00", limit("1.5", "WORKING_DAY"), "2026-11-09 11:30"),
        ("2026-11-06 16:00", limit("6", "HOUR"), "2026-11-09 08:30"),
        ("2026-11-07 11:00", TODAY_BY_15, "2026-11-07 11:30"),
        ("2026-11-07 12:00", TODAY_BY_15, "2026-11-09 17:00"),  # before the cut-off, but closed
        (
            "2026-08-21 10:00",
            limit("1", "WORKING_DAY"),
            "2026-08-22 17:00",
        ),  # a swapped Saturday is worked whole
    ],
)
def test_a_desk_that_works_on_saturday_mornings(received: str, asked: TimeLimit, expected: str) -> None:
    desk = office(USUAL_DAY, USUAL_DAY[:1])

    assert due(at(received), asked, desk).at == at(expected)


def test_own_hours_begin_and_end_on_their_days() -> None:
    summer = office(UNEQUAL, from_on=date(2026, 6, 1), until_on=date(2026, 6, 30))
    closings = {
        on: due(at(f"{on} 08:00"), limit("1", "SAME_DAY"), summer).at
        for on in ("2026-05-29", "2026-06-01", "2026-06-30", "2026-07-01")
    }

    assert [found and f"{found:%H:%M}" for found in closings.values()] == ["17:00", "16:30", "16:30", "17:00"]
    assert working_minutes_between(at("2026-05-29 00:00"), at("2026-06-02 00:00"), summer) == 480 + 420


def test_the_latest_decision_on_own_hours_counts() -> None:
    first = OwnHours(office_hours({"1": UNEQUAL}), date(2026, 1, 1))
    later = OwnHours(office_hours({"1": WITHOUT_BREAK}), date(2026, 6, 1))
    desk = WorkingCalendar({}, USUAL, years=YEARS, own_hours=[later, first])

    assert desk.closing(date(2026, 5, 25)) == at("2026-05-25 16:30")
    assert desk.closing(date(2026, 6, 1)) == at("2026-06-01 15:30")


def test_an_overtime_saturday_and_a_day_off_of_its_own() -> None:
    overtime = {date(2026, 11, 7): DayRule("OWN_WORK", "Trực thứ Bảy", True, "Quyết định 5/QĐ-UBND")}
    closed = {date(2026, 11, 9): DayRule("OWN_OFF", "Kỷ niệm ngày thành lập", False, "Quyết định 6/QĐ-UBND")}
    desk = office(USUAL_DAY, days=overtime | closed)

    assert due(at("2026-11-06 10:00"), limit("1", "WORKING_DAY"), desk).at == at("2026-11-07 17:00")
    assert due(at("2026-11-06 10:00"), limit("2", "WORKING_DAY"), desk).at == at("2026-11-10 17:00")


def test_a_swapped_saturday_takes_its_own_hours() -> None:
    hours = office_hours({"1": USUAL_DAY, "swapped": [["08:00", "11:00"]]})
    saturday = DayRule("SWAP_WORK", "Làm bù", True, "")
    desk = WorkingCalendar({date(2026, 8, 22): saturday}, hours, "một buổi")

    assert working_minutes_between(at("2026-08-22 00:00"), at("2026-08-23 00:00"), desk) == 180
