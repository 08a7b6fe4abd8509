"""Quote: what a dossier costs as frozen data, and the same in sentences of the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures import formats

from .rates import HOME_CURRENCY, PORTAL_STAGES, Exemption, FeeStage, FeeUnit, Rate


@dataclass(frozen=True, slots=True)
class Part:
    """So many units at one amount."""

    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One fee of a quote. `parts` make one copy or the whole; `times` multiplies them; `amount` is the result.

    `full` is the amount before `exemption`; `at_counter` the full amount of the same at the counter where filing
    online costs less. None: not known.
    """

    rate: Rate
    parts: tuple[Part, ...]
    times: int
    is_capped: bool
    amount: int | None
    full: int | None = None
    exemption: Exemption | None = None
    at_counter: int | None = None

    @property
    def discount_percent(self) -> float | None:
        """How much less online costs than the counter, in percent with two decimals."""
        if not self.at_counter or self.full is None:
            return None
        return round(100 * (self.at_counter - self.full) / self.at_counter, 2)


class Line(TypedDict):
    """One fee as JSON-ready data. `units`: of each part; `amount` None: not known; `discount`: of filing online."""

    kind: str
    name: str
    case: str
    category: str
    unit: str
    parts: list[dict[str, int]]
    times: int
    cap: int | None
    is_capped: bool
    discount: dict[str, Any] | None
    exemption: dict[str, Any] | None
    full: int | None
    amount: int | None
    currency: str
    collected_at: str
    scope: str
    source: str
    valid_from_on: str | None
    valid_until_on: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be known beside the items; `is_open`: a fee is missing for it, so that there is no total."""

    code: str
    words: dict[str, Any] = field(default_factory=dict)

    SENTENCES = {
        "no_fee_published": gettext_lazy("No fee was published for this. Ask the cashier."),
        "case_not_chosen": gettext_lazy("%(name)s: the fee depends on the case. Choose one of: %(choices)s."),
        "category_not_chosen": gettext_lazy(
            "%(name)s: the fee depends on who applies. Choose one of: %(choices)s."
        ),
        "category_without_effect": gettext_lazy("“%(category)s” changes nothing in these fees."),
    }

    @property
    def is_open(self) -> bool:
        return self.code != "category_without_effect"

    @property
    def sentence(self) -> str:
        return str(self.SENTENCES[self.code]) % self.words


@dataclass(frozen=True, slots=True)
class Quote:
    """All fees that apply, in whole units of one currency; `total` is None when anything is not known."""

    items: tuple[QuoteItem, ...]
    total: int | None
    currency: str = HOME_CURRENCY
    remarks: tuple[Remark, ...] = ()

    def due_at(self, stage: str) -> int | None:
        """Return what is collected at a FeeStage; None when that is not known."""
        amounts = [item.amount for item in self.items if item.rate.collected_at == stage]
        if any(remark.is_open for remark in self.remarks):
            return None
        return _sum(amounts)

    @property
    def subtotals(self) -> dict[str, int | None]:
        """What is collected at each stage that has fees, in the order of the stages."""
        stages = {item.rate.collected_at for item in self.items}
        return {str(stage): self.due_at(stage) for stage in PORTAL_STAGES if stage in stages}

    @property
    def explanation(self) -> list[str]:
        """Say for each item how its amount comes about, and what is missing, in the current language."""
        return [*(_sentence(item) for item in self.items), *(remark.sentence for remark in self.remarks)]

    @property
    def lines(self) -> list[Line]:
        """The same as JSON-ready data, one line for each item; the sentences in the current language."""
        return [_line(item) for item in self.items]

    @property
    def conclusion(self) -> str:
        """Say the total and what is paid when, or that it is not known."""
        if self.total is None:
            return _("The total is not known. Ask the cashier.")
        total = _("Total: %(amount)s") % {"amount": money(self.total, self.currency)}
        stages = [f"{STAGES[FeeStage(stage)]}: {money(sub, self.currency)}" for stage, sub in self._stages()]
        return f"{total} ({'; '.join(stages)})" if stages else total

    def _stages(self) -> Iterable[tuple[str, int | None]]:
        subtotals = {stage: amount for stage, amount in self.subtotals.items() if amount}
        return subtotals.items() if set(subtotals) - {FeeStage.RECEPTION} else ()


STAGES: Final[dict[FeeStage, Promise]] = {
    FeeStage.RECEPTION: gettext_lazy("at reception"),
    FeeStage.SUPPLEMENT: gettext_lazy("with the supplement"),
    FeeStage.RESULT: gettext_lazy("with the result"),
}


def quoted(items: tuple[QuoteItem, ...], currency: str, remarks: tuple[Remark, ...]) -> Quote:
    """Add the items up, unless one of them or a remark leaves the total open."""
    is_open = any(remark.is_open for remark in remarks)
    return Quote(items, None if is_open else _sum([item.amount for item in items]), currency, remarks)


def money(amount: int | None, currency: str = HOME_CURRENCY) -> str:
    """Return e.g. "8.000 ₫" or "10 USD"; None is an amount nobody published."""
    if amount is None or currency == HOME_CURRENCY:
        return formats.money(amount)
    return f"{formats.number(amount)}\u00a0{currency}"


def counted(units: int, per: FeeUnit) -> str:
    """Return e.g. "2 trang", "3 bản sao"; a bare number for other items."""
    if per is FeeUnit.PAGE:
        return ngettext("%(count)d page", "%(count)d pages", units) % {"count": units}
    if per is FeeUnit.COPY:
        return ngettext("%(count)d copy", "%(count)d copies", units) % {"count": units}
    return formats.number(units)


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _line(item: QuoteItem) -> Line:
    rate, exemption, percent = item.rate, item.exemption, item.discount_percent
    return Line(
        kind=rate.kind,
        name=rate.name,
        case=rate.case,
        category=rate.category,
        unit=str(rate.per),
        parts=[{"units": part.units, "amount": part.amount} for part in item.parts],
        times=item.times,
        cap=rate.cap,
        is_capped=item.is_capped,
        discount=None if percent is None else {"percent": percent, "at_counter": item.at_counter},
        exemption=None
        if exemption is None
        else {"category": exemption.category, "percent": exemption.percent, "basis": exemption.basis},
        full=item.full,
        amount=item.amount,
        currency=rate.currency,
        collected_at=rate.collected_at,
        scope=rate.scope,
        source=rate.source,
        valid_from_on=rate.valid_from_on.isoformat() if rate.valid_from_on else None,
        valid_until_on=rate.valid_until_on.isoformat() if rate.valid_until_on else None,
        sentence=_sentence(item),
    )


def _sentence(item: QuoteItem) -> str:
    said = [f"{item.rate.name}: {_worked_out(item)}"]
    if item.discount_percent is not None:
        counter = money(item.at_counter, item.rate.currency)
        percent = formats.number(item.discount_percent, decimals=2)
        said.append(
            _("%(percent)s %% less than at the counter (%(counter)s)")
            % {"percent": percent, "counter": counter}
        )
    if item.exemption is not None:
        said.append(_exempt(item, item.exemption))
    if item.amount is None:
        return _("%(said)s. Ask the cashier.") % {"said": "; ".join(said)}
    return "; ".join(said)


def _worked_out(item: QuoteItem) -> str:
    rate = item.rate
    if item.full is None:
        return _("the amount has not been published")
    sums = " + ".join(_part(part, rate) for part in item.parts)
    if item.is_capped:
        sums = _("%(sums)s, at most %(cap)s") % {"sums": sums, "cap": money(rate.cap, rate.currency)}
    if item.times > 1:
        bare = sums if len(item.parts) == 1 and not item.is_capped else f"({sums})"
        sums = f"{bare} × {counted(item.times, FeeUnit.COPY if rate.per is FeeUnit.PAGE else rate.per)}"
    whole = money(item.full, rate.currency)
    return whole if sums == whole else f"{sums} = {whole}"


def _part(part: Part, rate: Rate) -> str:
    amount = money(part.amount, rate.currency)
    if rate.per is not FeeUnit.PAGE and not rate.tiers:
        return amount
    return f"{counted(part.units, rate.per)} × {amount}"


def _exempt(item: QuoteItem, exemption: Exemption) -> str:
    words = {
        "percent": exemption.percent,
        "category": exemption.category,
        "basis": exemption.basis,
        "amount": money(item.amount, item.rate.currency),
    }
    if exemption.basis:
        said = _("%(percent)s %% less for “%(category)s” (%(basis)s): %(amount)s")
    else:
        said = _("%(percent)s %% less for “%(category)s”: %(amount)s")
    return said % words
