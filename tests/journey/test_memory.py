"""Who works for days keeps its size: the memory of a runner, and of a Celery pool process, over sixty dossiers."""

import os
import sys
from collections.abc import Callable

import pytest

from .house import House, embedded, production
from .processes import children_of, resident_mb
from .test_runner import accept

GROWTH_MB = 25.0


@pytest.mark.long
def test_a_runner_keeps_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    with embedded() as house, capsys.disabled():
        check_size(house, lambda: house.pid("runner"))


@pytest.mark.long
def test_a_pool_process_keeps_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    with production(os.environ["DATABASE_URL"]) as house, capsys.disabled():
        check_size(house, lambda: children_of(house.pid("worker"))[0])


def check_size(house: House, pid: Callable[[], int]) -> None:
    """Have sixty scans read and sixty receipts made; print the resident memory after each twenty."""
    sizes = []
    for count in (20, 40, 60):
        accept(house, 20, scan=True)
        house.settled_account()
        sizes.append(resident_mb(pid()))
        sys.stdout.write(f"\n{count} dossiers: {sizes[-1]:.0f} MB resident")
    assert sizes[-1] - sizes[0] < GROWTH_MB
