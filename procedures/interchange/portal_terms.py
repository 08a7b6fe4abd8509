"""Times and fees of the portal's model (executionMethods, cases), read into rules of time and of fees."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from accounts.names import fold
from procedures.content import CHANNELS, Named, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.fees import MOST_AMOUNT, FeeRefused, FeeUnit, Rate, fee_unit_of

from .node import Node

R = TypeVar("R", TimeRule, Rate)
CUTOFF: Final = time(15)
# "Within the day; received after 15:00, the next working day": unit OTHER in the portal, a rule of its own here.
_SAME_DAY: Final = re.compile(
    r"(trong ngay|ngay trong buoi|trong buoi).*15\s*(gio|h|:00)|15\s*(gio|h|:00).*trong ngay"
)
_NO_LIMIT: Final = re.compile(r"khong (quy dinh|han che)|khong co thoi han")
UNITS: Final = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
}
KINDS: Final = {"FEE": "PHI", "PHI": "PHI", "CHARGE": "LE_PHI", "LE_PHI": "LE_PHI", "SERVICE_FEE": "DICH_VU"}
KIND_NAMES: Final = {"PHI": "Phí", "LE_PHI": "Lệ phí", "DICH_VU": "Giá dịch vụ", "KHAC": "Khoản thu khác"}
DONG: Final = ("", "vnd", "vnđ", "dong", "d", "viet nam dong", "dong viet nam")
# A fee of 0 whose words send the reader elsewhere was not published; it is not free.
_ELSEWHERE: Final = re.compile(r"theo |nghi quyet|quy dinh|thong tu|hdnd|hoi dong")
_FREE: Final = re.compile(r"khong thu|mien|khong phai nop|0 dong|0 d\b|khong mat|mien phi")
_PER: Final = re.compile(r"/\s*([^/;,.()\n]{2,20})")
CASE_SIGN: Final = " – "  # between what a fee is for and its case, which the portal's model has no key for
MOST_NAME: Final = 200
MOST_NOTE: Final = 400


def read_methods(nodes: Iterable[Node]) -> tuple[tuple[str, ...], tuple[TimeRule, ...], tuple[Rate, ...]]:
    """Read executionMethods: the channels, and the times and fees of each."""
    channels, rules, rates = list[str](), list[TimeRule](), list[Rate]()
    for node in nodes:
        channel = node.text("submissionMethod", most=20)
        if channel not in CHANNELS:
            sentence = _("“%(word)s” is not one of: %(words)s.")
            words = {"word": channel, "words": ", ".join(CHANNELS)}
            node.notes.note(f"{node.place}.submissionMethod", "word_unknown", sentence % words)
            continue
        if channel not in channels:
            channels.append(channel)
        if rule := _time_rule(node, channel):
            if any(rule.channels == known.channels for known in rules):
                sentence = _("A second time for the channel %(channel)s is left out: enter it as a case.")
                node.notes.warn(
                    f"{node.place}.processingTime", "second_time", sentence % {"channel": channel}
                )
            else:
                rules.append(rule)
        rates.extend(read_fee(fee, (channel,)) for fee in node.nodes("fees"))
        node.done()
    return tuple(channels), _merged(rules, channels), _merged(rates, channels)


def read_cases(
    nodes: Iterable[Node], rules: Sequence[TimeRule]
) -> tuple[tuple[Named, ...], tuple[TimeRule, ...]]:
    """Read cases: their codes and names, and the times that differ from those of the channels."""
    cases, own = list[Named](), list[TimeRule]()
    for node in nodes:
        code, name = node.text("code", most=40), node.text("name", most=200)
        case = Named(code, name or code)
        if not case.name:
            sentence = _("This must not be empty.")
            node.notes.note(f"{node.place}.name", "value_missing", sentence)
        if case.name in {known.name for known in cases}:
            case = Named(code, f"{name} ({code})"[:200])
        cases.append(case)
        day = node.node("processingDay")
        limit = _limit(day, "qty", "type", "") if day else None
        if day:
            day.done()
        if limit and not any(_alike(limit, rule.limit) for rule in rules):
            own.append(TimeRule(limit, case=case.name))
        node.leave("id")
        node.done()
    return tuple(cases), tuple(own)


def with_cases(rates: Iterable[Rate], names: Iterable[str]) -> tuple[Rate, ...]:
    """Give the case to each fee whose words end in one: "Lệ phí hộ tịch – Không đúng hạn"."""
    endings = {CASE_SIGN + name: name for name in names}
    return tuple(_with_case(rate, endings) for rate in rates)


def _with_case(rate: Rate, endings: Mapping[str, str]) -> Rate:
    for ending, case in endings.items():
        if rate.name.endswith(ending):
            return replace(rate, name=rate.name.removesuffix(ending), case=case)
    return rate


def read_fee(node: Node, channels: tuple[str, ...]) -> Rate:
    """Read one fee; an amount that its own words send elsewhere is not published, which is not zero."""
    kind = KINDS.get(node.text("type", most=20), "KHAC")
    words = node.text("description", most=2000)
    amount, currency = node.number("value"), node.text("currency", most=40)
    if not currency:
        currency = node.text("currencyName", most=40)
    node.leave("attachment", "id", "currencyId", "currencyName")
    node.done()
    return Rate(
        kind=kind,
        name=(words or KIND_NAMES[kind])[:MOST_NAME],
        amount=_amount(node, amount, words),
        per=_per(words),
        channels=channels,
        currency=_currency(node, currency),
        note=_cut(node, words) if len(words) > MOST_NAME else "",
    )


def _cut(node: Node, words: str) -> str:
    if len(words) > MOST_NOTE:
        sentence = _("The text has %(count)s characters; %(most)s are kept.")
        node.notes.warn(
            f"{node.place}.description", "text_cut", sentence % {"count": len(words), "most": MOST_NOTE}
        )
    return words[:MOST_NOTE]


def _amount(node: Node, amount: Decimal | None, words: str) -> int | None:
    place, folded = f"{node.place}.value", fold(words)
    if amount is None:
        return None
    if amount != int(amount) or not 0 <= amount <= MOST_AMOUNT:
        node.notes.note(place, "amount_not_valid", _("An amount is a whole number from 0 on."))
        return None
    if amount == 0 and _ELSEWHERE.search(folded) and not _FREE.search(folded):
        sentence = _("0 stands here, but the words send the reader elsewhere: taken as not published.")
        node.notes.warn(place, "amount_not_published", sentence)
        return None
    return int(amount)


def _per(words: str) -> FeeUnit:
    for match in _PER.finditer(words):
        try:
            return fee_unit_of(match[1])
        except FeeRefused:
            continue
    return FeeUnit.DOSSIER


def _currency(node: Node, word: str) -> str:
    if fold(word) in DONG:
        return "VND"
    if word.upper() in ("USD", "ĐÔ LA MỸ"):
        return "USD"
    sentence = _("The currency “%(word)s” is not known: VND or USD.") % {"word": word}
    node.notes.note(f"{node.place}.currency", "currency_unknown", sentence)
    return "VND"


def _time_rule(node: Node, channel: str) -> TimeRule | None:
    words = node.text("description", most=2000, lines=True)
    limit = _limit(node, "processingTime", "processingTimeUnit", words)
    if limit is None and not says_no_limit(words):
        if words:
            sentence = _("No time can be read from the number and the words. Enter it in the draft.")
            node.notes.warn(f"{node.place}.processingTime", "time_missing", sentence)
        return None
    return TimeRule(limit, channels=(channel,), note=words)


def says_no_limit(words: str) -> bool:
    """Say whether words about a time say that the law sets none."""
    return bool(_NO_LIMIT.search(fold(words)))


def says_same_day(words: str) -> bool:
    """Say whether words about a time mean: within the day, after 15:00 the next working day."""
    return bool(_SAME_DAY.search(fold(words)))


def _limit(node: Node, quantity_key: str, unit_key: str, words: str) -> TimeLimit | None:
    """Read a limit. Unit OTHER (“Khác”) is read as working days, which is our reading, or as the same day."""
    quantity, unit = node.number(quantity_key), node.text(unit_key, most=20)
    place = f"{node.place}.{quantity_key}"
    if says_same_day(words) and (quantity is None or quantity <= 1):
        return TimeLimit(Decimal(1), TimeUnit.SAME_DAY, CUTOFF)
    if not quantity:
        return None
    if unit == "YEAR":
        quantity, unit = quantity * 12, "MONTH"
    known = UNITS.get(unit)
    if known is None:
        if unit not in ("OTHER", ""):
            node.notes.note(
                f"{node.place}.{unit_key}", "word_unknown", _("There is no unit “%(unit)s”.") % {"unit": unit}
            )
            return None
        known = TimeUnit.WORKING_DAY
        sentence = _(
            "%(quantity)s “Khác” (another unit) is read as working days: compare it with the decision."
        )
        node.notes.warn(place, "unit_other", sentence % {"quantity": quantity})
    try:
        return TimeLimit(quantity.normalize() + 0, known)
    except ValueError:
        sentence = _("“%(cell)s” is no time in this unit.") % {"cell": quantity}
        node.notes.note(place, "time_not_valid", sentence)
        return None


def _alike(limit: TimeLimit, other: TimeLimit | None) -> bool:
    """The portal says one working day in `cases` where it means the same day."""
    is_same_day = other is not None and other.unit is TimeUnit.SAME_DAY
    return limit == other or (is_same_day and limit == TimeLimit(Decimal(1), TimeUnit.WORKING_DAY))


def _merged(rows: Iterable[R], channels: Sequence[str]) -> tuple[R, ...]:
    """Bring rows together that differ in the channel alone; no channel stands for all of them."""
    found: dict[R, list[str]] = {}
    for row in rows:
        found.setdefault(replace(row, channels=()), []).extend(row.channels)
    return tuple(
        replace(row, channels=() if set(its) == set(channels) else tuple(dict.fromkeys(its)))
        for row, its in found.items()
    )
