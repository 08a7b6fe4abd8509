"""What is remembered is forgotten at once, in this process and in every other that shares ONESTOP_VAR."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from accounts import memory
from accounts.memory import forget_all, forget_on_commit, remember

# Answers each line with what it remembers, or, asked to, lets everybody forget.
PROGRAM = """
import itertools, sys
import django; django.setup()
from accounts.memory import forget_all, remember
count = itertools.count()
@remember(seconds=600)
def number(): return next(count)
print(number(), flush=True)
for line in sys.stdin:
    if line.strip() == "forget": forget_all()
    print(number(), flush=True)
"""


@pytest.fixture
def worker() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()


def ask(process: "subprocess.Popen[str]", line: str = "ask") -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_two_processes_forget_together(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdout
    assert int(worker.stdout.readline()) == 0
    assert ask(worker) == 0
    for expected in range(1, 50):  # much faster than the file system's clock ticks
        forget_all()
        time.sleep(0.002)  # everybody looks once in a millisecond
        assert ask(worker) == expected
    calls = []

    @remember(seconds=600)
    def here() -> int:
        calls.append(1)
        return len(calls)

    assert (here(), here()) == (1, 1)
    ask(worker, "forget")
    time.sleep(0.002)
    assert here() == 2


def test_what_was_read_before_a_change_is_not_kept() -> None:
    answers = iter(["old", "new"])

    @remember(seconds=600)
    def read() -> str:
        found = next(answers)
        if found == "old":
            forget_all()  # somebody commits a change while the answer is under way
        return found

    assert [read(), read(), read()] == ["old", "new", "new"]


def test_noticing_costs_next_to_nothing() -> None:
    @remember(seconds=600)
    def one() -> int:
        return 1

    one()
    started = time.perf_counter()
    for _turn in range(20_000):
        one()
    assert (time.perf_counter() - started) / 20_000 < 20e-6  # 1.6 µs on a quiet machine


@pytest.fixture
def var(settings: Settings) -> Iterator[Settings]:
    """Another ONESTOP_VAR for one test; this process looks at it from now on."""
    memory._path.cache_clear()
    yield settings
    memory._path.cache_clear()


def test_a_place_that_is_not_there_is_made(var: Settings, tmp_path: Path) -> None:
    var.ONESTOP_VAR = tmp_path / "new"
    forget_all()
    assert (tmp_path / "new" / "run" / "memory.epoch").exists()


def test_a_place_that_cannot_be_written_fails_nobody(var: Settings, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file where a directory should be")
    answers = iter(range(9))

    @remember(seconds=600)
    def read() -> int:
        return next(answers) + 1

    for place in (tmp_path, Path("/proc")):  # nobody, not even root, writes there
        var.ONESTOP_VAR = place
        memory._path.cache_clear()
        before = read()
        assert read() == before
        forget_all()
        assert read() == before + 1


@pytest.mark.django_db
def test_what_is_not_committed_is_not_remembered() -> None:
    answers = iter(["as it was", "changed", "as it was"])

    @remember(seconds=600)
    def read() -> str:
        return next(answers)

    assert read() == "as it was"
    with transaction.atomic():
        forget_on_commit()
        assert read() == "changed"
        transaction.set_rollback(True)
    assert read() == "as it was"
