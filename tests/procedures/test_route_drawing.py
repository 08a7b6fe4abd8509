"""The drawing: nobody stands on another's cell, arrows go around boxes, words tell what colours only repeat."""

from dataclasses import replace

from procedures.content import StepKind
from procedures.problems import Problem
from procedures.route.arrows import BOX_WIDTH, arrow_path, corner
from procedures.route.drawing import drawing
from procedures.route.graph import Route, normalised
from procedures.route.layout import arranged, placed

from .routes import CHECKED, CHECKED_LINKS, end, links, opinion, task


def cells(route: Route) -> dict[str, tuple[int, int]]:
    return {step.key: (step.x, step.y) for step in route.steps}


def test_a_chain_stands_in_one_row() -> None:
    assert cells(placed(normalised([task("a"), task("b")], []))) == {"a": (0, 0), "b": (1, 0), "end": (2, 0)}


def test_layers_go_from_left_to_right() -> None:
    found = cells(arranged(Route(CHECKED, CHECKED_LINKS)))
    assert found["complete"] == (2, 0)
    assert {found["sign"], found["explain"]} == {(3, 0), (3, 1)}
    assert all(found[link.source][0] < found[link.target][0] for link in CHECKED_LINKS)


def test_a_link_back_does_not_push_the_layers() -> None:
    route = Route((task("a"), task("b"), end("z")), links("a > b > z", "b > a"))
    assert cells(arranged(route)) == {"a": (0, 0), "b": (1, 0), "z": (2, 0)}


def test_nobody_stands_on_another() -> None:
    steps = (task("a", x=1), task("b", x=1), task("c", x=1))
    assert cells(placed(Route(steps, ()))) == {"a": (1, 0), "b": (1, 1), "c": (1, 2)}


def test_what_was_laid_out_by_hand_stays() -> None:
    steps = (task("a", x=4, y=2), task("b"))
    assert placed(Route(steps, ())).steps == steps


def test_an_arrow_to_the_next_box_is_straight() -> None:
    (left, top), (right, _top) = corner(0, 0), corner(1, 0)
    assert (
        arrow_path((0, 0), (1, 0), cells=[(0, 0), (1, 0)])
        == f"M{left + BOX_WIDTH} {top + 61} L{right} {top + 61}"
    )


def test_an_arrow_goes_around_the_box_between() -> None:
    assert "Q" in arrow_path((0, 0), (2, 0), cells=[(0, 0), (1, 0), (2, 0)])
    assert "Q" not in arrow_path((0, 0), (2, 0), cells=[(0, 0), (2, 0)])


def test_a_box_says_all_of_itself() -> None:
    steps = [task("receive", 1.5, role="reception_clerk", place="H12.1"), opinion("ask"), end("z", "granted")]
    given = links("receive > ask > z")
    problem = Problem("step_without_role", "steps", "ask", "Nobody does it.")
    drawn = drawing(steps, given, office_name=lambda code: f"UBND {code}", problems=[problem])
    box, asked, last = drawn.boxes
    assert "UBND H12.1" in box.label and "Ask" in box.label
    assert asked.is_wrong and "Nobody does it." in asked.label and not box.is_wrong
    assert len({each.kind_words for each in drawn.boxes}) == 3
    assert last.outcome_words


def test_a_long_name_is_cut_in_the_box_and_whole_in_the_label() -> None:
    name = "Thẩm định hồ sơ đăng ký biến động quyền sử dụng đất và tài sản gắn liền với đất"
    [box, _end] = drawing([replace(task("a"), name=name)], []).boxes
    assert len(box.name_lines) == 3 and box.name_lines[-1].words.endswith("…")
    assert name in box.label


def test_conditions_are_worded_and_otherwise_too() -> None:
    drawn = drawing(CHECKED, CHECKED_LINKS)
    worded = {arrow.place: arrow.words for arrow in drawn.arrows}
    assert worded["complete→explain"] and worded["complete→sign"] != worded["complete→explain"]
    assert worded["receive→examine"] == ""


def test_a_link_to_nowhere_is_not_drawn() -> None:
    drawn = drawing([task("a"), end("z")], links("a > z", "a > gone"))
    assert [arrow.place for arrow in drawn.arrows] == ["a→z"]


def test_a_table_row_has_the_links_of_its_step() -> None:
    rows = drawing(CHECKED, CHECKED_LINKS).rows
    assert [len(arrows) for _box, arrows in rows] == [1, 1, 2, 1, 1, 0, 0]
    assert rows[-1][0].step.kind is StepKind.END
