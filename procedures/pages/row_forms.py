"""The lists of a version row by row as forms: papers, time limits, fees, results, legal bases, and what has a name."""

import re
from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.content import LegalBasis, Named, Paper, ResultKind, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.fees import MOST_AMOUNT, Exemption, FeeUnit, Rate, tiers_of
from procedures.wording import CHANNELS, COLLECTED, PER_UNIT

from .part_fields import (
    KIND_WORDS,
    UNIT_WORDS,
    PartForm,
    day,
    flag,
    lines,
    one_of,
    prose,
    some_of,
    text,
)

_TIER = re.compile(r"([0-9]{1,5})\s*-\s*([0-9]{1,5})?\s*[:=]\s*([0-9]{1,10})")
_EXEMPTION = re.compile(
    r"(?P<category>[^=;]+?)\s*(?:=\s*(?P<percent>\d{1,3})\s*%?)?\s*(?:;\s*(?P<basis>.+))?"
)


class RowForm(PartForm):
    """One row of a list; `kind` is the dataclass that it makes."""

    kind: Callable[..., Any]

    def piece(self, number: int) -> Any:
        """Return the row as its dataclass; `number` is its place in the list, from 1."""
        return self.kind(**{name: self.cleaned_data[name] for name in self.base_fields})

    @classmethod
    def initial_of(cls, piece: Any) -> dict[str, Any]:
        """Return what the form shows of a row."""
        return {name: getattr(piece, name) for name in cls.base_fields if hasattr(piece, name)}


class NamedRow(RowForm):
    kind = Named
    code = text(_("Code"), 40)
    name = text(_("Name"), 200, required=True)


class ResultRow(RowForm):
    kind = ResultKind
    code = text(_("Code"), 40, hint=_("e.g. KQ.G15.000021"))
    name = text(_("Name"), 400, required=True)
    symbol = text(_("Symbol of its number"), 30)


class BasisRow(RowForm):
    kind = LegalBasis
    number = text(_("Number"), 60, required=True)
    title = text(_("Title"), 400, required=True)


class PaperRow(RowForm):
    kind = Paper
    name = prose(_("Name"), rows=2, most=1000)
    code = text(_("Code"), 40)
    originals = forms.IntegerField(label=_("Originals"), min_value=0, max_value=99, initial=1)
    copies = forms.IntegerField(label=_("Copies"), min_value=0, max_value=99, initial=0)
    is_required = flag(_("required"), initial=True)
    is_digitised = flag(_("to be digitised"), initial=True)
    has_e_form = flag(_("filled in as the e-form"))
    is_result = flag(_("is the result of a procedure"))
    result_code = text(_("Code of that result"), 40)
    replaced_by = text(_("Data that replace it"), 200)
    case = text(_("In the case"), 200)
    condition = text(_("Only when"), 1000)
    channels = some_of(_("Channels (none: all)"), CHANNELS)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name:
            raise forms.ValidationError(_("Enter the name of the paper."), code="required")
        return name

    def piece(self, number: int) -> Paper:
        found = self.cleaned_data | {"number": number, "channels": tuple(self.cleaned_data["channels"])}
        return Paper(**{one.name: found[one.name] for one in dataclass_fields(Paper)})


