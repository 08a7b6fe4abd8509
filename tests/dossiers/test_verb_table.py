"""Every state, every verb, every role: what happens, played with the real verbs, as docs/verbs.md says it.

WRITE_TABLES=1 writes the document anew; else a cell that differs fails.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.faults import Invalid
from accounts.models import User
from accounts.roles import MAY
from dossiers.access import NotVisible
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.dossiers.playing import PEOPLE, PLAYED, person
from tests.dossiers.situations import SITUATIONS
from tests.journeys import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "verbs.md"
WRITES = bool(os.environ.get("WRITE_TABLES"))
HEAD = """# Who may do what, when

Made by `tests/dossiers/test_verb_table.py`, which plays every cell with the real verbs and fails when one differs
(`make verbs` writes this page anew). Rows are verbs; a person of each role stands for the role: at the service centre
that received the dossier, at the agency that is competent, at another agency. Codes are those of the API's answers.

- **done**: the verb was done. *then* is what the same person is told who does the same once more.
- **409**: the right person, the wrong moment: state or guard, by code.
- **403**: the role does not include the verb. **404**: the dossier is not theirs to see.
"""
Cell = tuple[str, str]  # what happened; what happened the second time


def played(dossier: Dossier, verb: str, by: User) -> Cell:
    """Play a verb twice, take it back, and return both answers."""
    with transaction.atomic():
        first = answer(dossier, verb, by, seen=dossier.version)
        second = answer(dossier, verb, by, seen=again(dossier).version) if first == "done" else ""
        transaction.set_rollback(True)
    return first, second


def answer(dossier: Dossier, verb: str, by: User, *, seen: int) -> str:
    """What the API would say; `seen` is the version of the dossier before."""
    try:
        PLAYED[verb](dossier, by)
    except NotVisible:
        return "404"
    except PermissionDenied:
        return "403"
    except Blocked as blocked:
        return "409 " + ", ".join(reason.code for reason in blocked.reasons)
    except Invalid as invalid:
        return "400 " + ", ".join(fault.code for fault in invalid.faults.values())
    return "done" if again(dossier).version > seen else "nothing left to do"


def rows(build: Callable[[], Dossier]) -> dict[str, dict[str, Cell]]:
    dossier, people = again(build()), {column: person(column) for column in PEOPLE}
    return {verb: {column: played(dossier, verb, by) for column, by in people.items()} for verb in PLAYED}


def test_every_verb_is_played() -> None:
    """Submit alone has no cell: it begins a dossier."""
    assert set(PLAYED) == set(MAY) - {"submit"}


FOUND: dict[str, dict[str, dict[str, Cell]]] = {}


@pytest.mark.parametrize("name", list(SITUATIONS))
def test_a_situation_is_as_the_page_says(name: str) -> None:
    found = rows(SITUATIONS[name])
    section = "\n".join(_section(name, found))
    if WRITES:
        FOUND[name] = found
        if len(FOUND) == len(SITUATIONS):
            PAGE.write_text("\n".join([HEAD, *_counts(), "", *[_whole(one) for one in SITUATIONS]]) + "\n")
        return
    assert section in PAGE.read_text(), section


def _whole(name: str) -> str:
    return "\n".join(_section(name, FOUND[name])) + "\n"


def _section(name: str, found: dict[str, dict[str, Cell]]) -> list[str]:
    lines = [f"## {name}", "", "| verb | done | then | 409 | 403 | 404 |", "|---|---|---|---|---|---|"]
    return lines + [f"| {verb} | {' | '.join(_columns(cells))} |" for verb, cells in found.items()]


def _columns(cells: dict[str, Cell]) -> Iterator[str]:
    by_answer: dict[str, list[str]] = defaultdict(list)
    for column, (first, _second) in cells.items():
        by_answer[first].append(column)
    yield _names(by_answer.pop("done", []))
    yield "; ".join(sorted({second for _first, second in cells.values() if second}))
    forbidden, unseen = by_answer.pop("403", []), by_answer.pop("404", [])
    yield "; ".join(f"{code.removeprefix('409 ')}: {_names(who)}" for code, who in sorted(by_answer.items()))
    yield _names(forbidden)
    yield _names(unseen)


def _names(columns: list[str]) -> str:
    return "everybody else" if len(columns) > 8 else ", ".join(columns)


def _counts() -> list[str]:
    """How many cells, and how many of each answer."""
    cells = [cell for table in FOUND.values() for row in table.values() for cell in row.values()]
    kinds = Counter(first.split(" ")[0] for first, _second in cells)
    codes = Counter(code for first, _second in cells if first[:3] == "409" for code in first[4:].split(", "))
    lines = [
        f"{len(FOUND)} situations x {len(PLAYED)} verbs x {len(PEOPLE)} people = {len(cells)} cells: "
        + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        + ".",
        "",
        "| 409 by code | cells |",
        "|---|---|",
    ]
    return lines + [f"| `{code}` | {count} |" for code, count in codes.most_common()]
