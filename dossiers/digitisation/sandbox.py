"""Runs one document in a forked child with a memory and a time limit, and outlives whatever happens there.

Fork, not a fresh process: the child inherits the parent's loaded recogniser, and everything it leaks dies
with it. `os.fork`, not multiprocessing: a Celery prefork child is daemonic and may not start Processes.
The limits guard against heavy documents; the child has the parent's rights, so this is no security border.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar, cast

from django.utils.translation import gettext_lazy as _

from .refusals import Unreadable

T = TypeVar("T")

GIB = 1024**3
_CHUNK = 1024**2
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)  # loaded in the parent: nothing to look up after the fork


@dataclass(frozen=True)
class _Ending:
    """How one child ended: what it sent, the signal that ended it (0: none), whether it was late."""

    sent: bytes
    signal: int
    late: bool


def in_child(
    function: Callable[..., T], *args: object, memory_bytes: int = 2 * GIB, seconds: float = 120.0
) -> T:
    """Return `function(*args)`, computed in a forked child; what it raises is raised here too.

    `memory_bytes` is what the child may map on top of what it inherits; `seconds` is wall time.
    Raises Unreadable("document_too_heavy") when a limit is met or the child crashes.

    A child killed by a SIGKILL that is not ours is started once more: that was somebody else's decision
    (an operator, the kernel short of memory) and says nothing about the document unless it happens twice.
    """
    for _attempt in range(2):
        ending = _run(function, args, memory_bytes, seconds)
        if ending.sent or ending.late or ending.signal != signal.SIGKILL:
            break
    if not ending.sent:
        raise too_heavy()
    ok, value = pickle.loads(ending.sent)  # written by our own child a moment ago
    if ok:
        return cast(T, value)
    raise value


def too_heavy() -> Unreadable:
    """Return the error for a document that needs more memory or time than one document may use."""
    return Unreadable(
        "document_too_heavy",
        _(
            "This document needs more memory or time than one document may use. "
            "Scan it again at 200 to 300 dpi, or split it into smaller files."
        ),
    )


def _run(function: Callable[..., object], args: tuple[object, ...], memory: int, seconds: float) -> _Ending:
    deadline = time.monotonic() + seconds
    parent = os.getpid()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_the_child(function, args, writer, parent, memory, seconds)
    os.close(writer)
    finished = False
    try:
        sent, late = _read_until(reader, deadline)
        finished = not late
    finally:  # also when a signal handler raises here (Celery's soft time limit, Ctrl-C)
        os.close(reader)
        status = _collect(pid, kill=not finished)
    killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return _Ending(sent, killed_by, late)


def _read_until(reader: int, deadline: float) -> tuple[bytes, bool]:
    """Return what the child wrote (b"" unless it finished writing) and whether it was late."""
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    received = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if not poll.poll(left * 1000):
            continue
        chunk = os.read(reader, _CHUNK)
        if not chunk:
            whole = received[:8] == len(received[8:]).to_bytes(8, "big")
            return (bytes(received[8:]), False) if whole else (b"", False)
        received += chunk
    return b"", True


def _collect(pid: int, *, kill: bool) -> int:
    """Wait for the child, killing it first if asked; return its status (0 when somebody else took it)."""
    try:
        if kill:
            os.kill(pid, signal.SIGKILL)
        return os.waitpid(pid, 0)[1]
    except (ChildProcessError, ProcessLookupError):
        return 0


def _be_the_child(
    function: Callable[..., object],
    args: tuple[object, ...],
    writer: int,
    parent: int,
    memory: int,
    seconds: float,
) -> NoReturn:
    """Compute, write the pickled outcome with its length in front, and end without any clean-up."""
    try:
        _confine(writer, parent, memory, seconds)
        try:
            outcome = pickle.dumps((True, function(*args)), protocol=pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            outcome = pickle.dumps((False, too_heavy()))
        except Exception as error:
            outcome = _pickled(error)
        message = memoryview(len(outcome).to_bytes(8, "big") + outcome)
        while message:
            message = message[os.write(writer, message) :]
    finally:
        os._exit(0)  # no atexit, no flushing of inherited buffers, no closing of inherited connections


def _confine(writer: int, parent: int, memory: int, seconds: float) -> None:
    """Tie the child to its parent's life, and take from it what it must not touch."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # died between fork and prctl
        os._exit(1)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C reaches the whole group: the parent decides
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    gc.freeze()  # never finalise what was inherited: that could talk on the parent's database connection
    os.closerange(3, writer)
    os.closerange(writer + 1, min(os.sysconf("SC_OPEN_MAX"), 65536))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, _mapped_bytes() + memory)
    _lower(resource.RLIMIT_CPU, int(seconds) + 2)  # a second belt, should the parent be stopped


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def _mapped_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _pickled(error: Exception) -> bytes:
    """Pickle the error with its traceback as a note; an error that cannot travel becomes its repr."""
    error.add_note("in the child:\n" + traceback.format_exc())
    try:
        outcome = pickle.dumps((False, error))
        pickle.loads(outcome)
        return outcome
    except Exception:
        return pickle.dumps((False, RuntimeError(repr(error) + "\n" + traceback.format_exc())))
