"""The geometry of the drawing: cells to pixels, and the way of an arrow around the boxes between."""

from collections.abc import Collection
from typing import Final

Cell = tuple[int, int]
Point = tuple[float, float]

BOX_WIDTH, BOX_HEIGHT = 184, 122
GAP_X, GAP_Y = 118, 52
MARGIN: Final = 32
PITCH_X, PITCH_Y = BOX_WIDTH + GAP_X, BOX_HEIGHT + GAP_Y
BEND: Final = 18  # how soon an arrow turns after its box, so that its words have room before the next
ROUND: Final = 8


def corner(x: int, y: int) -> tuple[int, int]:
    """Return the top left pixel of a cell's box."""
    return MARGIN + x * PITCH_X, MARGIN + y * PITCH_Y


def sizes(cells: Collection[Cell]) -> tuple[int, int]:
    """Return width and height of a drawing that holds all cells, with lanes around them."""
    columns, rows = max((x for x, _y in cells), default=0) + 1, max((y for _x, y in cells), default=0) + 1
    return 2 * MARGIN + columns * PITCH_X - GAP_X, 2 * MARGIN + rows * PITCH_Y - GAP_Y


def label_spot(source: Cell, target: Cell) -> tuple[int, int]:
    """Return where the words of an arrow end: just before its head. Behind one another they go upwards."""
    left, top = corner(*target)
    middle = left + BOX_WIDTH // 2 - 6
    if source[0] == target[0] and source[1] < target[1]:
        return middle, top - 12
    if source[0] == target[0] or (source[1] == target[1] and source[0] > target[0]):
        return middle, top + BOX_HEIGHT + 17
    return left - 12, top + BOX_HEIGHT // 2 - 7


def arrow_path(source: Cell, target: Cell, *, cells: Collection[Cell], lane: int = 0) -> str:
    """Return the SVG path from box to box; `lane` sets arrows apart that share the room between two rows."""
    return _rounded(_points(source, target, cells, (lane % 3 - 1) * 7))


def _points(source: Cell, target: Cell, cells: Collection[Cell], shift: float) -> list[Point]:
    (left, top), (aim_left, aim_top) = corner(*source), corner(*target)
    right, middle, aim = left + BOX_WIDTH, top + BOX_HEIGHT / 2, aim_top + BOX_HEIGHT / 2
    below = top + BOX_HEIGHT + GAP_Y / 2 + shift
    if source[0] < target[0]:
        turn, last_turn = right + BEND, aim_left - GAP_X + BEND
        between = range(source[0] + 1, target[0])
        if source[1] == target[1] and _is_free(between, source[1], cells):
            return [(right, middle), (aim_left, aim)]
        if source[1] != target[1] and _is_free(between, target[1], cells):
            return [(right, middle), (turn, middle), (turn, aim), (aim_left, aim)]
        if source[1] != target[1] and _is_free(between, source[1], cells):
            return [(right, middle), (last_turn, middle), (last_turn, aim), (aim_left, aim)]
        room = below if target[1] >= source[1] else top - GAP_Y / 2 + shift
        way = [(right, middle), (turn, middle), (turn, room), (last_turn, room)]
        return [*way, (last_turn, aim), (aim_left, aim)]
    centre, aim_centre = left + BOX_WIDTH / 2, aim_left + BOX_WIDTH / 2
    if source[0] == target[0] and abs(source[1] - target[1]) == 1:
        down = source[1] < target[1]
        return [(centre, top + BOX_HEIGHT * down), (aim_centre, aim_top + BOX_HEIGHT * (not down))]
    if source[1] == target[1]:
        out, back = (centre + 30, aim_centre - 30) if source == target else (centre, aim_centre)
        foot = top + BOX_HEIGHT
        return [(out, foot), (out, below), (back, below), (back, foot)]
    side = aim_left - BEND
    return [(centre, top + BOX_HEIGHT), (centre, below), (side, below), (side, aim), (aim_left, aim)]


def _is_free(columns: range, row: int, cells: Collection[Cell]) -> bool:
    return not any((column, row) in cells for column in columns)


def _rounded(points: list[Point]) -> str:
    """Return a path through the points with round corners."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        path += f" L{_towards(here, before)} Q{here[0]:g} {here[1]:g} {_towards(here, after)}"
    return f"{path} L{points[-1][0]:g} {points[-1][1]:g}"


def _towards(here: Point, other: Point) -> str:
    """Return the point a little way from a corner towards the next, at most half way."""
    length = abs(other[0] - here[0]) + abs(other[1] - here[1])
    part = min(ROUND / length, 0.5) if length else 0.0
    return f"{here[0] + (other[0] - here[0]) * part:g} {here[1] + (other[1] - here[1]) * part:g}"
