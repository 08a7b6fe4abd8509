"""Several threads at one line: the same thing at once, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(body: Callable[[int], T], times: int) -> list[T | Exception]:
    """Run body(0) … body(times - 1) in threads that start together; return what each gave, or its error."""
    line = threading.Barrier(times)

    def one(number: int) -> T | Exception:
        try:
            line.wait()
            return body(number)
        except Exception as error:
            return error
        finally:
            connection.close()  # or the test database could not be emptied

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
