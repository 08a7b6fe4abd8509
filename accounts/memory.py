"""A short memory of slow answers, per process: a change is seen everywhere within `seconds`."""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 10_000
_forgetters: list[Callable[[], None]] = []


def remember(seconds: float) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep what the function answered for each set of positional arguments for `seconds`; None is not kept."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        kept: dict[tuple[Hashable, ...], tuple[float, T]] = {}

        @wraps(function)
        def answer(*args: Hashable) -> Any:
            until, value = kept.get(args, (0.0, None))
            if until > time.monotonic():
                return value
            fresh = function(*args)
            if fresh is not None:
                if len(kept) >= _MOST:
                    kept.clear()
                kept[args] = time.monotonic() + seconds, fresh
            return fresh

        _forgetters.append(kept.clear)
        return answer

    return decorate


def forget_all() -> None:
    """Empty every memory of this process; after seeding, and between tests."""
    for forget in _forgetters:
        forget()
