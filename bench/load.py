"""A load generator: keep-alive HTTP/1.1 over raw sockets, one request in flight on each, in one thread with epoll.

Small on purpose: about 30 microseconds of CPU per request, so that the server is what is measured (`client` in the
table says by how much). Every answer's status is checked.
"""

import json
import select
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Address = tuple[str, int]
PATIENCE_SECONDS = 20.0


class Unexpected(Exception):
    """The server answered something else than what is measured."""


@dataclass
class Turn:
    """What a stretch of load gave: seconds until the last answer, milliseconds and the body of each request."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.took) / self.seconds


def request(method: str, path: str, *, token: str = "", body: Mapping[str, Any] | None = None) -> bytes:
    """Return one request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*head, "\r\n"]).encode() + content


def connect(address: Address) -> socket.socket:
    """Open one connection, without Nagle's delay."""
    made = socket.create_connection(address, PATIENCE_SECONDS)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def ask(connection: socket.socket, sent: bytes) -> bytes:
    """Send one request and return the body of its answer; Unexpected unless it is 200."""
    return drive([connection], iter([sent]), status=200, seconds=0.0).bodies[0]


def drive(
    connections: Sequence[socket.socket], requests: Iterator[bytes], *, status: int, seconds: float
) -> Turn:
    """Keep one request in flight on each connection for `seconds`, then wait for the last answers.

    Raise Unexpected for an answer with another status, and when the server closes or says nothing for long.
    """
    turn, wanted = Turn(), str(status).encode()
    by_number = {connection.fileno(): connection for connection in connections}
    buffers = {number: b"" for number in by_number}
    sent_at: dict[int, float] = {}
    with select.epoll() as poll:
        for number in by_number:
            poll.register(number, select.EPOLLIN)
        started = time.perf_counter()
        for number, connection in by_number.items():
            sent_at[number] = time.perf_counter()
            connection.sendall(next(requests))
        while sent_at:
            ready = poll.poll(PATIENCE_SECONDS)
            if not ready:
                raise Unexpected(f"no answer for {PATIENCE_SECONDS:.0f} s")
            for number, _event in ready:
                part = by_number[number].recv(262144)
                buffers[number] += part
                body = _body(buffers[number], wanted, closed=not part)
                if body is None:
                    continue
                at = time.perf_counter()
                turn.took.append((at - sent_at.pop(number)) * 1000)
                turn.bodies.append(body)
                buffers[number] = b""
                if at - started < seconds:
                    sent_at[number] = at
                    by_number[number].sendall(next(requests))
        turn.seconds = time.perf_counter() - started
    return turn


def _body(answer: bytes, status: bytes, *, closed: bool) -> bytes | None:
    """Return the body when the answer is whole, None while it is not."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        if closed:
            raise Unexpected("the server closed the connection")
        return None
    at = answer.find(b"\r\nContent-Length: ", 0, end + 2)
    length = int(answer[at + 18 : answer.find(b"\r\n", at + 18)]) if at >= 0 else 0
    if answer[9:12] != status:
        raise Unexpected(answer[:1500].decode(errors="replace"))
    missing = end + 4 + length - len(answer)
    if missing > 0:
        if closed:
            raise Unexpected("the server closed the connection in the middle of an answer")
        return None
    return answer[end + 4 :]
