"""The worked examples of docs/due-dates.md are true: every row of its tables is read from the page and computed."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from procedures.due.calendar import DayRule, TimeLimit, TimeUnit, WorkingCalendar, due
from procedures.due.sentences import SENTENCES

from .offices import OFFICE, at, office

PAGE = Path(settings.BASE_DIR, "docs/due-dates.md").read_text()
UNITS = {"working hour": "HOUR", "working day": "WORKING_DAY", "day": "DAY", "month": "MONTH"}
Row = list[str]


def table(heading: str) -> list[Row]:
    """Return the cells of the table below a heading, without its head."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def office_of(row: Row) -> WorkingCalendar:
    """Read: name, Monday to Friday, Saturday, from, until, days of its own."""
    _name, weekdays, saturday, since, until, own = row
    days = {}
    for written in filter(None, own.split("; ")):
        on, what = written.split(" ", 1)
        days[date.fromisoformat(on)] = DayRule("OWN", what, what.startswith("worked"), "Quyết định 5/QĐ-UBND")
    return office(
        _periods(weekdays),
        _periods(saturday),
        from_on=date.fromisoformat(since) if since else date(2024, 1, 1),
        until_on=date.fromisoformat(until) if until else None,
        days=days,
    )


def limit_of(words: str) -> TimeLimit:
    """Read e.g. "2.5 working days", "same day by 15:00", "same day"."""
    if words.startswith("same day"):
        cutoff = words.removeprefix("same day").removeprefix(" by ")
        return TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time.fromisoformat(cutoff) if cutoff else None)
    quantity, unit = words.split(" ", 1)
    return TimeLimit(Decimal(quantity), TimeUnit(UNITS[unit.removesuffix("s")]))


def instant_of(words: str) -> datetime:
    """Read e.g. "2026-02-13 10:00 Fri"; the day of the week must be right, too."""
    text, weekday = words.rsplit(" ", 1)
    assert f"{at(text):%a}" == weekday, words
    return at(text)


def _periods(words: str) -> list[list[str]]:
    return [period.split("–") for period in words.split(", ")] if words else []


OFFICES = {row[0]: office_of(row) for row in table("Offices of the examples")} | {"usual": OFFICE}
EXAMPLES = table("Worked examples")


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row[0]}-{row[1]}")
def test_an_example_is_true(row: Row) -> None:
    received, limit, where, expected, why = row

    assert due(instant_of(received), limit_of(limit), OFFICES[where]).at == instant_of(expected)
    assert why


def test_the_examples_hold_what_the_page_promises() -> None:
    years = {year for row in EXAMPLES for year in re.findall(r"\b(20\d\d)-", row[3])}
    units = {limit_of(row[1]).unit for row in EXAMPLES}

    assert years == {"2025", "2026", "2027"}
    assert units == set(TimeUnit)
    assert {row[2] for row in EXAMPLES} == set(OFFICES)
    assert len(EXAMPLES) >= 40


def test_the_page_names_every_code_of_an_explanation() -> None:
    assert [code for code in SENTENCES if f"`{code}`" not in PAGE] == []
