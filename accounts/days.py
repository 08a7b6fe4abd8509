"""Which days an office may write down: what lies outside is a slip, and breaks whoever counts a day on from it."""

from datetime import date
from typing import Final

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)


def is_plausible(on: date) -> bool:
    return EARLIEST <= on <= LATEST
