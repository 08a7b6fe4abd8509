"""Where the steps of a route stand in the grid of the drawing: layers from left to right, nobody on another's cell."""

from collections.abc import Iterable
from dataclasses import replace

from procedures.content import RouteLink, RouteStep

from .graph import Route

Cell = tuple[int, int]


def placed(route: Route) -> Route:
    """Return the route with a cell of its own for each step; one that nobody has laid out yet is arranged."""
    if len(route.steps) > 1 and not any(step.x or step.y for step in route.steps):
        return arranged(route)
    return _apart(route.steps, route.links)


def _apart(steps: Iterable[RouteStep], links: tuple[RouteLink, ...]) -> Route:
    """Return the route with whoever stands on another's cell moved down."""
    taken: set[Cell] = set()
    moved = []
    for step in steps:
        cell = free_cell(taken, step.x, step.y)
        taken.add(cell)
        moved.append(replace(step, x=cell[0], y=cell[1]))
    return Route(tuple(moved), links)


def free_cell(taken: set[Cell], x: int, y: int) -> Cell:
    """Return the cell itself, or the next free one below it."""
    while (x, y) in taken:
        y += 1
    return x, y


def arranged(route: Route) -> Route:
    """Lay the route out anew: each step right of all that lead to it, near their rows; links back do not count."""
    columns = _columns(route)
    cells: dict[str, Cell] = {}
    for column in sorted(set(columns.values())):
        here = [key for key in route.by_key if columns[key] == column]
        wished = {key: _row(route, key, cells) for key in here}
        taken: set[Cell] = set()
        for key in sorted(here, key=lambda key: wished[key]):
            cells[key] = free_cell(taken, column, round(wished[key]))
            taken.add(cells[key])
    steps = (replace(step, x=cells[step.key][0], y=cells[step.key][1]) for step in route.steps)
    return _apart(steps, route.links)


def _columns(route: Route) -> dict[str, int]:
    """Return the column of each step: the most links from a start to it."""
    backward = _links_back(route)
    ahead = [link for key in route.by_key for link in route.after(key) if link not in backward]
    columns = dict.fromkeys(route.by_key, 0)
    for _round in route.by_key:
        for link in ahead:
            columns[link.target] = max(columns[link.target], columns[link.source] + 1)
    return columns


def _links_back(route: Route) -> list[RouteLink]:
    """Return the links that close a loop, seen from the starts in the order of the links."""
    back: list[RouteLink] = []
    done: set[str] = set()

    def go(key: str, way: tuple[str, ...]) -> None:
        if key in done:
            return
        for link in route.after(key):
            if link.target in (*way, key):
                back.append(link)
            else:
                go(link.target, (*way, key))
        done.add(key)

    for key in (*route.starts, *route.by_key):
        go(key, ())
    return back


def _row(route: Route, key: str, cells: dict[str, Cell]) -> float:
    """Return the mean row of the steps before, a little lower for each earlier branch of the same step."""
    rows = [cells[link.source][1] for link in route.before(key) if link.source in cells]
    return sum(rows) / len(rows) if rows else 0.0
