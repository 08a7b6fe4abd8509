"""Fee rules: their parts, read from rows and from the words of the portal, and where two of them contradict."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any, Final, NamedTuple, Protocol

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.names import tidy
from accounts.refusals import InputRefused
from procedures import formats

HOME_CURRENCY: Final = "VND"
# For one unit: so that 10,000 pages of 10,000 copies still fit into a column of the database.
MOST_AMOUNT: Final = 10_000_000_000


class FeeRefused(InputRefused):
    """A quote cannot be made: of what was entered, or of a fee table that contradicts itself."""

    SENTENCES: Final[dict[str, Promise]] = {
        "pages_needed": gettext_lazy("The fee is counted by pages. Enter how many pages the original has."),
        "number_out_of_range": gettext_lazy("The number must be from 1 to 10,000. Enter it again."),
        "fee_unit_unknown": gettext_lazy("“%(words)s” is not a known unit of a fee. Use one of: %(known)s."),
        "fee_ambiguous": gettext_lazy(
            "Two fee rules apply at once: %(first)s and %(second)s. Choose only one case and one category; "
            "if that does not help, tell whoever keeps the catalogue."
        ),
        "currencies_mixed": gettext_lazy(
            "The fees are in several currencies (%(currencies)s) and cannot be added up. Choose another case; "
            "if that does not help, tell whoever keeps the catalogue."
        ),
    }

    def __init__(self, code: str, **words: object) -> None:
        sentence = self.SENTENCES[code]
        super().__init__(code, lazy(lambda: str(sentence) % words, str)() if words else sentence)


class FeeUnit(StrEnum):
    """What an amount is asked for: the dossier, each copy, each page of each copy, each other item."""

    DOSSIER = "DOSSIER"
    COPY = "COPY"
    PAGE = "PAGE"
    ITEM = "ITEM"


# How fee tables word a unit (the portal's, and its English names here). What is counted apart from copies and
# pages is an item: people on a list, permits, transactions, wills. One act ("lần") is one dossier.
UNIT_WORDS: Final[dict[str, FeeUnit]] = {
    "hồ sơ": FeeUnit.DOSSIER,
    "lần": FeeUnit.DOSSIER,
    "lần đăng ký": FeeUnit.DOSSIER,
    "bản sao": FeeUnit.COPY,
    "bản": FeeUnit.COPY,
    "trang": FeeUnit.PAGE,
    "người": FeeUnit.ITEM,
    "giấy phép": FeeUnit.ITEM,
    "hồ sơ hoặc gcn": FeeUnit.ITEM,
    "trường hợp": FeeUnit.ITEM,
    "giao dịch": FeeUnit.ITEM,
    "văn bản": FeeUnit.ITEM,
    "di chúc": FeeUnit.ITEM,
    **{unit.value.lower(): unit for unit in FeeUnit},
}


class FeeStage(StrEnum):
    """When a fee is collected."""

    RECEPTION = "RECEPTION"
    SUPPLEMENT = "SUPPLEMENT"
    RESULT = "RESULT"


# HinhThucThu of the national portal.
PORTAL_STAGES: Final[dict[FeeStage, int]] = {
    FeeStage.RECEPTION: 1,
    FeeStage.SUPPLEMENT: 2,
    FeeStage.RESULT: 4,
}


@dataclass(frozen=True, slots=True)
class Tier:
    """Pages (or other units of the rule) from one to another (inclusive; None: all that follow), an amount each."""

    first: int
    last: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """Applicants of a category pay `percent` less (100: nothing), by a legal basis."""

    category: str
    percent: int = 100
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """One fee rule. No channels: all of them. `case`, `category` empty: every one. `cap`: the most for one copy.

    `amount` is in whole units of `currency`; None was not published, which is not zero. `collected_at`: a
    FeeStage. `scope` says whose rate it is where it is not the nation's. Days are inclusive.
    """

    kind: str
    name: str
    amount: int | None
    per: FeeUnit
    channels: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    cap: int | None = None
    case: str = ""
    category: str = ""
    currency: str = HOME_CURRENCY
    exemptions: tuple[Exemption, ...] = ()
    collected_at: str = "RECEPTION"
    scope: str = ""
    note: str = ""
    source: str = ""
    valid_from_on: date | None = None
    valid_until_on: date | None = None


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
    case: Any
    category: Any
    currency: Any
    exemptions: Any
    scope: Any
    note: Any
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
        case=row.case,
        category=row.category,
        currency=row.currency,
        exemptions=tuple(Exemption(**one) for one in row.exemptions),
        collected_at=row.collected_at,
        scope=row.scope,
        note=row.note,
        source=row.source,
        valid_from_on=row.valid_from_on,
        valid_until_on=row.valid_until_on,
    )


def tiers_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Read tiers; they must follow one another from the first page on, so that no page is paid twice or free."""
    tiers = tuple(Tier(row["from_unit"], row.get("to_unit"), row["amount"]) for row in rows)
    following = 1
    for position, tier in enumerate(tiers, start=1):
        if tier.first != following or (tier.last is None) != (position == len(tiers)):
            raise ValueError(f"Tiers must follow one another from 1 on, the last without an end: {tiers}")
        following = (tier.last or 0) + 1
    return tiers


