"""The route as a graph: chains, what follows, the longest way of a case."""

from decimal import Decimal

from procedures.content import RouteStep, StepKind
from procedures.route.graph import Route, critical_path, following, free_key, normalised, walk

from .routes import CHECKED, CHECKED_LINKS, decision, end, links, opinion, task

CASES = Route(
    (task("a", 1), decision("which"), task("quick", 2), task("long", 10), task("join", 1), end("z")),
    links("a > which > quick > join > z", "which > long > join", which_long={"case": "verify"}),
)


def test_steps_without_links_are_a_chain_with_an_end() -> None:
    route = normalised([task("a"), task("b")], [])
    assert [(link.source, link.target) for link in route.links] == [("a", "b"), ("b", "end")]
    assert route.steps[-1].kind is StepKind.END


def test_links_are_left_as_they_are() -> None:
    route = normalised(CHECKED, CHECKED_LINKS)
    assert (route.steps, route.links) == (CHECKED, CHECKED_LINKS)


def test_an_end_of_ones_own_closes_the_chain() -> None:
    route = normalised([end("z"), task("a")], [])
    assert [(link.source, link.target) for link in route.links] == [("a", "z")]


def test_nothing_stays_nothing() -> None:
    assert normalised([], []) == Route((), ())


def test_the_longest_way_depends_on_the_case() -> None:
    assert critical_path(CASES) == (Decimal(4), ("a", "which", "quick", "join", "z"))
    assert critical_path(CASES, "verify") == (Decimal(12), ("a", "which", "long", "join", "z"))


def test_opinions_side_by_side_take_as_long_as_the_longest() -> None:
    steps = (task("a", 1), opinion("tax", 8), opinion("police", 3), task("b", 1), end("z"))
    route = Route(steps, links("a > tax > b > z", "a > police > b"))
    assert critical_path(route)[0] == 10


def test_no_way_passes_a_step_twice() -> None:
    steps = (task("a", 1), task("b", 4), decision("ok"), end("z"))
    route = Route(steps, links("a > b > ok > z", "ok > b", ok_b={"outcome": "refused"}))
    assert critical_path(route)[0] == 5


def test_a_loop_entered_from_two_sides_counts_its_longest_way() -> None:
    steps = (decision("s"), decision("a"), task("b", 5), task("x", 9), end("z"))
    route = Route(steps, links("s > a > b > a", "s > b", "a > x > z"))
    assert critical_path(route)[0] == 14  # s b a x z; a before b would leave b out


def test_an_entangled_route_is_counted_whole_and_at_once() -> None:
    keys = [f"k{number}" for number in range(30)]
    every = links(*(f"{one} > {other}" for one in keys for other in keys if one != other))
    assert critical_path(Route(tuple(task(key, 1) for key in keys), every))[0] == 30


def test_what_follows_is_told_by_case_outcome_and_answer() -> None:
    def keys(found: tuple[RouteStep, ...]) -> list[str]:
        return [step.key for step in found]

    assert keys(following(CASES, "which")) == ["quick"]
    assert keys(following(CASES, "which", cases=("unknown", "verify"))) == ["long"]
    route = Route(CHECKED, CHECKED_LINKS)
    assert keys(following(route, "complete", outcome="refused")) == ["explain"]
    asked = links("q > a", "q > b", q_b={"answer": "copies", "is": 3})
    route = Route((decision("q"), task("a"), task("b")), asked)
    assert keys(following(route, "q", answers={"copies": 3})) == ["b"]
    assert keys(following(route, "q", answers={"copies": 2})) == ["a"]
    assert following(CASES, "z") == ()


def test_a_fork_starts_every_branch() -> None:
    route = Route((task("a"), opinion("b"), opinion("c")), links("a > b", "a > c"))
    assert [step.key for step in following(route, "a")] == ["b", "c"]


def test_a_walk_meets_each_step_of_the_case_once() -> None:
    assert [step.key for step in walk(CASES)] == ["a", "which", "quick", "join", "z"]
    assert "long" in [step.key for step in walk(CASES, "verify")]


def test_a_loop_back_to_the_first_step_leaves_it_the_start() -> None:
    steps = (task("a"), decision("ok"), end("z"))
    assert Route(steps, links("a > ok > z", "ok > a")).starts == ("a",)


def test_a_free_key_is_numbered() -> None:
    assert free_key([task("end"), task("end-2")], "end") == "end-3"
