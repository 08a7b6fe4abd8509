"""Character error rate: how far recognised text is from the truth."""

from __future__ import annotations

import unicodedata


def character_error_rate(text: str, truth: str) -> float:
    """Return edit distance / length of the truth, both in NFC with runs of blanks as one space.

    0.0 is perfect; 1.0 means as many edits as the truth has characters. The truth must not be empty.
    """
    wanted = _plain(truth)
    if not wanted:
        raise ValueError("the truth is empty")
    return edit_distance(_plain(text), wanted) / len(wanted)


def edit_distance(one: str, other: str) -> int:
    """Return the Levenshtein distance, one column of the table at a time in the bits of an integer.

    Source: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (2003).
    """
    if not one:
        return len(other)
    where: dict[str, int] = {}
    for position, letter in enumerate(one):
        where[letter] = where.get(letter, 0) | 1 << position
    full, last = (1 << len(one)) - 1, 1 << len(one) - 1
    rises, falls, distance = full, 0, len(one)
    for letter in other:
        match = where.get(letter, 0)
        diagonal = ((match & rises) + rises ^ rises) | match | falls
        right_rises = falls | ~(diagonal | rises) & full
        right_falls = diagonal & rises
        distance += bool(right_rises & last) - bool(right_falls & last)
        right_rises = (right_rises << 1 | 1) & full
        right_falls = right_falls << 1 & full
        rises = right_falls | ~(diagonal | right_rises) & full
        falls = right_rises & diagonal & full
    return distance


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
