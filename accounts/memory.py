"""A short memory of slow answers, per process; what a verb changes is forgotten at once in every process.

All processes of an installation share one small file, ONESTOP_VAR/run/memory.epoch: whoever changes something sets
its time, and everybody compares that time before answering from memory, once in a millisecond. Where the processes
do not share ONESTOP_VAR, or it cannot be written, a change is seen everywhere within `seconds`.
"""

import logging
import os
import time
from collections.abc import Callable, Hashable
from functools import cache, wraps
from threading import get_ident
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
_MOST = 10_000
_forgetters: list[Callable[[], None]] = []
_seen = -1  # the epoch of what is kept
_looked_at = 0.0  # when the file was looked at last
_LOOK_AGAIN = 0.001  # seconds: one request asks a dozen times
_changers: set[int] = set()  # threads that changed something and may not have committed yet
log = logging.getLogger("accounts.memory")


def remember(seconds: float) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep what the function answered for each set of positional arguments for `seconds`; None is not kept."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        kept: dict[tuple[Hashable, ...], tuple[float, T]] = {}

        @wraps(function)
        def answer(*args: Hashable) -> Any:
            if _changing():  # what is not committed is nobody else's, and may be undone
                return function(*args)
            at = time.monotonic()
            if at > _looked_at + _LOOK_AGAIN:
                _notice(at)
            until, value = kept.get(args, (0.0, None))
            if until > at:
                return value
            epoch = _notice(at)
            fresh = function(*args)
            if fresh is not None and epoch == _epoch():  # else it may have been read before the change
                if len(kept) >= _MOST:
                    kept.clear()
                kept[args] = time.monotonic() + seconds, fresh
            return fresh

        _forgetters.append(kept.clear)
        return answer

    return decorate


def forget_all() -> None:
    """Empty every memory, here and in every process that shares ONESTOP_VAR; after seeding, and between tests."""
    _forget()
    try:
        _set_epoch(_path())
    except OSError as error:
        # What was changed is changed: whoever changed it is not told that it failed.
        log.warning("Other processes read the change only when their memory ends: %s", error)


def _set_epoch(path: str) -> None:
    try:
        # Always later than before: two changes within one tick of the file system's clock are two.
        at = max(time.time_ns(), os.stat(path).st_mtime_ns + 1)
    except FileNotFoundError:  # ONESTOP_VAR/run, or the file, is not there yet
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        at = time.time_ns()
    os.utime(path, ns=(at, at))


def forget_on_commit() -> None:
    """For verbs: this transaction reads anew at once, and everybody as soon as it has committed."""
    _forget()
    transaction.on_commit(forget_all)
    _changers.add(get_ident())


def _changing() -> bool:
    """Say whether the transaction that this thread is in has changed something that is remembered."""
    if not _changers or get_ident() not in _changers:
        return False
    if any(hook[1] is forget_all for hook in connection.run_on_commit):
        return True
    _changers.discard(get_ident())
    return False


def _forget() -> None:
    for forget in _forgetters:
        forget()


def _notice(at: float) -> int:
    """Forget what was kept before somebody's change; return the epoch of what is kept."""
    global _seen, _looked_at
    epoch, _looked_at = _epoch(), at
    if epoch != _seen:
        _forget()
        _seen = epoch
    return epoch


def _epoch() -> int:
    try:
        return os.stat(_path()).st_mtime_ns
    except OSError:
        return 0


@cache
def _path() -> str:
    return str(settings.ONESTOP_VAR / "run" / "memory.epoch")