class TimeRow(RowForm):
    case = text(_("In the case"), 200, hint=_("Empty: the normal case"))
    channels = some_of(_("Channels (none: all)"), CHANNELS)
    unit = one_of(_("Unit"), UNIT_WORDS, empty=_("no time is set by law"))
    quantity = forms.DecimalField(
        label=_("Quantity"), required=False, min_value=0, max_digits=6, decimal_places=2, localize=True
    )
    cutoff = forms.TimeField(
        label=_("Received after this: the next working day"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    note = text(_("Note"), 400)
    source = text(_("Source"), 400)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("unit") or self.errors:
            return found
        quantity = found.get("quantity")
        if quantity is None:
            quantity = Decimal(1) if found["unit"] == TimeUnit.SAME_DAY else None
        if quantity is None:
            self.add_error("quantity", _("Enter how many."))
            return found
        try:
            found["limit"] = TimeLimit(quantity, TimeUnit(found["unit"]), found.get("cutoff"))
        except ValueError:
            self.add_error(
                "quantity",
                _(
                    "Such a limit has no meaning. Days and months are whole numbers, a same-day limit is 1, "
                    "and only a same-day limit has an hour after which the next day counts."
                ),
            )
        return found

    def piece(self, number: int) -> TimeRule:
        found = self.cleaned_data
        return TimeRule(
            found.get("limit"), found["case"], tuple(found["channels"]), found["note"], found["source"]
        )

    @classmethod
    def initial_of(cls, piece: TimeRule) -> dict[str, Any]:
        limit = piece.limit
        return {
            "case": piece.case,
            "channels": piece.channels,
            "note": piece.note,
            "source": piece.source,
            "unit": str(limit.unit) if limit else "",
            "quantity": limit.quantity if limit else None,
            "cutoff": limit.cutoff if limit else None,
        }


class FeeRow(RowForm):
    kind_of_fee = one_of(_("Kind"), KIND_WORDS)
    name = text(_("Name"), 200, required=True)
    amount = forms.IntegerField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_value=MOST_AMOUNT,
        help_text=_("Empty: not published, which is not zero"),
    )
    per = one_of(_("Unit"), PER_UNIT)
    currency = text(_("Currency"), 3)
    channels = some_of(_("Channels (none: all)"), CHANNELS)
    case = text(_("In the case"), 200)
    category = text(_("Category of applicants"), 100)
    collected_at = one_of(_("Collected"), COLLECTED)
    tiers = text(_("Tiers by page"), 200, hint=_("e.g. 1-2: 2000; 3-: 1000"))
    cap = forms.IntegerField(
        label=_("At most, for one copy"), required=False, min_value=0, max_value=MOST_AMOUNT
    )
    exemptions = prose(
        _("Exemptions"), hint=_("One in each line: category = 100 %; legal basis"), rows=2, most=2000
    )
    valid_from_on = day(_("Valid from"))
    valid_until_on = day(_("Valid until"))
    scope = text(_("Where it applies"), 100)
    note = text(_("Note"), 400)
    source = text(_("Source"), 200)

    def clean_tiers(self) -> tuple[Any, ...]:
        value = self.cleaned_data["tiers"].strip()
        found = [_TIER.fullmatch(one.strip()) for one in value.split(";") if one.strip()]
        try:
            rows = [
                {
                    "from_unit": int(one[1]),
                    "to_unit": int(one[2]) if one[2] else None,
                    "amount": int(one[3]),
                }
                for one in found
                if one
            ]
            if len(rows) != len(found):
                raise ValueError(value)
            return tiers_of(rows)
        except ValueError as error:
            raise forms.ValidationError(
                _(
                    "Write tiers that follow one another from page 1, the last without an end: 1-2: 2000; 3-: 1000"
                ),
                code="tiers_not_valid",
            ) from error

    def clean_exemptions(self) -> tuple[Exemption, ...]:
        found = []
        for line in lines(self.cleaned_data["exemptions"]):
            match = _EXEMPTION.fullmatch(line)
            percent = int(match["percent"] or 100) if match else 0
            if match is None or not 1 <= percent <= 100:
                raise forms.ValidationError(
                    _("Write each line as: category = 100 %; legal basis"), code="exemption_not_valid"
                )
            found.append(Exemption(match["category"].strip(), percent, (match["basis"] or "").strip()))
        return tuple(found)

    def piece(self, number: int) -> Rate:
        found = dict(self.cleaned_data)
        found |= {
            "kind": found.pop("kind_of_fee"),
            "per": FeeUnit(found["per"]),
            "currency": found["currency"] or "VND",
            "channels": tuple(found["channels"]),
        }
        return Rate(**{one.name: found[one.name] for one in dataclass_fields(Rate)})

    @classmethod
    def initial_of(cls, piece: Rate) -> dict[str, Any]:
        found = {one.name: getattr(piece, one.name) for one in dataclass_fields(Rate)}
        return found | {
            "kind_of_fee": piece.kind,
            "per": str(piece.per),
            "tiers": "; ".join(f"{tier.first}-{tier.last or ''}: {tier.amount}" for tier in piece.tiers),
            "exemptions": "\n".join(
                f"{one.category} = {one.percent} %" + (f"; {one.basis}" if one.basis else "")
                for one in piece.exemptions
            ),
        }
