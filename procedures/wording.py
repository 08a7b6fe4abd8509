"""How the catalogue's codes read: channels, levels, service levels, time limits, fees at a glance."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import formats
from .content import TimeRule
from .due.limits import TimeLimit, TimeUnit
from .fees import FeeStage, FeeUnit, Rate, money

CHANNELS: Final[dict[str, Promise]] = {
    "DIRECT": gettext_lazy("at the counter"),
    "ONLINE": gettext_lazy("online"),
    "POSTAL": gettext_lazy("by post"),
}
LEVELS: Final[dict[str, Promise]] = {
    "CENTRAL": gettext_lazy("central level"),
    "PROVINCE": gettext_lazy("provincial level"),
    "COMMUNE": gettext_lazy("communal level"),
}
SERVICE_LEVELS: Final[dict[str, Promise]] = {
    "FULL": gettext_lazy("full online service"),
    "PARTIAL": gettext_lazy("partial online service"),
    "OFFLINE": gettext_lazy("at the counter only"),
}
PER_UNIT: Final[dict[FeeUnit, Promise]] = {
    FeeUnit.DOSSIER: gettext_lazy("per dossier"),
    FeeUnit.COPY: gettext_lazy("per copy"),
    FeeUnit.PAGE: gettext_lazy("per page"),
    FeeUnit.ITEM: gettext_lazy("per item"),
}
COLLECTED: Final[dict[str, Promise]] = {
    FeeStage.RECEPTION: gettext_lazy("at reception"),
    FeeStage.SUPPLEMENT: gettext_lazy("with the supplement"),
    FeeStage.RESULT: gettext_lazy("with the result"),
}
PARTS: Final[dict[str, Promise]] = {
    "identity": gettext_lazy("code and name"),
    "time": gettext_lazy("time limits"),
    "fee": gettext_lazy("fees"),
    "papers": gettext_lazy("papers"),
    "result": gettext_lazy("results"),
    "service_level": gettext_lazy("service level"),
    "legal_bases": gettext_lazy("legal bases"),
    "steps": gettext_lazy("steps"),
    "symbol": gettext_lazy("symbol of the result"),
}


def channels(codes: Collection[str]) -> str:
    """Return e.g. "tại quầy, trực tuyến", the counter first; "" for none, which means all."""
    return ", ".join(str(words) for code, words in CHANNELS.items() if code in codes)


def levels(codes: Collection[str]) -> str:
    """Return e.g. "cấp tỉnh, cấp xã"."""
    return ", ".join(str(words) for code, words in LEVELS.items() if code in codes)


def time_words(limit: TimeLimit | None) -> str:
    """Return e.g. "2,5 ngày làm việc"; None is a time that the law leaves open."""
    if limit is None:
        return _("No time is set by law")
    if limit.unit is TimeUnit.SAME_DAY:
        if limit.cutoff is None:
            return _("Within the day")
        return _("Within the day; received after %(time)s: within the next working day") % {
            "time": f"{limit.cutoff:%H:%M}"
        }
    plural = 1 if limit.quantity == 1 else 2
    unit = {
        TimeUnit.HOUR: ngettext("working hour", "working hours", plural),
        TimeUnit.WORKING_DAY: ngettext("working day", "working days", plural),
        TimeUnit.DAY: ngettext("day", "days", plural),
        TimeUnit.MONTH: ngettext("month", "months", plural),
    }[limit.unit]
    return f"{formats.number(float(limit.quantity), decimals=2)} {unit}"


def time_at_a_glance(rules: Collection[TimeRule]) -> str:
    """Return the general time limit; where cases or channels have others, say so. "" without rules."""
    if not rules:
        return ""
    general = next((rule for rule in rules if not rule.case), None)
    if general is None:
        return _("by the case")
    words = time_words(general.limit)
    others = {time_words(rule.limit) for rule in rules} - {words}
    return _("%(time)s (other cases differ)") % {"time": words} if others else words


def fees_at_a_glance(rates: Iterable[Rate], on: date) -> str:
    """Return what is to be paid on a day: an amount, or from the least to the most."""
    applying = [
        rate
        for rate in rates
        if (rate.valid_from_on is None or rate.valid_from_on <= on)
        and (rate.valid_until_on is None or on <= rate.valid_until_on)
        and rate.currency == "VND"
    ]
    amounts = sorted({amount for rate in applying for amount in _amounts(rate)})
    if not amounts:
        return formats.money(None)
    units = {rate.per for rate in applying}
    if len(amounts) > 1:
        span = _("%(least)s to %(most)s") % {"least": money(amounts[0]), "most": money(amounts[-1])}
        return f"{span} {PER_UNIT[units.pop()]}" if len(units) == 1 else span
    if amounts == [0]:
        return _("free of charge") if all(_amounts(rate) for rate in applying) else formats.money(None)
    unit = f" {PER_UNIT[units.pop()]}" if len(units) == 1 else ""
    return f"{money(amounts[0])}{unit}"


def _amounts(rate: Rate) -> list[int]:
    if rate.tiers:
        return [tier.amount for tier in rate.tiers]
    return [] if rate.amount is None else [rate.amount]


def rate_amount(rate: Rate) -> str:
    """Return the amount of one fee rule with its tiers and its cap, e.g. "page 1–2: 2.000 ₫, from page 3: 1.000 ₫"."""
    if rate.tiers:
        parts = [
            _("from %(first)s on: %(amount)s")
            % {"first": tier.first, "amount": money(tier.amount, rate.currency)}
            if tier.last is None
            else _("%(first)s to %(last)s: %(amount)s")
            % {"first": tier.first, "last": tier.last, "amount": money(tier.amount, rate.currency)}
            for tier in rate.tiers
        ]
        words = f"{PER_UNIT[rate.per]} {'; '.join(parts)}"
    elif rate.amount is None:
        return money(None)
    else:
        words = f"{money(rate.amount, rate.currency)} {PER_UNIT[rate.per]}"
    if rate.cap is not None:
        words += _(", at most %(cap)s per copy") % {"cap": money(rate.cap, rate.currency)}
    return words


def scope(rate: Rate) -> str:
    """Say whose rate it is where it is not the nation's; a sample of another province is no rate of ours."""
    if rate.scope in ("", "NATIONAL"):
        return ""
    if rate.scope.startswith("SAMPLE"):
        whose = rate.scope.partition(":")[2].lstrip("0123456789 ") or rate.scope
        return _("rate of %(whose)s, shown as an example: this province's own resolution decides") % {
            "whose": whose
        }
    return rate.scope
