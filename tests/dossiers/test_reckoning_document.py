"""The worked examples of the clock in docs/due-dates.md are true: every row is read from the page and computed."""

import pytest

from dossiers.reckoning.count import Mark, MarkKind, Reason, reckon
from procedures.due.calendar import WorkingCalendar, due
from tests.procedures.offices import at
from tests.procedures.test_due_document import OFFICES, Row, instant_of, limit_of, table

EXAMPLES = table("Worked examples of the clock")
REASONS = {"supplement": Reason.SUPPLEMENT, "restart": Reason.SUPPLEMENT, "payment": Reason.PAYMENT}


def marks_of(words: str, calendar: WorkingCalendar) -> list[Mark]:
    """Read e.g. "supplement 2026-11-04 10:00 – 2026-11-05 10:00; extended to 2026-11-06 17:00"."""
    found: list[Mark] = []
    for one in filter(lambda each: each != "nothing", words.split("; ")):
        what, rest = one.split(" ", 1)
        if what in REASONS:
            start, end = map(at, rest.split(" – "))
            found.append(Mark(MarkKind.PAUSED, start, calendar, REASONS[what], what == "restart"))
            found.append(Mark(MarkKind.RESUMED, end, calendar))
        else:
            until = at(rest.removeprefix("to "))
            found.append(Mark(MarkKind(what), at("2026-11-02 11:00"), calendar, until=until))
    return found


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row[1]}: {row[3]}")
def test_an_example_is_true(row: Row) -> None:
    received, limit, where, happened, expected, why = row
    calendar = OFFICES[where]

    found = reckon(due(instant_of(received), limit_of(limit), calendar), marks_of(happened, calendar))

    assert found.due_at == found.promised_at == instant_of(expected)
    assert why


def test_the_examples_are_there() -> None:
    assert len(EXAMPLES) >= 16
