"""Who must be told before a person loses a role: the rooms above register what they do with that person's open work.

accounts knows nothing of dossiers; dossiers.rehoming registers itself here. Both run in the verb's transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Agency, User


@dataclass(frozen=True)
class Vacated:
    """A role that `user` is about to lose at an agency. `to`: who takes over the work, None: it is released."""

    user: User
    agency: Agency
    role: str
    to: User | None = None


Holder = Callable[[Vacated, User], int]  # and on whose order; returns how many pieces of work got a new home
Asker = Callable[[Agency], int]  # how many pieces of work are open at an agency
_holders: list[Holder] = []
_askers: list[Asker] = []


def register(*, holder: Holder, asker: Asker) -> None:
    """Register once per process: what re-homes open work, and what counts it."""
    if holder not in _holders:
        _holders.append(holder)
        _askers.append(asker)


def rehome(vacated: Vacated, *, by: User) -> int:
    """Give open work a new home; return how many pieces."""
    return sum(holder(vacated, by) for holder in _holders)


def open_work(agency: Agency) -> int:
    """How many pieces of work are open at an agency."""
    return sum(asker(agency) for asker in _askers)
