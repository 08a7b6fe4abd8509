"""Ranking: how well each version fits typed words, as arrays over all of them. What counts: docs/search.md.

A word's array holds the rows in which it stands, so that a query is a dozen operations on whole arrays.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .vocabulary import EXACT, OTHER_ACCENTS, Vocabulary
from .words import FILLERS, MOST_WORDS, Word, readings, short_forms, words_of

Rows = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# What each virtue of a hit is worth beside its share of the typed words, which is at most 1.
WHOLE: Final = 0.15  # every word is found
NEIGHBOURS: Final = 0.4  # the words follow one another as typed
BREVITY: Final = 0.3  # the name says little else
OPENING: Final = 0.1  # the name begins so
ELSEWHERE: Final = 0.6  # of a word that stands in a result or the field, not in the name
WELL: Final = 0.5  # from here on a word counts as found
LEAST_SHARE: Final = 0.8  # of the best hit's share: what has less is left out
LEAST_SCORE: Final = 0.55  # of the best hit's score, over all readings
READ_OTHERWISE: Final = 0.97  # what was typed comes before what a short form means
FILLER_WEIGHT: Final = 0.15


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as the search and its list of results know it; `time_rules` as they are stored."""

    version_id: int
    code: str
    number: int
    name: str
    is_listed: bool
    field_code: str
    field_name: str
    valid_from_on: date
    valid_until_on: date | None = None
    service_level: str = ""
    channels: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    time_rules: tuple[Mapping[str, Any], ...] = ()
    is_repealed: bool = False


class Ranking:
    """The words of all versions, and where they stand."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.size = len(entries)
        in_name: dict[str, list[int]] = defaultdict(list)
        elsewhere: dict[str, list[int]] = defaultdict(list)
        accented: dict[str, list[int]] = defaultdict(list)
        pairs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        opening: dict[str, list[int]] = defaultdict(list)
        lengths = np.ones(self.size, np.float32)
        for row, entry in enumerate(entries):
            name = _without_thu_tuc(words_of(entry.name))
            plain = [word.plain for word in name]
            lengths[row] = max(len(plain), 1)
            for first in plain[:1]:
                opening[first].append(row)
            for first, second in set(zip(plain, plain[1:], strict=False)):
                pairs[first][second].append(row)
            others = words_of(" ".join((entry.field_name, *entry.results)))
            for place, words in ((in_name, name), (elsewhere, others)):
                for one in {word.plain for word in words}:
                    place[one].append(row)
                for one in {word.accented for word in words if word.accented}:
                    accented[one].append(row)
        self._lengths = lengths
        self._in_name, self._elsewhere = _arrays(in_name), _arrays(elsewhere)
        self._accented, self._opening = _arrays(accented), _arrays(opening)
        self._pairs = {first: _arrays(seconds) for first, seconds in pairs.items()}
        self.vocabulary = Vocabulary(frozenset(in_name) | frozenset(elsewhere))

    def score(self, typed: str) -> Scores:
        """Return for each row how well it fits what was typed; 0 does not fit. Without words every row fits."""
        words = [part for word in words_of(typed)[:MOST_WORDS] for part in self._parted(word)]
        if not words:
            return np.ones(self.size, np.float32)
        is_typing = not typed.endswith(" ")
        scores = [self._score(reading, is_typing) for reading in readings(words, short_forms())]
        best = np.maximum.reduce([scores[0], *(READ_OTHERWISE * other for other in scores[1:])])
        return np.where(best >= LEAST_SCORE * best.max(initial=0), best, 0).astype(np.float32)

    def _parted(self, word: Word) -> list[Word]:
        """Return the word, or the words that were typed in its place without blanks."""
        parts = self.vocabulary.parted(word.plain)
        return [word] if len(parts) == 1 else [Word(part) for part in parts]

    def _score(self, words: Sequence[Word], is_typing: bool) -> Scores:
        meant = [self.vocabulary.meant(word.plain, is_last=is_typing and word is words[-1]) for word in words]
        found, weights, total = np.zeros(self.size, np.float32), 0.0, np.zeros(self.size, np.float32)
        count, is_whole = np.zeros(self.size, np.float32), np.ones(self.size, np.bool_)
        for word, means in zip(words, meant, strict=True):
            best = self._best(word, means)
            rows = int(np.count_nonzero(best))
            weight = float(np.log1p(self.size / (rows or 1)))
            if word.plain in FILLERS and len(words) > 1:
                weight *= FILLER_WEIGHT
            else:
                is_whole &= best >= WELL
            weights += weight
            total += weight * best
            count += best > 0
        found = total / weights
        score = found + BREVITY * found * np.minimum(count / self._lengths, 1.0) + WHOLE * is_whole
        score += NEIGHBOURS * self._neighbours(meant) + OPENING * self._opens(meant[0])
        least = LEAST_SHARE * (float(found.max()) if self.size else 0.0)
        return np.where((found > 0) & (found >= least), score, 0).astype(np.float32)

    def _best(self, word: Word, means: Mapping[str, float]) -> Scores:
        """Return for each row how well the word stands in it; the best of all that it may mean."""
        best = np.zeros(self.size, np.float32)
        for place, share in ((self._elsewhere, ELSEWHERE), (self._in_name, 1.0)):
            here = np.zeros(self.size, np.float32)
            for one, quality in sorted(means.items(), key=lambda item: item[1]):
                if one in place:
                    is_other = bool(word.accented) and quality == EXACT
                    here[place[one]] = share * (OTHER_ACCENTS if is_other else quality)
            np.maximum(best, here, out=best)
        if word.accented in self._accented:
            same = self._accented[word.accented]
            best[same] = np.where(best[same] > ELSEWHERE, EXACT, ELSEWHERE)
        return best

    def _neighbours(self, meant: Sequence[Mapping[str, float]]) -> Scores:
        """Return the share of neighbouring words that follow one another in each name."""
        share = np.zeros(self.size, np.float32)
        for firsts, seconds in zip(meant, meant[1:], strict=False):
            best = np.zeros(self.size, np.float32)
            for first in firsts:
                following = self._pairs.get(first, {})
                fewer, others = sorted((following, seconds), key=len)
                for second in fewer:
                    if second in others:
                        rows = following[second]
                        best[rows] = np.maximum(best[rows], min(firsts[first], seconds[second]))
            share += best
        return share / np.float32(max(len(meant) - 1, 1))

    def _opens(self, firsts: Mapping[str, float]) -> Scores:
        opens = np.zeros(self.size, np.float32)
        for first in firsts:
            if first in self._opening:
                opens[self._opening[first]] = firsts[first]
        return opens


def _without_thu_tuc(words: list[Word]) -> list[Word]:
    """Leave out "thủ tục", with which some names begin and others do not."""
    return words[2:] if [word.plain for word in words[:2]] == ["thu", "tuc"] and len(words) > 2 else words


def _arrays(rows: Mapping[str, Sequence[int]]) -> dict[str, Rows]:
    return {word: np.array(found, np.int32) for word, found in rows.items()}
