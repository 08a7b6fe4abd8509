"""What a dossier costs: a quote from the fee rules of a version, pure and explained (docs/fees.md).

An amount of None is one that nobody published. It is not zero: the total is then None as well, never a part of
the truth. Whole units of one currency (VND; another only for missions abroad).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from .quotes import Part, Quote, QuoteItem, Remark, quoted
from .rates import (
    HOME_CURRENCY,
    Exemption,
    FeeRefused,
    FeeUnit,
    Rate,
    Tier,
    named,
    same,
)

MOST: Final = 10_000

_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the quote is for; cases and categories as `same()` gives them."""

    channel: str
    on: date
    copies: int
    pages: int | None
    quantity: int
    cases: frozenset[str]
    categories: frozenset[str]


def quote(
    rates: Iterable[Rate],
    *,
    channel: str,
    on: date,
    copies: int = 1,
    pages: int | None = None,
    quantity: int = 1,
    cases: Collection[str] = (),
    categories: Collection[str] = (),
) -> Quote:
    """Return what is to be paid for a dossier filed through a channel (DIRECT, ONLINE, POSTAL) on a day.

    `pages` are those of one copy, `quantity` that of other items; `cases` the chosen ones, `categories` what the
    applicant is. Of rules with one kind and name the most particular applies: that of a case before that of every
    case, then that of a category, then that of the channel. FeeRefused: a number without meaning, pages_needed,
    fee_ambiguous where two rules are equally particular, currencies_mixed.
    """
    for number in (copies, quantity, 1 if pages is None else pages):
        if not 1 <= number <= MOST:
            raise FeeRefused("number_out_of_range")
    asked = _Asked(
        channel, on, copies, pages, quantity, frozenset(map(same, cases)), frozenset(map(same, categories))
    )
    in_time = [rate for rate in rates if _in_time(rate, on)]
    in_channel = [rate for rate in in_time if not rate.channels or channel in rate.channels]
    best = _by_name(_of_one_till([rate for rate in in_channel if _fits(rate, asked)]))
    for equals in best.values():
        if len(equals) > 1:
            raise FeeRefused("fee_ambiguous", first=named(equals[0]), second=named(equals[1]))
    items = tuple(_compared(_item(rates[0], asked), in_time, asked) for rates in best.values())
    remarks = (*_open(in_channel, best, asked), *_without_effect(items, categories))
    return quoted(items, _currency(items), remarks)


def _in_time(rate: Rate, on: date) -> bool:
    begun = rate.valid_from_on is None or rate.valid_from_on <= on
    return begun and (rate.valid_until_on is None or on <= rate.valid_until_on)


def _fits(rate: Rate, asked: _Asked) -> bool:
    in_case = not rate.case or same(rate.case) in asked.cases
    return in_case and (not rate.category or same(rate.category) in asked.categories)


def _of_one_till(rates: Sequence[Rate]) -> Sequence[Rate]:
    """A case paid in another currency is that of a mission abroad: the rules of every case are not its own."""
    if any(rate.case and rate.currency != HOME_CURRENCY for rate in rates):
        return [rate for rate in rates if rate.case]
    return rates


def _by_name(rates: Iterable[Rate]) -> dict[_Name, list[Rate]]:
    """Keep for each kind and name the most particular rules; more than one is a contradiction."""
    groups: dict[_Name, list[Rate]] = {}
    for rate in rates:
        groups.setdefault(_name(rate), []).append(rate)
    return {name: _most_particular(group) for name, group in groups.items()}


def _name(rate: Rate) -> _Name:
    return rate.kind, same(rate.name)


def _most_particular(group: list[Rate]) -> list[Rate]:
    """Narrow by case, category, channel; between two cases (or categories) the channel does not decide."""
    for field in ("case", "category"):
        group = [rate for rate in group if getattr(rate, field)] or group
        if len({same(getattr(rate, field)) for rate in group}) > 1:
            return group
    return [rate for rate in group if rate.channels] or group


