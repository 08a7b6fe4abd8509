"""The demonstration's accounts: one password for all, and who they are in one line each."""

from functools import cache
from typing import Final, NamedTuple

from accounts.roles import Role

from . import DEMO_PASSWORD
from .reading import read_seeds
from .shapes import Seeds

PASSWORD: Final = DEMO_PASSWORD


class Account(NamedTuple):
    """A user name, and in words who signs in with it."""

    username: str
    words: str


def lines() -> list[Account]:
    """Return each account with its role and place, in the current language, in the order of cast.yaml."""
    seeds = _seeds()
    places = {agency.code: agency.short_name for agency in seeds.agencies}
    return [
        Account(
            person.username, ", ".join(f"{Role(role).label} – {places[code]}" for role, code in person.roles)
        )
        for person in seeds.people
    ]


@cache
def _seeds() -> Seeds:
    return read_seeds()
