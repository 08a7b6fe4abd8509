"""Coordinates of the two charts: numbers in, places on an SVG canvas out. The table behind each has the numbers."""

from dataclasses import dataclass
from datetime import date

from .queries import AgainstLimit, DayOfFlow

WIDTH, HEIGHT, FLOOR, TOP = 590, 190, 160, 22
BAR, LEFT = 13, 6
LINE_WIDTH = 200
LIMIT_AT = 0.6  # of the line: where a bar that just meets its limit ends


@dataclass(frozen=True)
class DayBars:
    """Two bars side by side."""

    on: date
    received: int
    finished: int
    x: int
    x2: int
    received_y: int
    received_h: int
    finished_y: int
    finished_h: int
    label: str


@dataclass(frozen=True)
class FlowChart:
    """The canvas and its bars; `most` is the number at the top."""

    days: list[DayBars]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    bar: int = BAR
    label_y: int = HEIGHT - 10


def flow_chart(days: list[DayOfFlow]) -> FlowChart:
    """Place arrivals and decisions of each day on one scale that begins at zero."""
    most = max([1, *(each.received for each in days), *(each.finished for each in days)])
    step = (WIDTH - LEFT) // max(1, len(days))

    def height(count: int) -> int:
        return round((FLOOR - TOP) * count / most)

    bars = []
    for number, each in enumerate(days):
        x, received, finished = LEFT + number * step, height(each.received), height(each.finished)
        label = f"{each.on.day:02}/{each.on.month:02}" if (len(days) - 1 - number) % 2 == 0 else ""
        bars.append(
            DayBars(
                on=each.on,
                received=each.received,
                finished=each.finished,
                x=x,
                x2=x + BAR + 2,
                received_y=FLOOR - received,
                received_h=received,
                finished_y=FLOOR - finished,
                finished_h=finished,
                label=label,
            )
        )
    return FlowChart(bars, most)


@dataclass(frozen=True)
class LimitBars:
    """One procedure's bars against its limit; widths of LINE_WIDTH."""

    name: str
    finished: int | None
    open: int | None
    limit: int
    finished_w: int
    open_w: int
    limit_x: int
    is_late: bool


def limit_bars(found: list[AgainstLimit]) -> list[LimitBars]:
    """Draw each procedure on its own scale, the limit always at the same place, so that the eye compares shares."""
    return [
        LimitBars(
            name=each.procedure,
            finished=each.finished,
            open=each.open,
            limit=each.limit,
            finished_w=_width(each.finished, each.limit),
            open_w=_width(each.open, each.limit),
            limit_x=round(LINE_WIDTH * LIMIT_AT),
            is_late=(each.finished or 0) > each.limit,
        )
        for each in found
    ]


def _width(minutes: int | None, limit: int) -> int:
    return min(LINE_WIDTH, round(LINE_WIDTH * LIMIT_AT * (minutes or 0) / limit))
