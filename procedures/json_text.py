"""JSON that an editor typed or a page sent: read only if the database can keep it and nothing runs too deep."""

import json
from math import isfinite
from typing import Any, Final

DEEPEST: Final = 30


def read_json(text: str | bytes) -> Any:
    """Return what the JSON says. Raises ValueError for what is no JSON, or no value that can be stored.

    NaN and Infinity are no JSON; PostgreSQL keeps no NUL and no half of a surrogate pair; what is nested deeper than
    DEEPEST is nothing that a person wrote.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _check(found, DEEPEST)
    return found


def is_storable(text: str) -> bool:
    """Say whether the database can keep a text: no NUL, no half of a surrogate pair."""
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text)


def readable(text: str) -> str:
    """Return a text that can be shown, at most 60 characters of it: what no encoding knows becomes a question mark."""
    return text[:60].encode("utf-8", "replace").decode().replace("\x00", "?")


def _check(value: Any, left: int) -> None:
    if left < 0:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, left)
            _check(inner, left - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, left - 1)
    elif (isinstance(value, str) and not is_storable(value)) or (
        isinstance(value, float) and not isfinite(value)
    ):
        raise ValueError("cannot be stored")