def _item(rate: Rate, asked: _Asked) -> QuoteItem:
    """Work one fee out: its units by tiers, at most the cap, times the copies, less the exemption."""
    units = {
        FeeUnit.DOSSIER: 1,
        FeeUnit.COPY: asked.copies,
        FeeUnit.PAGE: asked.pages,
        FeeUnit.ITEM: asked.quantity,
    }[rate.per]
    if units is None:
        raise FeeRefused("pages_needed")
    of_pages = rate.per is FeeUnit.PAGE
    times = asked.copies if of_pages else 1 if rate.tiers else units
    exemption = _exemption(rate, asked)
    if rate.amount is None and not rate.tiers:
        free = 0 if exemption and exemption.percent == 100 else None
        return QuoteItem(rate, (), times, is_capped=False, amount=free, exemption=exemption)
    parts = _parts(rate, units if of_pages or rate.tiers else 1)
    one = sum(part.units * part.amount for part in parts)
    is_capped = rate.cap is not None and one > rate.cap
    full = times * (rate.cap if is_capped and rate.cap is not None else one)
    return QuoteItem(rate, parts, times, is_capped, _less(full, exemption), full, exemption)


def _parts(rate: Rate, units: int) -> tuple[Part, ...]:
    tiers = rate.tiers or (Tier(1, None, rate.amount or 0),)
    in_tiers = ((min(units, tier.last or units) - tier.first + 1, tier.amount) for tier in tiers)
    return tuple(Part(count, amount) for count, amount in in_tiers if count > 0)


def _exemption(rate: Rate, asked: _Asked) -> Exemption | None:
    """Of the exemptions that the applicant has, the greatest; they are not added up."""
    theirs = [one for one in rate.exemptions if same(one.category) in asked.categories]
    return max(theirs, key=lambda one: one.percent, default=None)


def _less(full: int, exemption: Exemption | None) -> int:
    """Take the exemption off; what is left of a unit of money is rounded half up."""
    return full if exemption is None else (full * (100 - exemption.percent) + 50) // 100


def _compared(item: QuoteItem, in_time: Iterable[Rate], asked: _Asked) -> QuoteItem:
    """Add what the same costs at the counter where the online rule asks less."""
    if asked.channel != "ONLINE" or not item.rate.channels or item.full is None:
        return item
    at_counter = [
        rate
        for rate in in_time
        if _name(rate) == _name(item.rate)
        and (not rate.channels or "DIRECT" in rate.channels)
        and _fits(rate, asked)
    ]
    equals = _by_name(at_counter).get(_name(item.rate), [])
    full = _item(equals[0], asked).full if len(equals) == 1 else None
    same_money = bool(equals) and equals[0].currency == item.rate.currency
    return replace(item, at_counter=full) if same_money and full is not None and full > item.full else item


def _currency(items: Iterable[QuoteItem]) -> str:
    currencies = sorted({item.rate.currency for item in items})
    if len(currencies) > 1:
        raise FeeRefused("currencies_mixed", currencies=", ".join(currencies))
    return currencies[0] if currencies else HOME_CURRENCY


def _open(rates: Iterable[Rate], best: Collection[_Name], asked: _Asked) -> list[Remark]:
    """Say which fees cannot be told yet.

    A fee with rules for two cases and none for every case asks which; one with a rule for a single case is an
    extra that is asked for by choosing it, unless there is no other fee at all. Likewise for categories.
    """
    waiting: dict[_Name, list[Rate]] = {}
    for rate in rates:
        if _name(rate) not in best:
            waiting.setdefault(_name(rate), []).append(rate)
    found = [(group[0].name, *_choices(group, asked)) for group in waiting.values()]
    pressing = [one for one in found if len(one[2]) > 1] or [one for one in found if one[2] and not best]
    remarks = [Remark(code, {"name": name, "choices": "; ".join(some)}) for name, code, some in pressing]
    return remarks if best or remarks else [Remark("no_fee_published")]


def _choices(group: Iterable[Rate], asked: _Asked) -> tuple[str, list[str]]:
    """Return what rules that do not fit wait for: a category where the case is settled, else a case."""
    settled = [rate for rate in group if not rate.case or same(rate.case) in asked.cases]
    if settled:
        return "category_not_chosen", list(dict.fromkeys(rate.category for rate in settled))
    return "case_not_chosen", list(dict.fromkeys(rate.case for rate in group))


def _without_effect(items: Iterable[QuoteItem], categories: Collection[str]) -> list[Remark]:
    used = {same(item.rate.category) for item in items}
    used |= {same(one.category) for item in items for one in item.rate.exemptions}
    return [
        Remark("category_without_effect", {"category": category})
        for category in categories
        if same(category) not in used
    ]
