"""Index: all versions of the catalogue, found by what a person types; pure, in memory. How it ranks: docs/search.md.

A word's numpy array holds the rows in which it stands, so that a query is a dozen operations on whole arrays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from procedures.standing import Standing

from .ranking import Entry, Mask, Ranking, Scores
from .words import LONGEST_QUERY, begun_code, codes_in, words_of

# In the order of the results.
STANDINGS: Final = (
    Standing.IN_FORCE,
    Standing.LISTED,
    Standing.FUTURE,
    Standing.SUPERSEDED,
    Standing.REPEALED,
)
OPEN: Final = (Standing.IN_FORCE, Standing.LISTED)

# What a standing is worth beside the words.
BY_STANDING: Final = np.array([0.08, 0.0, -0.05, -0.2, -0.2], np.float32)
DAYS_REMEMBERED: Final = 32


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    standing: Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """What the results are narrowed to; empty keeps all. No standing: those that are open today."""

    field: str = ""
    level: str = ""
    service_level: str = ""
    channel: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, how many there are, and for each kind of filter how many hits each value would give."""

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Day:
    standing: npt.NDArray[np.int8]
    shown: Mask  # one version of each procedure


class Index:
    """Versions, drafts left out, and the arrays that find them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=_by_name)
        self.size = len(self.entries)
        self._days: dict[date, _Day] = {}
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for row, entry in enumerate(self.entries):
            self._by_code[entry.code].append(row)
        self._begin = np.array([entry.valid_from_on.toordinal() for entry in self.entries], np.int32)
        self._end = np.array(
            [
                entry.valid_until_on.toordinal() if entry.valid_until_on else 4_000_000
                for entry in self.entries
            ],
            np.int32,
        )
        self._listed = np.array([entry.is_listed for entry in self.entries], np.bool_)
        self._repealed = np.array([entry.is_repealed for entry in self.entries], np.bool_)
        self._masks = self._filters()
        self._ranking = Ranking(self.entries)

    def _filters(self) -> dict[str, dict[str, Mask]]:
        rows: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in ("field", "level", "service_level", "channel")
        }
        for row, entry in enumerate(self.entries):
            rows["field"][entry.field_name].append(row)
            rows["service_level"][entry.service_level].append(row)
            for name, values in (("level", entry.levels), ("channel", entry.channels)):
                for value in values:
                    rows[name][value].append(row)
        return {
            name: {value: self._mask(kept) for value, kept in values.items() if value}
            for name, values in rows.items()
        }

    def _mask(self, rows: Sequence[int]) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        mask[list(rows)] = True
        return mask

    # ---- questions ----

    def find(
        self,
        typed: str,
        *,
        on: date,
        kept: Kept = Kept(),  # noqa: B008  (frozen)
        most: int = 20,
        after: int = 0,
        counting: bool = False,
    ) -> Found:
        """Return the hits for what was typed, best first, from the one numbered `after` on; all without words.

        With `counting` also how many hits each value of each filter would give.
        """
        typed = typed[:LONGEST_QUERY]
        codes, rest = codes_in(typed)
        day = self._day(on)
        begun = begun_code(typed)
        scores = self._score_codes(codes, begun) if codes or begun else self._ranking.score(rest)
        masks = self._masks | {"standing": self._standing_masks(day, anywhere=bool(codes))}
        wanted = {name: getattr(kept, name) for name in masks}
        wanted["standing"] = wanted["standing"] or "open"
        found = day.shown & (scores > 0)
        rows = np.flatnonzero(self._narrow(found, masks, wanted))
        best = scores[rows] + BY_STANDING[day.standing[rows]]
        order = rows[np.argsort(-best, kind="stable")]
        hits = tuple(self._hit(int(row), day) for row in order[after : after + most])
        return Found(hits, len(rows), self._counts(found, masks, wanted) if counting else {})

    def versions(self, code: str, on: date) -> list[Hit]:
        """Return all versions of a procedure, the newest first, each with its standing on a day."""
        day = self._day(on)
        rows = sorted(self._by_code.get(code, ()), key=lambda row: -self.entries[row].number)
        return [self._hit(row, day) for row in rows]

    def standing(self, code: str, on: date) -> Hit | None:
        """Return the version that stands for a procedure on a day."""
        day = self._day(on)
        return next((self._hit(row, day) for row in self._by_code.get(code, ()) if day.shown[row]), None)

    def codes_near(self, code: str, *, on: date, most: int = 5) -> list[Hit]:
        """Return procedures whose code is one slip away from one that does not exist."""
        near = [known for known in self._by_code if OSA.distance(known, code, score_cutoff=2) <= 1]
        return [hit for known in near[:most] if (hit := self.standing(known, on))]

    def _hit(self, row: int, day: _Day) -> Hit:
        return Hit(self.entries[row], STANDINGS[day.standing[row]])

    # ---- days ----

    def _day(self, on: date) -> _Day:
        known = self._days.get(on)
        if known is None:
            if len(self._days) >= DAYS_REMEMBERED:
                self._days.clear()
            known = self._days[on] = self._stand(on.toordinal())
        return known

    def _stand(self, on: int) -> _Day:
        """Work out how each version stands, and which one of each procedure is shown: the one that counts most."""
        standing = np.where(self._listed, _at(Standing.LISTED), _at(Standing.IN_FORCE)).astype(np.int8)
        standing[(self._begin > on) & ~self._listed] = _at(Standing.FUTURE)
        ended = self._end < on
        standing[ended] = np.where(self._repealed, _at(Standing.REPEALED), _at(Standing.SUPERSEDED))[ended]
        shown = np.zeros(self.size, np.bool_)
        for rows in self._by_code.values():
            shown[min(rows, key=lambda row: (standing[row], -self._begin[row]))] = True
        return _Day(standing, shown)

    def _standing_masks(self, day: _Day, *, anywhere: bool) -> dict[str, Mask]:
        masks = {str(one): day.standing == number for number, one in enumerate(STANDINGS)}
        open_today = masks[Standing.IN_FORCE] | masks[Standing.LISTED]
        masks["all"] = np.ones(self.size, np.bool_)
        masks["open"] = masks["all"] if anywhere else open_today
        return masks

    # ---- filters ----

    def _narrow(
        self, found: Mask, masks: Mapping[str, Mapping[str, Mask]], wanted: Mapping[str, str], but: str = ""
    ) -> Mask:
        for name, value in wanted.items():
            if value and name != but:
                found = found & masks[name].get(value, np.False_)
        return found

    def _counts(
        self, found: Mask, masks: Mapping[str, Mapping[str, Mask]], wanted: Mapping[str, str]
    ) -> dict[str, dict[str, int]]:
        counts = {}
        for name, values in masks.items():
            rest = self._narrow(found, masks, wanted, but=name)
            each = {value: int(np.count_nonzero(rest & mask)) for value, mask in values.items()}
            counts[name] = {value: number for value, number in each.items() if number}
        return counts

    # ---- scores ----

    def _score_codes(self, codes: Sequence[str], begun: str) -> Scores:
        scores = np.zeros(self.size, np.float32)
        for code, rows in self._by_code.items():
            digits = code.replace(".", "")
            if code in codes:
                scores[rows] = 2.0
            elif begun and digits.startswith(begun):
                scores[rows] = 1.0
            elif len(begun) >= 4 and begun in digits:
                scores[rows] = 0.5
        return scores


def _by_name(entry: Entry) -> tuple[str, str, int]:
    return " ".join(word.plain for word in words_of(entry.name)), entry.code, entry.number


def _at(standing: Standing) -> int:
    return STANDINGS.index(standing)
