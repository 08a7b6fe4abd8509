"""Which time limit applies to a channel and the chosen cases, and how a rule is stored and read."""

from datetime import time
from decimal import Decimal

import pytest

from procedures.content import TimeRule
from procedures.due.calendar import TimeLimit
from procedures.due.time_limits import row_of, rule_for, time_limit, time_rule_of
from procedures.models import ProcedureVersion

from .offices import limit

CASE = "Cần xác minh"
RULES = [
    TimeRule(limit("27", "WORKING_DAY")),
    TimeRule(limit("17", "WORKING_DAY"), channels=("ONLINE",)),
    TimeRule(limit("20", "WORKING_DAY"), channels=("POSTAL", "ONLINE")),
    TimeRule(limit("40", "DAY"), case=CASE),
    TimeRule(limit("30", "DAY"), case=CASE, channels=("ONLINE",)),
]


@pytest.mark.parametrize(
    ("channel", "cases", "expected"),
    [
        ("DIRECT", (), "27"),
        ("ONLINE", (), "17"),  # of two rules that are equally particular the first
        ("POSTAL", (), "20"),
        ("DIRECT", (CASE,), "40"),  # a case comes before a channel
        ("POSTAL", (CASE,), "40"),
        ("ONLINE", (CASE, "another"), "30"),
        ("ONLINE", ("another",), "17"),
    ],
)
def test_the_most_particular_rule_applies(channel: str, cases: tuple[str, ...], expected: str) -> None:
    found = time_limit(RULES, channel=channel, cases=cases)

    assert found is not None and found.quantity == Decimal(expected)


def test_no_time_set_by_law_is_another_thing_than_no_rule() -> None:
    unlimited = TimeRule(None, note="nguồn: không quy định")

    assert time_limit([unlimited], channel="DIRECT") is time_limit(RULES[1:2], channel="DIRECT") is None
    assert rule_for([unlimited], channel="DIRECT") is unlimited
    assert rule_for(RULES[1:2], channel="DIRECT") is None


@pytest.mark.parametrize(
    "rule",
    [
        TimeRule(limit("2.5", "WORKING_DAY"), CASE, ("DIRECT",), "rút ngắn", "Quyết định 1/QĐ-UBND"),
        TimeRule(limit("1", "SAME_DAY", time(15))),
        TimeRule(limit("100", "DAY")),
        TimeRule(None, note="không quy định"),
    ],
)
def test_a_stored_rule_is_read_as_it_was(rule: TimeRule) -> None:
    assert time_rule_of(row_of(rule)) == rule


def test_a_quantity_is_stored_as_people_write_it() -> None:
    rows = [
        row_of(TimeRule(TimeLimit(Decimal(text), limit("1", "HOUR").unit))) for text in ("2.50", "100", "8.0")
    ]

    assert [row["quantity"] for row in rows] == ["2.5", "100", "8"]


def test_a_version_asks_its_own_rules() -> None:
    version = ProcedureVersion(time_rules=[row_of(rule) for rule in RULES])
    found = version.time_limit(channel="ONLINE", cases=(CASE,))

    assert found == limit("30", "DAY")
