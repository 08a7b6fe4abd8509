"""The bench's rows, registry and results file keep the form that readers of results.json rely on; nothing is timed."""

import json
import socket
import threading
from itertools import repeat
from pathlib import Path

import pytest

from bench.load import Unexpected, connect, drive, request
from bench.registry import PARTS, part
from bench.row import HEAD, RESULTS, Row, percentile, table, write

NAMES = ["name", "value", "unit", "baseline", "ratio", "goal", "ok", "p50", "p95", "p99"]
SLOW = Row("accept.c1", 300.0, "req/s", baseline=600.0, ratio=0.5, goal=0.6, p50=3.1, p95=4.0, p99=9.0)


def test_a_row_has_the_ten_names_and_null_where_one_does_not_apply() -> None:
    found = Row("pages", 40, "pages/min").as_json()
    assert list(found) == NAMES == list(HEAD)
    assert [name for name, value in found.items() if value is None] == NAMES[3:]


@pytest.mark.parametrize(
    ("row", "ok"),
    [
        (SLOW, False),
        (Row("accept.c1", 360.0, "req/s", baseline=600.0, ratio=0.6, goal=0.6), True),
        (Row("pages", 40, "pages/min", goal=30), True),
        (Row("pages", 20, "pages/min", goal=30), False),
        (Row("pages", 20, "pages/min"), None),
    ],
)
def test_a_goal_is_reached_by_the_ratio_or_without_baseline_by_the_value(row: Row, ok: bool | None) -> None:
    assert row.ok is ok


def test_results_are_a_list_of_rows_and_the_table_shows_each(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write([SLOW, Row("pages", 40, "pages/min")], path)
    assert [one["name"] for one in json.loads(path.read_text())] == ["accept.c1", "pages"]
    head, first, second = table([SLOW, Row("pages", 40, "pages/min")]).splitlines()
    assert head.split() == NAMES
    assert first.split() == ["accept.c1", "300", "req/s", "600", "0.50", "0.60", "NO", "3.10", "4.00", "9.00"]
    assert second.split()[:4] == ["pages", "40", "pages/min", "-"]


def test_the_last_results_have_the_same_form() -> None:
    assert all(list(row) == NAMES for row in json.loads(RESULTS.read_text()))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_can_be_measured(name: str) -> None:
    assert callable(part(name))


def test_percentiles_are_values_that_were_seen() -> None:
    assert [percentile(range(1, 101), share) for share in (0.5, 0.95, 0.99)] == [51, 96, 100]
    assert percentile([7.0], 0.99) == 7.0


def _answering(*answers: bytes) -> socket.socket:
    """A server of one connection: each request gets the next answer, in two pieces; then it closes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening, listening.accept()[0] as connection:
            for answer in answers:
                connection.recv(65536)
                connection.sendall(answer[:10])
                connection.sendall(answer[10:])

    threading.Thread(target=serve, daemon=True).start()
    return listening


def test_the_client_puts_pieces_together_and_counts_every_answer() -> None:
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body for body in (b"ab", b"cd")]
    with connect(_answering(*answers).getsockname()) as connection:
        turns = [
            drive([connection], repeat(request("GET", "/")), status=200, seconds=0.0) for _answer in answers
        ]
    assert [turn.bodies for turn in turns] == [[b"ab"], [b"cd"]]
    assert [len(turn.took) for turn in turns] == [1, 1]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\n",
    ],
)
def test_another_status_or_half_an_answer_ends_the_measurement(answer: bytes) -> None:
    with connect(_answering(answer).getsockname()) as connection, pytest.raises(Unexpected):
        drive([connection], repeat(request("GET", "/")), status=200, seconds=0.0)
