"""The search over 5,741 procedures, against PostgreSQL with a full-text and a trigram index over the same names.

The rows are those of bench.catalogue; both sides return the best twenty. As SQL one would first ask the
full-text index, and for the trigrams only when it finds nothing: so words and slips are measured apart.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from django.db import connection

from accounts.names import fold
from procedures.search.catalogue import index
from procedures.search.index import Index
from procedures.search.ranking import Entry

from .catalogue import rows
from .row import Row, percentile
from .site import Site

QUERIES: Final = 300
ROUNDS: Final = 5
GOAL: Final = 0.5  # at most twice the time of the SQL
BEST: Final = 20
ON: Final = date(2026, 11, 20)
START: Final = date(2025, 7, 1)
TABLE: Final = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE bench_names (code text PRIMARY KEY, name text, folded text, words tsvector);
"""
INDEXES: Final = """
CREATE INDEX ON bench_names USING gin (words);
CREATE INDEX ON bench_names USING gin (folded gin_trgm_ops);
ANALYZE bench_names;
"""
BY_WORDS: Final = """
SELECT code, name FROM bench_names, to_tsquery('simple', %s) AS asked
WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, length(name), code LIMIT %s
"""
BY_TRIGRAMS: Final = """
SELECT code, name FROM bench_names
WHERE %s <%% folded ORDER BY word_similarity(%s, folded) DESC, length(name), code LIMIT %s
"""
Search = Callable[[str], Sequence[Any]]


def measure(site: Site) -> list[Row]:
    """Ask both sides the same queries in turn: beginnings of names without accents, then each with one slip."""
    entries = make_entries()
    ours = Index(entries)
    chance = random.Random(2)
    words = [_beginning(chance.choice(entries).name, chance) for _one in range(QUERIES)]
    slips = [_slip(query, chance) for query in words]
    with _table(entries):
        return [_compare("search.words", words, ours), _compare("search.slips", slips, ours)]


def make_entries() -> list[Entry]:
    """Return the catalogue of the seeds, filled up with rows marked synthetic to the size of the nation's."""
    known = list(index().entries)
    real = {entry.code for entry in known}
    made = (row for row in rows() if row["code"] not in real)
    synthetic = [_entry(-number, row) for number, row in enumerate(made, start=1)]
    return [*known, *synthetic]


def _entry(number: int, row: dict[str, str]) -> Entry:
    levels = tuple(row["levels"].split(";"))
    return Entry(
        number, row["code"], 1, row["name"], True, row["field_code"], row["field"], START, levels=levels
    )


def _beginning(name: str, chance: random.Random) -> str:
    """Return some neighbouring words of a name as a clerk types them."""
    words = [word for word in fold(name).replace(",", " ").split() if word.isalnum()]
    start = chance.randrange(max(1, len(words) - 4))
    return " ".join(words[start : start + chance.randint(2, 5)])


def _slip(query: str, chance: random.Random) -> str:
    """Change two neighbouring letters about in the longest word."""
    word = max(query.split(), key=len)
    position = chance.randrange(max(1, len(word) - 1))
    wrong = word[:position] + word[position : position + 2][::-1] + word[position + 2 :]
    return query.replace(word, wrong + ("" if wrong != word else "x"), 1)


@contextmanager
def _table(entries: Sequence[Entry]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        each = {entry.code: (entry.code, entry.name, fold(entry.name)) for entry in entries}
        cursor.executemany(
            "INSERT INTO bench_names VALUES (%s, %s, %s, to_tsvector('simple', %s))",
            [(code, name, folded, folded) for code, name, folded in each.values()],
        )
        cursor.execute(INDEXES)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_names")


def _compare(name: str, queries: Sequence[str], ours: Index) -> Row:
    def by_index(query: str) -> Sequence[Any]:
        return ours.find(query, on=ON, most=BEST).hits

    took: dict[Search, list[float]] = {by_index: [], _by_sql: []}
    found = dict.fromkeys(took, 0)
    for _round in range(ROUNDS):
        for query in queries:
            for search, times in took.items():
                started = time.perf_counter()
                hits = search(query)
                times.append(time.perf_counter() - started)
                found[search] += bool(hits)
    assert found[by_index] >= found[_by_sql], "the index must find what SQL finds"
    rates = {search: len(times) / sum(times) for search, times in took.items()}
    mine, theirs = rates[by_index], rates[_by_sql]
    return Row(
        name,
        mine,
        "searches/s",
        baseline=theirs,
        ratio=mine / theirs,
        goal=GOAL,
        **{f"p{share}": 1000 * percentile(took[by_index], share / 100) for share in (50, 95, 99)},
    )


def _by_sql(query: str) -> Sequence[Any]:
    words = query.split()
    asked = " & ".join([*words[:-1], f"{words[-1]}:*"])
    with connection.cursor() as cursor:
        cursor.execute(BY_WORDS, [asked, BEST])
        found: list[tuple[str, str]] = cursor.fetchall()
        if not found:
            cursor.execute(BY_TRIGRAMS, [query, query, BEST])
            found = cursor.fetchall()
    return found
