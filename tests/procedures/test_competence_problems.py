"""What keeps a rule of competence from being published: each fault by code and sentence, nothing crashes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from procedures.competence import problems_of
from procedures.content import Named
from tests.procedures.paper_offices import PaperOffices, office
from tests.procedures.test_competence import RULES

ON = date(2026, 11, 20)
CASES = (Named("1.01", "Small"), Named("1.02", "Large"))
AREA = {"by": "area", "level": "COMMUNE"}
LAND = {"by": "agency", "code": "LAND"}


def codes(rule: Any, *, offices: PaperOffices | None = None, cases: tuple[Named, ...] = ()) -> list[str]:
    found = problems_of(rule, offices or PaperOffices(), cases=cases, on=ON)
    assert all(str(fault.sentence) for fault in found)
    return [fault.code for fault in found]


@pytest.mark.parametrize(
    "rule",
    [
        AREA,
        LAND,
        {"by": "area", "level": "PROVINCE"},
        {"by": "register", "level": "COMMUNE"},
        {"by": "register"},
        {"by": "parcel", "level": "COMMUNE"},
        {"by": "any"},
        {"by": "vertical", "branch": "POLICE", "level": "COMMUNE"},
        {"by": "agency", "code": "OLD"},
        {"any_of": [AREA, LAND]},
        {"by": "case", "cases": {"Small": AREA, "1.02": LAND}},
        {"by": "case", "cases": {"Small": AREA}, "default": {"any_of": [AREA, LAND]}},
    ],
)
def test_a_rule_that_can_answer_has_no_fault(rule: Any) -> None:
    assert codes(rule, cases=CASES) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (None, ["rule_missing"]),
        ({}, ["rule_missing"]),
        ([AREA], ["rule_missing"]),
        ("area", ["rule_missing"]),
        ({"by": "stars"}, ["rule_kind_unknown"]),
        ({"by": ["area"]}, ["rule_kind_unknown"]),
        ({"level": "COMMUNE"}, ["rule_kind_unknown"]),
        ({"by": "area"}, ["rule_key_not_valid"]),
        ({"by": "area", "level": "DISTRICT"}, ["rule_key_not_valid"]),
        ({"by": "area", "levle": "COMMUNE"}, ["rule_key_unknown", "rule_key_not_valid"]),
        ({"by": "agency", "code": ""}, ["rule_key_not_valid"]),
        ({"by": "agency", "code": "NOBODY"}, ["rule_agency_unknown"]),
        ({"by": "agency", "code": "GONE"}, ["rule_agency_closed"]),
        ({"by": "agency", "code": "LATER"}, ["rule_agency_not_yet"]),
        ({"by": "agency", "code": "A.01"}, ["rule_agency_receives_only"]),
        ({"by": "vertical", "branch": "TAX", "level": "COMMUNE"}, ["rule_branch_empty"]),
        ({"by": "vertical", "branch": "POLICE", "level": "CENTRAL"}, ["rule_branch_empty"]),
        ({"by": "vertical", "branch": "FIRE", "level": "COMMUNE"}, ["rule_key_not_valid"]),
        ({"any_of": []}, ["rule_any_of_empty"]),
        ({"any_of": AREA}, ["rule_any_of_empty"]),
        ({"any_of": [AREA, {"by": "agency", "code": "GONE"}]}, ["rule_agency_closed"]),
        ({"by": "case", "cases": {}}, ["rule_cases_empty"]),
        ({"by": "case", "cases": {"Small": AREA}}, ["rule_case_uncovered"]),
        ({"by": "case", "cases": {"Medium": AREA}, "default": LAND}, ["rule_case_unknown"]),
        ({"by": "case", "cases": {"Small": None, "Large": AREA}}, ["rule_missing"]),
        (
            {"any_of": [{"any_of": [{"any_of": [{"any_of": [{"any_of": [AREA]}]}]}]}]},
            ["rule_too_deep"],
        ),
    ],
)
def test_a_rule_that_can_never_answer_is_named(rule: Any, told: list[str]) -> None:
    assert codes(rule, cases=CASES) == told


def test_a_level_without_agencies_is_named() -> None:
    nobody = PaperOffices((office("LAND"),))
    assert codes(AREA, offices=nobody) == ["rule_level_empty"]
    assert codes({"by": "any"}, offices=nobody) == ["rule_level_empty"]


def test_the_sentence_says_where_in_the_rule() -> None:
    rule = {"by": "case", "cases": {"Small": {"any_of": [AREA, {"by": "stars"}]}, "Large": AREA}}
    (fault,) = problems_of(rule, PaperOffices(), cases=CASES, on=ON)
    assert str(fault.sentence).startswith("cases › Small › any_of › 2: ")


@given(RULES)
def test_no_json_makes_it_crash(rule: Any) -> None:
    codes(rule, cases=CASES)
