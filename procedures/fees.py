"""What a dossier costs: a quote from the fee rules of a version, pure and explained. Whole dong (VND) only.

An amount of None is one that nobody published. It is not zero: the total is then None as well, never a part of
the truth.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.refusals import InputRefused

from . import formats

MOST: Final = 10_000


class FeeUnit(StrEnum):
    """What an amount is asked for: the dossier, each copy, each page of each copy, each other item."""

    DOSSIER = "DOSSIER"
    COPY = "COPY"
    PAGE = "PAGE"
    ITEM = "ITEM"


@dataclass(frozen=True, slots=True)
class Tier:
    """Pages from one to another (inclusive; None: all that follow) at an amount each."""

    first: int
    last: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One fee rule. No channels: all of them. `case` empty: every case. `cap`: the most for one copy."""

    kind: str
    name: str
    amount: int | None
    per: FeeUnit
    channels: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    cap: int | None = None
    case: str = ""
    collected_at: str = "RECEPTION"
    source: str = ""
    valid_from_on: date | None = None
    valid_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """So many units at one amount."""

    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One fee of a quote. `parts` make one copy or the whole; `times` multiplies them; `amount` is the result."""

    rate: Rate
    parts: tuple[Part, ...]
    times: int
    is_capped: bool
    amount: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """All fees that apply; `total` is None when one of them is not published."""

    items: tuple[QuoteItem, ...]
    total: int | None

    @property
    def explanation(self) -> list[str]:
        """Say for each item how its amount comes about, in the current language."""
        return [_sentence(item) for item in self.items]


class FeeRefused(InputRefused):
    """A quote was asked for without the numbers it needs."""

    SENTENCES: Final[dict[str, Promise]] = {
        "pages_needed": gettext_lazy("The fee is counted by pages. Enter how many pages the original has."),
        "number_out_of_range": gettext_lazy("The number must be from 1 to 10,000. Enter it again."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code, self.SENTENCES[code])


class FeeRow(Protocol):
    """A fee rule as the catalogue stores it: lists and mappings as they come from JSON."""

    kind: Any
    name: Any
    channels: Any
    amount: Any
    per: Any
    tiers: Any
    cap: Any
    collected_at: Any
    source: Any
    valid_from_on: Any
    valid_until_on: Any


def rate_of(row: FeeRow) -> Rate:
    """Read a stored fee rule: tiers [{from_unit, to_unit, amount}], cap {amount, per: COPY}, per a FeeUnit."""
    return Rate(
        kind=row.kind,
        name=row.name,
        amount=row.amount,
        per=FeeUnit(row.per or FeeUnit.DOSSIER),
        channels=tuple(row.channels),
        tiers=tiers_of(row.tiers),
        cap=row.cap["amount"] if row.cap else None,
        case=getattr(row, "case", ""),
        collected_at=row.collected_at,
        source=row.source,
        valid_from_on=row.valid_from_on,
        valid_until_on=row.valid_until_on,
    )


def quote(
    rates: Iterable[Rate],
    *,
    channel: str,
    on: date,
    copies: int = 1,
    pages: int | None = None,
    quantity: int = 1,
    cases: Collection[str] = (),
) -> Quote:
    """Return what is to be paid for a dossier filed through a channel (DIRECT, ONLINE, POSTAL) on a day.

    `pages` are those of one copy. Of rules with one kind and name the most particular applies: that of the case
    before that of every case, that of the channel before that of all, the newest before an older one.
    """
    for number in (copies, quantity, 1 if pages is None else pages):
        if not 1 <= number <= MOST:
            raise FeeRefused("number_out_of_range")
    applying = [rate for rate in rates if _applies(rate, channel, on, cases)]
    items = tuple(_item(rate, copies, pages, quantity) for rate in _most_particular(applying))
    amounts = [item.amount for item in items if item.amount is not None]
    return Quote(items, sum(amounts) if len(amounts) == len(items) else None)


def _applies(rate: Rate, channel: str, on: date, cases: Collection[str]) -> bool:
    begun = rate.valid_from_on is None or rate.valid_from_on <= on
    ended = rate.valid_until_on is not None and rate.valid_until_on < on
    in_channel = not rate.channels or channel in rate.channels
    return begun and not ended and in_channel and (not rate.case or rate.case in cases)


def _most_particular(rates: Sequence[Rate]) -> list[Rate]:
    """Keep one rule per kind, name and case; a rule for every case yields to one for a case."""
    with_case = {(rate.kind, rate.name) for rate in rates if rate.case}
    best: dict[tuple[str, str, str], Rate] = {}
    for rate in rates:
        if not rate.case and (rate.kind, rate.name) in with_case:
            continue
        key = (rate.kind, rate.name, rate.case)
        if key not in best or _rank(rate) > _rank(best[key]):
            best[key] = rate
    return list(best.values())


def _rank(rate: Rate) -> tuple[bool, date]:
    return bool(rate.channels), rate.valid_from_on or date.min


def _item(rate: Rate, copies: int, pages: int | None, quantity: int) -> QuoteItem:
    times = {FeeUnit.DOSSIER: 1, FeeUnit.ITEM: quantity}.get(rate.per, copies)
    if rate.amount is None and not rate.tiers:
        return QuoteItem(rate, (), times, is_capped=False, amount=None)
    parts = _parts(rate, pages)
    one = sum(part.units * part.amount for part in parts)
    is_capped = rate.cap is not None and one > rate.cap
    each = rate.cap if is_capped and rate.cap is not None else one
    return QuoteItem(rate, parts, times, is_capped, each * times)


def _parts(rate: Rate, pages: int | None) -> tuple[Part, ...]:
    if rate.per is not FeeUnit.PAGE:
        return (Part(1, rate.amount or 0),)
    if pages is None:
        raise FeeRefused("pages_needed")
    tiers = rate.tiers or (Tier(1, None, rate.amount or 0),)
    in_tiers = ((min(pages, tier.last or pages) - tier.first + 1, tier.amount) for tier in tiers)
    return tuple(Part(units, amount) for units, amount in in_tiers if units > 0)


def tiers_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Read tiers; they must follow one another from the first page on, so that no page is paid twice or free."""
    tiers = tuple(Tier(row["from_unit"], row.get("to_unit"), row["amount"]) for row in rows)
    following = 1
    for position, tier in enumerate(tiers, start=1):
        if tier.first != following or (tier.last is None) != (position == len(tiers)):
            raise ValueError(f"Tiers must follow one another from 1 on, the last without an end: {tiers}")
        following = (tier.last or 0) + 1
    return tiers


def _sentence(item: QuoteItem) -> str:
    if item.amount is None:
        return _("%(name)s: the amount has not been published.") % {"name": item.rate.name}
    sums = " + ".join(_part(part, item.rate.per) for part in item.parts)
    if item.is_capped:
        sums = _("%(sums)s, at most %(cap)s") % {"sums": sums, "cap": formats.money(item.rate.cap)}
    if item.times > 1:
        sums = (
            f"({sums}) × {item.times}" if len(item.parts) > 1 or item.is_capped else f"{sums} × {item.times}"
        )
    return f"{item.rate.name}: {sums} = {formats.money(item.amount)}"


def _part(part: Part, per: FeeUnit) -> str:
    if per is not FeeUnit.PAGE:
        return formats.money(part.amount)
    pages = ngettext("%(count)d page", "%(count)d pages", part.units) % {"count": part.units}
    return f"{pages} × {formats.money(part.amount)}"
