"""Child processes are started again when they die, and none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onestop.processes import Child, end, ending, keep_running

SLEEP = ["sleep", "300"]
# A process that does not heed SIGTERM, with a child that does not either.
STUBBORN = ["sh", "-c", "trap '' TERM; sleep 301 & while :; do sleep 0.05; done"]


def wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return met


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def group_members(group: int) -> list[int]:
    """Return the live processes of a process group (a zombie waits for init only)."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                members.append(int(stat.parent.name))
    return members


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child("sleeper", SLEEP)
    made.start(os.environ)
    yield made
    made.signal_group(signal.SIGKILL)


def pid_of(child: Child) -> int:
    assert child.process
    return child.process.pid


def test_a_dead_child_is_started_again_after_a_second(child: Child) -> None:
    first, said = pid_of(child), list[str]()
    os.kill(first, signal.SIGKILL)

    def again() -> bool:
        keep_running([child], environment=os.environ, say=said.append)
        return pid_of(child) != first

    assert wait_for(again)
    assert said == ["sleeper ended (killed by SIGKILL); starting it again in 1 s", "sleeper started again"]


def test_delays_double_up_to_half_a_minute(child: Child) -> None:
    assert [child.delay_after_death() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_steady_life_forgets_earlier_deaths(child: Child) -> None:
    child.deaths, child.started_at = 6, time.monotonic() - 61
    assert child.delay_after_death() == 1


def test_end_names_and_kills_the_one_that_does_not_heed_sigterm(child: Child) -> None:
    stubborn = Child("stubborn", STUBBORN)
    stubborn.start(os.environ)
    time.sleep(0.2)  # until the trap is set
    assert end([child, stubborn], patience=0.5) == ["stubborn"]
    assert not is_running(pid_of(child))
    assert wait_for(lambda: not group_members(pid_of(stubborn)))


def test_children_die_with_a_parent_that_is_killed() -> None:
    script = (
        "import os, time; from onestop.processes import Child\n"
        f"child = Child('sleeper', {SLEEP!r}); child.start(os.environ)\n"
        "print(child.process.pid, flush=True); time.sleep(300)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child_pid = int(parent.stdout.readline())
    try:
        assert is_running(child_pid)
        parent.kill()
        assert wait_for(lambda: not is_running(child_pid))
    finally:
        parent.communicate()
        with suppress(ProcessLookupError):
            os.kill(child_pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("code", "words"), [(3, "exit code 3"), (-9, "killed by SIGKILL"), (-99, "killed by signal 99")]
)
def test_ending_is_said_in_words(code: int, words: str) -> None:
    assert ending(code) == words