def fee_unit_of(words: str) -> FeeUnit:
    """Read a unit as fee tables word it ("bản sao", "lần"); FeeRefused fee_unit_unknown names the words."""
    unit = UNIT_WORDS.get(same(words))
    if unit is None:
        known = ", ".join(word for word in UNIT_WORDS if word.upper() not in FeeUnit.__members__)
        raise FeeRefused("fee_unit_unknown", words=tidy(words), known=known)
    return unit


def same(words: str) -> str:
    """Return what makes two names the same: letters without case, single blanks."""
    return tidy(words).casefold()


class Conflict(NamedTuple):
    """Two fee rules that apply at once; rows are counted from 1 in the order of the table."""

    first: int
    second: int
    sentence: str


def conflicts(rates: Sequence[Rate]) -> list[Conflict]:
    """Return each pair of rules that match the same dossier on the same day, neither more particular.

    Rank is case, then category, then channel; it is not age: a new rate supersedes an older one only when the
    older one has its last day. Rules of one case in two currencies contradict as well: nobody can add them up.
    """
    numbered = list(enumerate(rates, start=1))
    return [
        Conflict(first, second, _sentence(first, one, second, other))
        for (first, one), (second, other) in combinations(numbered, 2)
        if _both_match(one, other)
    ]


def named(rate: Rate) -> str:
    """Name a rule as a table's reader tells it apart: name, case, category."""
    particulars = ", ".join(part for part in (rate.case, rate.category) if part)
    return f"“{rate.name}” ({particulars})" if particulars else f"“{rate.name}”"


def _both_match(one: Rate, other: Rate) -> bool:
    if (same(one.case), same(one.category)) != (same(other.case), same(other.category)):
        return False
    if not _meet_in_time(one, other):
        return False
    if one.currency != other.currency:
        return _meet(one.channels, other.channels)
    if (one.kind, same(one.name)) != (other.kind, same(other.name)):
        return False
    return bool(one.channels) == bool(other.channels) and _meet(one.channels, other.channels)


def _meet(one: Collection[str], other: Collection[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _meet_in_time(one: Rate, other: Rate) -> bool:
    return max(_begins(one), _begins(other)) <= min(_ends(one), _ends(other))


def _begins(rate: Rate) -> date:
    return rate.valid_from_on or date.min


def _ends(rate: Rate) -> date:
    return rate.valid_until_on or date.max


def _sentence(first: int, one: Rate, second: int, other: Rate) -> str:
    since = max(_begins(one), _begins(other))
    words = {"first": first, "second": second, "name": named(one), "other": named(other)}
    words["since"] = formats.short_day(since) if since > date.min else _("the first day")
    if one.currency != other.currency:
        return (
            _(
                "Fee rules %(first)s (%(name)s) and %(second)s (%(other)s) apply together from %(since)s on, in "
                "two currencies. Give the one in a foreign currency a case of its own."
            )
            % words
        )
    return (
        _(
            "Fee rules %(first)s and %(second)s (%(name)s) both apply from %(since)s on. Give one of them another "
            "case, category or channel, or end the older one (valid until)."
        )
        % words
    )
