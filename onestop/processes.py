"""Child processes that are kept running: started, started again when they die, and all ended with their parent.

Each child leads a process group of its own, so that its own children end with it. The kernel sends it SIGTERM when this
process dies, even by kill -9 (PR_SET_PDEATHSIG); it counts the death of the *thread* that started the child, so start
children from the main thread only.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LONGEST_DELAY = 30.0  # seconds before a child that keeps dying is tried again
STEADY_AFTER = 60.0  # seconds of life after which an earlier death no longer counts
_libc = ctypes.CDLL(None, use_errno=True)

Say = Callable[[str], None]


@dataclass
class Child:
    """One process that ought to be running."""

    name: str
    command: Sequence[str]
    sockets: Sequence[int] = ()  # file descriptors that it inherits under the same numbers
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0  # monotonic seconds, like start_again_at
    start_again_at: float | None = None
    deaths: int = field(default=0)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process as the leader of a new session, bound to the life of this one."""
        parent = os.getpid()

        def bind_to_parent() -> None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)

        self.process = subprocess.Popen(
            self.command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            pass_fds=self.sockets,
            start_new_session=True,
            preexec_fn=bind_to_parent,
        )
        self.started_at, self.start_again_at = time.monotonic(), None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and all it started; nothing happens when they are gone."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def delay_after_death(self) -> float:
        """Count a death; return how many seconds to wait: 1, 2, 4 ... 30, and 1 again after a steady life."""
        if time.monotonic() - self.started_at > STEADY_AFTER:
            self.deaths = 0
        self.deaths += 1
        return min(2.0 ** (self.deaths - 1), LONGEST_DELAY)


def keep_running(children: Sequence[Child], *, environment: Mapping[str, str], say: Say) -> None:
    """Start again whichever child has died and whose time has come. Call it a few times a second."""
    for child in children:
        if child.process and child.process.poll() is not None and child.start_again_at is None:
            child.signal_group(signal.SIGKILL)  # what it left behind must not work beside its successor
            delay = child.delay_after_death()
            child.start_again_at = time.monotonic() + delay
            say(f"{child.name} ended ({ending(child.process.returncode)}); starting it again in {delay:g} s")
        if child.start_again_at is not None and time.monotonic() >= child.start_again_at:
            child.start(environment)
            say(f"{child.name} started again")


def ending(returncode: int) -> str:
    """Say how a process ended: "exit code 1" or "killed by SIGKILL"."""
    if returncode >= 0:
        return f"exit code {returncode}"
    try:
        return f"killed by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"killed by signal {-returncode}"


def end(children: Sequence[Child], *, patience: float = 10.0) -> list[str]:
    """End all children and theirs: SIGTERM, and SIGKILL after `patience` seconds. Return the names that needed it."""
    for child in children:
        child.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + patience
    stubborn = []
    for child in children:
        if not child.process:
            continue
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            stubborn.append(child.name)
        child.signal_group(signal.SIGKILL)
        child.process.wait()
    return stubborn
