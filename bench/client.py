"""How fast the load generator itself can go: against a process that answers without reading what it was asked."""

import multiprocessing
import select
import socket
from itertools import repeat
from statistics import median

from .load import connect, drive, request
from .row import Row

CONNECTIONS = 8
TURNS = 3
GOAL = 3.0
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"x" * 3000


def measure(fastest: float) -> Row:
    """Return the client's highest rate beside the highest that a row was measured at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = multiprocessing.get_context("fork").Process(
            target=_answer_all, args=(listening, CONNECTIONS), daemon=True
        )
        answering.start()
        connections = [connect(listening.getsockname()) for _number in range(CONNECTIONS)]
        try:
            sent = repeat(request("GET", "/"))
            rate = median(drive(connections, sent, status=200, seconds=0.5).rate for _turn in range(TURNS))
        finally:
            for connection in connections:
                connection.close()
            answering.join(5)
            answering.kill()
    return Row("client", rate, "req/s", baseline=fastest, ratio=rate / fastest, goal=GOAL)


def _answer_all(listening: socket.socket, connections: int) -> None:
    """Answer on each connection until all are closed."""
    opened = {}
    for _number in range(connections):
        connection = listening.accept()[0]
        opened[connection.fileno()] = connection
    poll = select.epoll()
    for number in opened:
        poll.register(number, select.EPOLLIN)
    while opened:
        for number, _event in poll.poll():
            if opened[number].recv(65536):
                opened[number].sendall(_ANSWER)
            else:
                poll.unregister(number)
                opened.pop(number).close()
