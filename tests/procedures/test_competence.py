"""Who decides, on a small register on paper: answers explain themselves, and no rule makes it crash."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from procedures.competence import Competence, CompetenceRefused, Question, decide
from procedures.competence.succession import NotThere, current
from tests.procedures.paper_offices import PaperOffices

ON = date(2026, 11, 20)
OFFICES = PaperOffices()
AREA = {"by": "area", "level": "COMMUNE"}
LAND = {"by": "agency", "code": "LAND"}


def ask(rule: Any, **facts: Any) -> Competence:
    return decide(rule, Question(ON, **facts), OFFICES)


def refused(rule: Any, **facts: Any) -> CompetenceRefused:
    with pytest.raises(CompetenceRefused) as told:
        ask(rule, **facts)
    return told.value


def codes(found: Competence) -> list[str]:
    return [reason.code for reason in found.reasons]


def decides(found: Competence) -> str:
    assert found.agency is not None
    return found.agency.code


def test_successors_are_followed_to_the_one_of_the_day() -> None:
    found = ask({"by": "agency", "code": "OLD"})
    assert decides(found) == "LAND"
    assert codes(found) == ["agency_merged", "agency_merged", "by_agency"]
    with translation.override("en"):
        told = ask({"by": "agency", "code": "OLD"}).reasons[0].sentence
    assert told == "Agency OLD was merged into Agency OLDER on 01/07/2026."


def test_between_two_mergers_the_first_successor_decides() -> None:
    assert decides(decide({"by": "agency", "code": "OLD"}, Question(date(2026, 7, 15)), OFFICES)) == "OLDER"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("GONE", "agency_closed"),
        ("ROUND", "agency_closed"),
        ("LATER", "agency_not_yet"),
        ("TO-LATER", "agency_not_yet"),
        ("NOBODY", "agency_unknown"),
    ],
)
def test_a_code_that_nobody_bears_today_is_refused(code: str, told: str) -> None:
    assert refused({"by": "agency", "code": code}).code == told


def test_a_circle_of_successors_ends() -> None:
    start = OFFICES.agency("ROUND")
    assert start is not None
    with pytest.raises(NotThere, match="ROUND-2"):
        current(start, ON, OFFICES.agency)


def test_the_area_that_led_there_is_told() -> None:
    assert ask(AREA, area="00001").area == "00001"
    assert ask(LAND, area="00001").area == ""


def test_a_choice_tells_what_it_asks() -> None:
    rule = {"any_of": [AREA, LAND]}
    assert ask(rule, area="00001").asks == ("agency",)
    assert ask(rule).asks == ("agency", "area")
    assert ask(rule, agency="LAND", area="00001").asks == ()


def test_in_a_choice_a_wrong_area_is_refused_even_so() -> None:
    assert refused({"any_of": [AREA, LAND]}, area="99999").code == "area_unknown"


def test_a_chosen_agency_needs_no_right_area() -> None:
    assert decides(ask({"any_of": [AREA, LAND]}, area="99999", agency="LAND")) == "LAND"


def test_naming_the_only_lawful_agency_changes_nothing() -> None:
    assert ask(LAND, agency="LAND") == ask(LAND)


def test_a_field_that_is_missing_is_named() -> None:
    assert (refused(AREA).field, refused({"by": "any"}).field) == ("area", "point")
    assert refused({"by": "case", "cases": {"X": LAND}}).field == "cases"
    assert refused(LAND, agency="A").field == "agency"


def test_the_receiving_commune_decides_for_itself() -> None:
    assert decides(ask({"by": "any"}, point="A.01-1", area="00002")) == "A"
    assert decides(ask({"by": "any"}, point="P.01-1", area="00002")) == "B"


def test_sentences_come_in_the_readers_language() -> None:
    with translation.override("en"):
        english = ask(LAND).reasons[0].sentence
    assert english == "Agency LAND decides this procedure for the whole province."


RULES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["COMMUNE", "POLICE", "LAND"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["by", "level", "code", "branch", "cases", "default", "any_of", "X"])
            | st.text(max_size=3),
            inner | st.sampled_from(["area", "register", "parcel", "agency", "any", "vertical", "case"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(RULES, st.sampled_from(["", "00001", "96", "x"]), st.sampled_from(["", "A", "GONE"]))
def test_no_rule_makes_it_crash(rule: Any, area: str, agency: str) -> None:
    try:
        ask(rule, area=area, agency=agency, point="A.01-1", cases=("X",))
    except CompetenceRefused as told:
        assert str(told)
