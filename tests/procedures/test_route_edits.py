"""Each change of a route: what it does, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.faults import Invalid
from procedures.content import RouteLink, StepKind
from procedures.route.edits import Changed, Changing, RouteRefused
from procedures.route.graph import Route
from procedures.route.layout import placed
from procedures.route.rows import hours_of, rows_of

from .routes import CHECKED, CHECKED_LINKS, decision, end, links, opinion, task

CHAIN = placed(Route((task("a"), task("b"), end("z")), links("a > b > z")))
BRANCH = placed(Route(CHECKED, CHECKED_LINKS))


def change(route: Route = CHAIN, /, **sent: Any) -> Changed:
    return Changing(route, sent).apply()


def ways(route: Route) -> set[str]:
    return {f"{link.source}>{link.target}" for link in route.links}


def test_a_step_is_put_into_the_way() -> None:
    changed = change(do="add", after="a")
    assert ways(changed.route) == {"a>step-4", "step-4>b", "b>z"}
    assert [step.key for step in changed.route.steps] == ["a", "step-4", "b", "z"]
    assert {step.key: step.x for step in changed.route.steps} == {"a": 0, "step-4": 1, "b": 2, "z": 3}
    assert changed.selected == "step-4"


def test_a_step_after_a_decision_is_one_more_way() -> None:
    changed = change(BRANCH, do="add", after="complete")
    assert ways(changed.route) == ways(BRANCH) | {f"complete>{changed.selected}"}


def test_the_first_step_begins_a_route() -> None:
    changed = change(Route((), ()), do="add")
    assert [step.kind for step in changed.route.steps] == [StepKind.TASK]


def test_facts_are_edited_and_the_place_stays() -> None:
    changed = change(do="edit", key="b", name="Ký", kind="opinion", role="approver", hours="2,5", x="9")
    step = changed.route.by_key["b"]
    assert (step.name, step.kind, step.role, step.hours) == ("Ký", "opinion", "approver", Decimal("2.5"))
    assert (step.x, step.y) == (1, 0)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"hours": "two"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"hours": "10000"}, "hours"),
        ({"kind": "meeting"}, "kind"),
        ({"name": "x" * 201}, "name"),
        ({"role": "x" * 31}, "role"),
    ],
)
def test_a_fact_that_cannot_be_read_is_refused_at_its_field(sent: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change(do="edit", key="b", **sent)
    assert set(refused.value.faults) == {field}


def test_hours_are_read_as_people_write_them() -> None:
    assert [hours_of(sent) for sent in ("2,5", " 8 ", "", None, 3)] == [
        Decimal(x) for x in ("2.5", "8", "0", "0", "3")
    ]


def test_removing_a_step_joins_its_neighbours() -> None:
    changed = change(do="remove", key="b")
    assert ways(changed.route) == {"a>z"}
    assert changed.selected == "a"


def test_removing_a_decision_takes_its_links_away() -> None:
    assert ways(change(BRANCH, do="remove", key="complete").route) == {
        "receive>examine",
        "sign>granted",
        "explain>refused",
    }


def test_a_step_moves_and_changes_places() -> None:
    assert change(do="move", key="a", dy=2).route.by_key["a"].y == 2
    moved = change(do="move", key="a", dx="1").route.by_key
    assert (moved["a"].x, moved["b"].x) == (1, 0)
    assert change(do="move", key="a", x=5, y=3).route.by_key["a"].x == 5


@pytest.mark.parametrize("sent", [{"dx": -1}, {"dy": -1}, {"x": 60}])
def test_a_step_does_not_leave_the_drawing(sent: dict[str, int]) -> None:
    with pytest.raises(RouteRefused, match="(?i)drawing|bản vẽ|sơ đồ") as refused:
        change(do="move", key="a", **sent)
    assert refused.value.code == "edge_of_drawing"


def test_steps_are_connected_with_a_condition() -> None:
    changed = change(BRANCH, do="connect", source="complete", target="examine", when='{"case": "x"}')
    assert RouteLink("complete", "examine", {"case": "x"}) in changed.route.links


def test_a_free_answer_brings_its_value() -> None:
    changed = change(
        BRANCH, do="connect", source="complete", target="examine", when='{"answer": "copies"}', **{"is": "3"}
    )
    assert changed.route.links[-1].when == {"answer": "copies", "is": "3"}


def test_a_condition_changes_and_a_link_goes() -> None:
    number = BRANCH.links.index(next(link for link in BRANCH.links if link.when))
    changed = change(BRANCH, do="condition", link=str(number), when='{"outcome": "granted"}')
    assert changed.route.links[number].when == {"outcome": "granted"}
    assert len(change(BRANCH, do="disconnect", link=number).route.links) == len(BRANCH.links) - 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"do": "dance"}, "act_unknown"),
        ({}, "act_unknown"),
        ({"do": "move", "key": "gone"}, "step_unknown"),
        ({"do": "disconnect", "link": 99}, "link_unknown"),
        ({"do": "connect", "source": "a", "target": "b"}, "link_exists"),
        ({"do": "replace", "steps": "all"}, "act_unknown"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(sent: dict[str, Any], code: str) -> None:
    with pytest.raises(RouteRefused) as refused:
        Changing(CHAIN, sent).apply()
    assert refused.value.code == code


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "connect", "source": "a", "target": "z", "when": "{"},
        {"do": "connect", "source": "a", "target": "z", "when": {"case": ""}},
        {"do": "connect", "source": "a", "target": "z", "when": {"case": ["x"]}},
        {"do": "connect", "source": "a", "target": "z", "when": {"colour": "red"}},
        {"do": "move", "key": "a", "dx": "far"},
        {"do": "move", "key": "a", "dx": True},
        {"do": "replace", "steps": [{"key": "a b"}], "links": []},
        {"do": "replace", "steps": [7], "links": []},
        {"do": "replace", "steps": [], "links": [{"source": "a"}]},
    ],
)
def test_what_cannot_be_read_is_invalid(sent: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Changing(CHAIN, sent).apply()


def test_a_route_goes_out_and_comes_back() -> None:
    whole = placed(Route((*CHECKED, opinion("o", 2.5, is_mandatory=False), decision("d")), CHECKED_LINKS))
    assert change(do="replace", **rows_of(whole)).route == whole


def test_a_route_has_an_end_of_its_size() -> None:
    route = Route(tuple(task(f"s{number}", x=number) for number in range(60)), ())
    with pytest.raises(RouteRefused) as refused:
        change(route, do="add")
    assert refused.value.code == "too_many_steps"
