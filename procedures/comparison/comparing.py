"""What changed between two versions, field by field, in words of the current language: data, no HTML, no database."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from procedures.content import Content

from .fields import IN_TITLE, LISTS, VALUES, Field, Rows
from .words import NOTHING, TREE_WORDS, TREES, plain

# Words times words that are compared one by one; longer texts only without their common beginning and end.
MOST_PAIRS: Final = 4_000_000


class ChangeKind(StrEnum):
    """What happened to a value or to a row of a list."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words of a text; `mark` is "same", "removed" (only in the old one) or "added" (only in the new)."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `part` is a field of Content and `label` its words; `item` names the row of a list or the branch of a mapping,
    empty for a value of the version itself; `field` and `field_label` what differs in the row, empty for a whole
    row. `old` and `new` are worded ("3 ngày làm việc", "8.000 ₫", "có"); `segments` show a text word by word.
    """

    part: str
    label: str
    kind: ChangeKind
    old: str = ""
    new: str = ""
    item: str = ""
    field: str = ""
    field_label: str = ""
    segments: tuple[Segment, ...] = ()

    @property
    def sentence(self) -> str:
        """Say the change in one line."""
        where = " – ".join(part for part in (self.label, self.item, self.field_label) if part)
        sides = {ChangeKind.ADDED: f"+ {self.new}", ChangeKind.REMOVED: f"− {self.old}"}
        return f"{where}: {sides.get(self.kind, f'{self.old} → {self.new}')}"


def compare(old: Content, new: Content) -> tuple[Change, ...]:
    """Return all differences: values first, then the lists row by row, then the mappings; empty if there is none.

    Rows are the same by what identifies them (a paper by code or name, a fee by kind, name, case and channel, a
    step by key), not by position. The version number and the boxes' places on the drawing are not compared.
    """
    changes = [*_values(old, new)]
    for rows in LISTS:
        changes.extend(_list(rows, getattr(old, rows.name), getattr(new, rows.name)))
    for name in TREES:
        changes.extend(_Tree(name).changes((), getattr(old, name), getattr(new, name)))
    return tuple(changes)


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Return both texts as one run of words, marked; the unmarked and removed make the old one again."""
    before, after = (re.findall(r"\s+|\S+", text) for text in (old, new))
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle = [words[head : len(words) - tail] for words in (before, after)]
    marked = [(before[:head], "same"), *_marked(*middle), (before[len(before) - tail :], "same")]
    return tuple(Segment("".join(words), mark) for words, mark in marked if words)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words that both begin with."""
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return position
    return min(len(one), len(other))


def _marked(before: list[str], after: list[str]) -> Iterator[tuple[list[str], str]]:
    if len(before) * len(after) > MOST_PAIRS:
        yield from ((before, "removed"), (after, "added"))
        return
    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            yield before[a:b], "same"
        else:
            yield before[a:b], "removed"
            yield after[c:d], "added"


def _values(old: Content, new: Content) -> Iterator[Change]:
    for field in VALUES:
        if field.raw(old) != field.raw(new):
            was, now, marked = _sides(field, old, new)
            yield Change(field.name, str(field.label), ChangeKind.CHANGED, was, now, segments=marked)


def _sides(field: Field, old: Any, new: Any) -> tuple[str, str, tuple[Segment, ...]]:
    """Word a field of both versions; a text word by word as well."""
    before, after = field.raw(old), field.raw(new)
    marked = segments(before, after) if field.is_text and before and after else ()
    return field.words(before), field.words(after), marked


def _list(rows: Rows, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    part, label = rows.name, str(rows.label)
    pairs = _paired(rows, old, new)
    for before, after in pairs:
        if before is None:
            yield Change(part, label, ChangeKind.ADDED, new=_summary(rows, after), item=rows.title(after))
        elif after is None:
            yield Change(part, label, ChangeKind.REMOVED, old=_summary(rows, before), item=rows.title(before))
        else:
            yield from _row(rows, before, after)
    if rows.is_ordered:
        yield from _order(rows, old, [(before, after) for before, after in pairs if before and after])


def _row(rows: Rows, old: Any, new: Any) -> Iterator[Change]:
    for field in rows.fields:
        if field.raw(old) != field.raw(new):
            was, now, marked = _sides(field, old, new)
            yield Change(
                rows.name,
                str(rows.label),
                ChangeKind.CHANGED,
                was,
                now,
                rows.title(new),
                field.name,
                str(field.label),
                marked,
            )


def _paired(rows: Rows, old: Sequence[Any], new: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair the rows of both versions by the surest key that finds one; the new order, then what is gone."""
    partner: dict[int, int] = {}
    left = set(range(len(old)))
    for key in rows.keys:
        waiting: dict[Any, list[int]] = {}
        for position in sorted(left):
            waiting.setdefault(key(old[position]), []).append(position)
        for position, row in enumerate(new):
            found = waiting.get(key(row)) if position not in partner and key(row) is not None else None
            if found:
                partner[position] = found.pop(0)
                left.discard(partner[position])
    kept = [(old[partner[at]] if at in partner else None, row) for at, row in enumerate(new)]
    return [*kept, *((old[position], None) for position in sorted(left))]


def _order(rows: Rows, old: Sequence[Any], kept: Sequence[tuple[Any, Any]]) -> Iterator[Change]:
    """Say that rows which both versions have stand in another order."""
    places = {id(row): position for position, row in enumerate(old)}
    before = sorted(kept, key=lambda pair: places[id(pair[0])])
    if [id(pair[0]) for pair in before] == [id(pair[0]) for pair in kept]:
        return
    was, now = ("; ".join(rows.title(row) for _old, row in pairs) for pairs in (before, kept))
    yield Change(
        rows.name, str(rows.label), ChangeKind.CHANGED, was, now, field="order", field_label=_("order")
    )


def _summary(rows: Rows, row: Any) -> str:
    """Say a whole row: its fields, without those that are empty, say no, or stand in its title."""
    title = rows.title(row)
    filled = [field for field in rows.fields if field.raw(row) not in (False, "", (), {})]
    said = [(field, field.words(field.raw(row))) for field in filled]
    told = [
        f"{field.label}: {words}"
        for field, words in said
        if words != NOTHING and not (field.name in IN_TITLE and words in title)
    ]
    return "; ".join(told) or title


@dataclass(frozen=True, slots=True)
class _Tree:
    """A mapping of both versions, followed branch by branch as far as both have the branch."""

    part: str

    def changes(self, path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
        if not (isinstance(old, dict) and isinstance(new, dict)):
            if old != new:
                yield self.branch(path, ChangeKind.CHANGED, self.said(old), self.said(new))
            return
        for name in dict.fromkeys((*old, *new)):
            below = (*path, str(name))
            if name not in new:
                yield self.branch(below, ChangeKind.REMOVED, self.said(old[name]), "")
            elif name not in old:
                yield self.branch(below, ChangeKind.ADDED, "", self.said(new[name]))
            else:
                yield from self.changes(below, old[name], new[name])

    def branch(self, path: tuple[str, ...], kind: ChangeKind, old: str, new: str) -> Change:
        words = TREE_WORDS.get(self.part, {})
        item = " › ".join(str(words.get(name, name)) for name in path)
        return Change(self.part, str(TREES[self.part]), kind, old, new, item, ".".join(path))

    def said(self, value: Any) -> str:
        return plain(value, TREE_WORDS.get(self.part))
