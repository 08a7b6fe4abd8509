"""Import of a catalogue of 5,741 procedures, as a list and as the portal's records, and the same once more.

All of it in one transaction that is taken back: the other parts find the catalogue as it was.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from procedures.actions.import_procedures import ImportReport, import_procedures

from .catalogue import PROCEDURES, as_csv, as_json, rows
from .row import Row
from .site import Site

GOAL = 500  # rows a second
GOAL_AGAIN = 1_000
DESCRIBED = 1_000  # records of the portal in one file
GOAL_DESCRIBED = 50


def measure(_site: Site) -> list[Row]:
    """Return rows a second of a list and of records, for the first and for the second time, and the memory taken."""
    listing, records = as_csv(rows()), as_json(DESCRIBED)
    found: list[Row] = []
    with transaction.atomic():
        system = User.objects.get(username=User.SYSTEM)

        def run(data: bytes) -> Callable[[], ImportReport]:
            return lambda: import_procedures(data, by=system)

        first = _timed("import.list", PROCEDURES, run(listing), GOAL, found)
        again = _timed("import.list.again", PROCEDURES, run(listing), GOAL_AGAIN, found)
        assert first.counts["made"] == again.counts["unchanged"] - first.counts["unchanged"], again.counts
        assert again.counts["made"] == again.counts["changed"] == 0, again.counts
        made = _timed("import.records", DESCRIBED, run(records), GOAL_DESCRIBED, found)
        same = _timed("import.records.again", DESCRIBED, run(records), GOAL_DESCRIBED, found)
        assert (made.counts["made"], same.counts["unchanged"]) == (DESCRIBED, DESCRIBED), same.counts
        found.extend(_memory(run(listing)))
        transaction.set_rollback(True)
    return found


def _timed(
    name: str, count: int, act: Callable[[], ImportReport], goal: float, found: list[Row]
) -> ImportReport:
    started = time.perf_counter()
    report = act()
    assert not report.faults, report.faults[:3]
    found.append(Row(name, count / (time.perf_counter() - started), "rows/s", goal=goal))
    return report


def _memory(act: Callable[[], ImportReport]) -> list[Row]:
    """Return what an import takes at its peak, and what is left of it afterwards."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        act()
        gc.collect()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return [
        Row("import.memory.peak", (peak - before) / 1e6, "MB"),
        Row("import.memory.left", max(0.0, (after - before) / 1e6), "MB"),
    ]
