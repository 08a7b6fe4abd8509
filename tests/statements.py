"""Counts what a piece of work asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give the SQL statements of the block, once it has ended; the savepoints are the tests' own."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked.extend(query["sql"] for query in captured if "SAVEPOINT" not in query["sql"])
