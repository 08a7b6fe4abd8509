"""Each check of a route: what it says, and that a sound route passes all of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procedures.content import RouteLink, RouteStep, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.route.checks import checks
from procedures.route.hours import fewest_working_days

from .routes import CHECKED, CHECKED_LINKS, decision, end, links, opinion, task


def found(steps: Any, given: Any = (), **around: Any) -> list[tuple[str, str]]:
    around = {"roles": ("processing_officer", "reception_clerk", "approver", "unit_head"), **around}
    return [(problem.code, problem.row) for problem in checks(steps, given, **around)]


def days(quantity: float, unit: str = "WORKING_DAY", **more: Any) -> TimeRule:
    return TimeRule(TimeLimit(Decimal(str(quantity)), TimeUnit(unit)), **more)


def test_a_sound_route_has_no_problem() -> None:
    assert found(CHECKED, CHECKED_LINKS, time_rules=[days(1)]) == []


def test_an_empty_route_is_a_warning() -> None:
    [problem] = checks([], [])
    assert (problem.code, problem.is_error) == ("no_steps", False)


def test_a_plain_list_of_steps_is_sound() -> None:
    assert found([task("a"), task("b")]) == []


A, B, Z = task("a"), task("b"), end("z")


@pytest.mark.parametrize(
    ("steps", "given", "code", "row"),
    [
        ([replace(A, role=""), Z], links("a > z"), "step_without_role", "a"),
        ([replace(A, role="mayor"), Z], links("a > z"), "role_unknown", "a"),
        ([replace(A, place="H99"), Z], links("a > z"), "place_unknown", "a"),
        ([replace(A, name=" "), Z], links("a > z"), "step_without_name", "a"),
        ([replace(A, hours=Decimal(0)), Z], links("a > z"), "step_without_hours", "a"),
        ([A, opinion("o", 0), B, Z], links("a > o > b > z"), "opinion_without_hours", "o"),
        ([A, A, Z], links("a > z"), "step_twice", "a"),
        ([A, B, Z], links("a > z"), "step_unreachable", "b"),
        ([A, B, Z], links("a > z", "b > z"), "second_start", "b"),
        ([A, B], links("a > b"), "no_end", "b"),
        ([A, decision("d"), B, Z], links("a > d > z", "d > b", d_z={"case": "x"}), "branch_without_result", "b"),
        ([A, Z], (*links("a > z"), RouteLink("a", "gone")), "link_to_nowhere", "a→gone"),
        ([A, B, Z], links("a > b > a", "a > z"), "loop_without_exit", "a"),
        ([A, Z, B], links("a > z > b > z"), "link_out_of_end", "z"),
        ([A, Z], links("a > z", a_z={"case": "x"}), "condition_outside_decision", "a→z"),
        ([A, end("y"), Z], links("a > y", "a > z"), "end_without_outcome", "y"),
        ([A, end("z", "maybe")], links("a > z"), "outcome_unknown", "z"),
        ([A, end("z", "granted")], links("a > z"), "no_refusing_end", "z"),
        ([A, opinion("o"), Z], links("a > o > z"), "opinion_without_join", "o"),
        ([A, B, task("c"), Z], links("a > b > z", "a > c > z"), "fork_to_task", "a"),
        ([A, Z], links("a > z", "a > z"), "link_twice", "a"),
    ],
)  # fmt: skip
def test_a_problem_is_found_at_its_place(
    steps: list[RouteStep], given: tuple[RouteLink, ...], code: str, row: str
) -> None:
    assert (code, row) in found(steps, given, offices=["H12.1"])


D = decision("d")
BRANCHING = [A, D, B, task("c"), Z]
WAYS = ("a > d > b > z", "d > c > z")


@pytest.mark.parametrize(
    ("when", "code", "row"),
    [
        ({"d_b": {"case": "x"}, "d_c": {"case": "y"}}, "decision_without_otherwise", "d"),
        ({}, "condition_twice", "d"),
        ({"d_b": {"case": "x"}, "d_c": {"outcome": "granted"}}, "decision_asks_twice", "d"),
        ({"d_b": {"case": "gone"}}, "condition_unknown", "d→b"),
        ({"d_b": {"outcome": "perhaps"}}, "condition_unknown", "d→b"),
        ({"d_b": {"answer": "gone", "is": 1}}, "condition_unknown", "d→b"),
        ({"d_b": {"colour": "red"}}, "condition_unknown", "d→b"),
    ],
)
def test_a_decision_must_be_able_to_decide(when: dict[str, Any], code: str, row: str) -> None:
    assert (code, row) in found(BRANCHING, links(*WAYS, **when), cases=["x", "y"], fields=["copies"])


def test_a_sound_decision_by_case() -> None:
    assert found(BRANCHING, links(*WAYS, d_b={"case": "x"}), cases=["x"]) == []


def test_a_decision_with_one_way_is_a_warning() -> None:
    assert found([A, D, Z], links("a > d > z")) == [("decision_with_one_way", "d")]


def test_a_loop_that_a_decision_leaves_is_sound() -> None:
    assert found([A, B, D, Z], links("a > b > d > z", "d > b", d_b={"outcome": "refused"})) == []


def test_a_loop_that_only_one_case_leaves_holds_the_others() -> None:
    given = links("a > d > z", "d > a", d_z={"case": "quick"})
    [problem] = checks([A, D, Z], given, cases=["quick"])
    assert problem.code == "loop_without_exit"
    assert "trường hợp thông thường" in problem.sentence or "normal case" in problem.sentence


def test_a_loop_apart_from_the_route_is_found() -> None:
    codes = dict(found([A, Z, B, task("c")], links("a > z", "b > c > b")))
    assert {"second_start", "loop_without_exit"} <= set(codes)


OPINIONS = [A, opinion("tax"), opinion("police"), B, Z]


def test_opinions_that_meet_are_sound() -> None:
    assert found(OPINIONS, links("a > tax > b > z", "a > police > b")) == []


def test_opinions_that_never_meet_are_found() -> None:
    steps = [*OPINIONS, task("c"), end("y", "refused")]
    given = links("a > tax > b > z", "a > police > c > y")
    assert ("opinion_without_join", "a") in found(steps, given)


def test_an_optional_opinion_without_hours_is_a_warning() -> None:
    steps = [A, opinion("o", 0, is_mandatory=False), B, Z]
    [problem] = checks(steps, links("a > o > b > z"), roles=("processing_officer", "unit_head"))
    assert (problem.code, problem.is_error) == ("opinion_without_hours", False)


@pytest.mark.parametrize(
    ("hours", "rule", "codes"),
    [
        (8, days(1), ["hours_near_limit"]),
        (7, days(1), []),
        (8.25, days(1), ["hours_beyond_limit"]),
        (3, days(2, "HOUR"), ["hours_beyond_limit"]),
        (20, days(2.5), ["hours_near_limit"]),
        (8, days(3, "DAY"), ["hours_near_limit"]),  # a Friday, then one working day
        (40, days(7, "DAY"), ["hours_near_limit"]),
        (41, days(7, "DAY"), ["hours_beyond_limit"]),
        (161, days(1, "MONTH"), ["hours_beyond_limit"]),
        (500, TimeRule(None), []),
        (2, days(1, "SAME_DAY"), ["hours_beyond_cutoff"]),
    ],
)
def test_hours_are_held_against_the_limit(hours: float, rule: TimeRule, codes: list[str]) -> None:
    assert [code for code, _row in found([task("a", hours), Z], links("a > z"), time_rules=[rule])] == codes


def test_the_shortest_limit_of_any_channel_counts() -> None:
    rules = [days(3), days(1, channels=("ONLINE",))]
    assert found([task("a", 9), Z], links("a > z"), time_rules=rules) == [("hours_beyond_limit", "")]
    assert found([task("a", 9), Z], links("a > z"), time_rules=rules, channels=("DIRECT",)) == []


def test_each_case_is_held_against_its_own_limit() -> None:
    given = links("a > d > b > z", "d > c > z", d_c={"case": "verify"})
    steps = [A, D, B, task("c", 30), Z]
    assert found(steps, given, cases=["verify"], time_rules=[days(1), days(5, case="verify")]) == []
    short = [days(1), days(3, case="verify")]
    [problem] = checks(steps, given, cases=["verify"], time_rules=short)
    assert "verify" in problem.sentence and "32" in problem.sentence and "24" in problem.sentence


def test_a_loop_that_the_other_cases_never_reach_is_sound() -> None:
    given = links("a > d > z", "d > b > e > b", "e > z", d_b={"case": "x"}, e_z={"case": "x"})
    assert found([A, D, B, decision("e"), Z], given, cases=["x", "y"]) == []


def test_opinions_that_meet_only_at_the_end_are_found() -> None:
    given = links("a > tax > b > z", "a > police > c > z")
    assert found([*OPINIONS, task("c")], given) == [("opinion_without_join", "a")]


def test_calendar_days_hold_at_least_so_many_working_days() -> None:
    assert [fewest_working_days(days) for days in (1, 2, 3, 4, 5, 7, 10, 28)] == [1, 1, 1, 2, 3, 5, 6, 20]
