"""Ours against bare, in turns: short turns on the same connections, and the median of the paired ratios.

A machine that others use too has slow phases. Both sides of a pair lie within half a second, so that a phase meets both
and their ratio stands; the order changes from pair to pair.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from .load import Turn, drive
from .row import Row, percentile
from .site import Site

CLIENTS = (1, 8)
PAIRS = 40
SECONDS = 0.25
WARM_UP_SECONDS = 1.5


@dataclass
class Act:
    """One kind of request, repeated: `requests` never ends; `turns` keeps what was answered, warm-up included."""

    requests: Iterator[bytes]
    status: int = 200
    turns: list[Turn] = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        return [body for turn in self.turns for body in turn.bodies]

    def play(self, connections: list[socket.socket], seconds: float) -> Turn:
        turn = drive(connections, self.requests, status=self.status, seconds=seconds)
        self.turns.append(turn)
        return turn


def compare(site: Site, name: str, *, ours: Act, bare: Act, goal: float) -> list[Row]:
    """Return a row for each number of clients: requests per second, and the median of ours / bare pair by pair."""
    with site.connections(max(CLIENTS)) as connections:
        for act in (ours, bare):
            act.play(connections, WARM_UP_SECONDS)
    return [_compared(site, f"{name}.c{clients}", clients, ours, bare, goal) for clients in CLIENTS]


def _compared(site: Site, name: str, clients: int, ours: Act, bare: Act, goal: float) -> Row:
    pairs: list[tuple[Turn, Turn]] = []
    for number in range(PAIRS):
        order = (ours, bare) if number % 2 else (bare, ours)
        with site.connections(clients) as connections:
            played = {id(act): act.play(connections, SECONDS) for act in order}
        pairs.append((played[id(ours)], played[id(bare)]))
    took = [milliseconds for turn, _bare in pairs for milliseconds in turn.took]
    return Row(
        name=name,
        value=median(turn.rate for turn, _bare in pairs),
        unit="req/s",
        baseline=median(turn.rate for _ours, turn in pairs),
        ratio=median(turn.rate / beside.rate for turn, beside in pairs),
        goal=goal,
        p50=percentile(took, 0.50),
        p95=percentile(took, 0.95),
        p99=percentile(took, 0.99),
    )
