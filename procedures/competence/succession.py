"""What became of an agency or a place: the chain of successors up to the one that is valid on a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from .offices import Office, Place, is_valid

Kept = TypeVar("Kept", Office, Place)


class NotThere(Exception):
    """Nothing is valid on the day. `last` is where the chain ends; `is_future`: it only begins later."""

    def __init__(self, last: Office | Place, *, is_future: bool) -> None:
        super().__init__(last.code)
        self.last, self.is_future = last, is_future


def current(
    thing: Kept, on: date, find: Callable[[str], Kept | None]
) -> tuple[Kept, list[tuple[Kept, Kept]]]:
    """Return what stands in its place on a day, and each step (old, new) that led there.

    Raises NotThere where the chain ends in nothing, in a circle, or in what begins after the day.
    """
    steps: list[tuple[Kept, Kept]] = []
    seen = {thing.code}
    while not is_valid(thing, on):
        if thing.valid_from_on is not None and thing.valid_from_on > on:
            raise NotThere(thing, is_future=True)
        following = find(thing.successor) if thing.successor else None
        if following is None or following.code in seen:
            raise NotThere(thing, is_future=False)
        steps.append((thing, following))
        seen.add(following.code)
        thing = following
    return thing, steps


def replaced_on(old: Office | Place) -> date:
    """Return the first day of the successor: the day after the last day of the old one."""
    assert old.valid_until_on is not None, "only what ended has been replaced"
    return old.valid_until_on + timedelta(days=1)
