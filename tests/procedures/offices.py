"""The working calendar of 2024-2027 as the tests use it, offices with hours of their own, and short words."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from procedures.due.calendar import (
    DayRule,
    LoadedYear,
    OwnHours,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
    office_hours,
)
from procedures.due.working_calendar import VIETNAM

KNOWN: dict[str, Any] = json.loads((Path(__file__).parent / "due_vectors.json").read_text())
USUAL_DAY = [["07:30", "11:30"], ["13:00", "17:00"]]
SPECIAL_DAYS = {
    date.fromisoformat(row["date"]): DayRule(
        row["kind"], row["name"], row["working"], row["source"], row.get("provisional", False)
    )
    for row in KNOWN["special_days"]
}
YEARS = [LoadedYear(2024), LoadedYear(2025), LoadedYear(2026), LoadedYear(2027, is_provisional=True)]
USUAL = office_hours(
    {str(weekday): USUAL_DAY for weekday in range(1, 6)}, code="HANH_CHINH", name="Giờ hành chính"
)
OFFICE = WorkingCalendar(SPECIAL_DAYS, USUAL, "Giờ hành chính", years=YEARS)
TODAY_BY_15 = TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time(15))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(quantity: str, unit: str, cutoff: time | None = None) -> TimeLimit:
    return TimeLimit(Decimal(quantity), TimeUnit(unit), cutoff)


def office(
    weekdays: list[list[str]],
    saturday: list[list[str]] | None = None,
    *,
    from_on: date = date(2024, 1, 1),
    until_on: date | None = None,
    days: dict[date, DayRule] | None = None,
) -> WorkingCalendar:
    """The calendar of an office with hours of its own between two days, and perhaps days of its own."""
    rows = {str(weekday): weekdays for weekday in range(1, 6)} | ({"6": saturday} if saturday else {})
    hours = office_hours(rows, code="RIENG", name="Giờ riêng")
    own = OwnHours(hours, from_on, until_on, "Thông báo 12/TB-UBND")
    return WorkingCalendar(SPECIAL_DAYS | (days or {}), USUAL, years=YEARS, own_hours=[own])
