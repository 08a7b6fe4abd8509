"""Vocabulary: the words of the catalogue, and which of them a typed word may have been meant to be."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz.distance import OSA

from .words import untyped

MOST_MEANT: Final = 10_000  # typed words remembered
# How good a match is, from the word itself to another real word one slip away.
EXACT: Final = 1.0
OTHER_ACCENTS: Final = 0.94
KEYS: Final = 0.9
PREFIX: Final = 0.85
PREFIX_OF_OTHERS: Final = 0.55  # what was typed is a word already
SLIP: Final = 0.7
SLIP_TO_A_WORD: Final = 0.4


@dataclass
class Vocabulary:
    """Words without accents. `_shortened` finds a word from what is left of it without one letter."""

    words: frozenset[str]
    _ordered: list[str] = field(init=False)
    _shortened: dict[str, list[str]] = field(init=False, default_factory=dict)
    _meant: dict[tuple[str, bool], dict[str, float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._ordered = sorted(self.words)
        for word in self._ordered:
            for shorter in _without_one(word):
                self._shortened.setdefault(shorter, []).append(word)

    def meant(self, typed: str, *, is_last: bool) -> dict[str, float]:
        """Return the words that `typed` may mean, each with its quality; the last word may be a beginning."""
        key = typed, is_last
        known = self._meant.get(key)
        if known is None:
            if len(self._meant) >= MOST_MEANT:
                self._meant.clear()
            known = self._meant[key] = self._look_up(typed, is_last)
        return known

    def _look_up(self, typed: str, is_last: bool) -> dict[str, float]:
        is_word = typed in self.words
        found: dict[str, float] = {}
        if len(typed) >= 3 or not is_word:
            found = dict.fromkeys(self.near(typed), SLIP_TO_A_WORD if is_word else SLIP)
        if is_last:
            found |= dict.fromkeys(self.beginning_with(typed), PREFIX_OF_OTHERS if is_word else PREFIX)
        if is_word:
            found[typed] = EXACT
        elif (keyed := untyped(typed)) in self.words:
            found[keyed] = KEYS
        return found

    def near(self, typed: str) -> set[str]:
        """Return the words one slip away: a letter too many, too few, another, or two changed about."""
        shorter = set(_without_one(typed))
        candidates = {word for key in (typed, *shorter) for word in self._shortened.get(key, ())}
        candidates |= shorter & self.words
        return {word for word in candidates if OSA.distance(typed, word, score_cutoff=1) == 1}

    def beginning_with(self, typed: str) -> Iterator[str]:
        """Return the words that begin with what was typed."""
        for position in range(bisect_left(self._ordered, typed), len(self._ordered)):
            if not self._ordered[position].startswith(typed):
                return
            yield self._ordered[position]

    def parted(self, typed: str) -> list[str]:
        """Return the words that were typed without blanks between them ("khaisinh"); [typed] if they are none."""
        is_known = typed in self.words or any(self.beginning_with(typed))
        if is_known or len(typed) < 5 or self.near(typed):
            return [typed]
        for end in range(len(typed) - 2, 1, -1):
            if typed[:end] in self.words:
                rest = typed[end:]
                following = [rest] if rest in self.words else self.parted(rest)
                if all(word in self.words for word in following):
                    return [typed[:end], *following]
        return [typed]


def _without_one(word: str) -> Iterable[str]:
    return (word[:position] + word[position + 1 :] for position in range(len(word)))
