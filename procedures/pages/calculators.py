"""The two calculators of a procedure's page: when the result is due, and what is to be paid; GET forms, no script."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Final, NamedTuple

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from accounts.memory import remember
from accounts.models import Agency
from accounts.refusals import InputRefused
from procedures import formats, wording
from procedures.due.calendar import Due
from procedures.due.dates import due_of
from procedures.due.sentences import sentences
from procedures.due.time_limits import rule_for
from procedures.fees import FeeUnit, Quote, quote
from procedures.models import OfficeHoursUse, ProcedureVersion, SpecialDay

FILL_IN = {"required": _("Fill in this field.")}
WRONG_DAY = {"invalid": _("Enter a day as 2026-11-20, or choose it."), **FILL_IN}
WRONG_NUMBER = {
    "invalid": _("Enter a whole number."),
    "min_value": _("The number must be from 1 to 10,000. Enter it again."),
    "max_value": _("The number must be from 1 to 10,000. Enter it again."),
    **FILL_IN,
}
NOT_CHOSEN: Final = {"case_not_chosen", "category_not_chosen"}
NOT_A_CHOICE = {"invalid_choice": _("Choose one of the list.")}


COUNTED: Final = {
    "pages": {FeeUnit.PAGE},
    "copies": {FeeUnit.PAGE, FeeUnit.COPY},
    "quantity": {FeeUnit.ITEM},
}


class Calculator(forms.Form):
    """A GET form under a prefix of its own, so that both stand on one page; empty until it was sent.

    `on`: the day that both begin with where it is not today: one that is tried, or the first day of a future version.
    """

    name: ClassVar[str]

    def __init__(self, version: ProcedureVersion, given: QueryDict, *, on: date | None = None) -> None:
        self.version, self.tried_on = version, on
        self.was_sent = any(key.startswith(f"{self.name}-") for key in given)
        self.given = given
        super().__init__(given if self.was_sent else None, prefix=self.name, use_required_attribute=False)
        self.shape()
        if self.was_sent and self.is_valid():
            try:
                self.answer  # noqa: B018  (counted now, so that a refusal stands at its field)
            except InputRefused as refused:
                self.add_error(self.refused_field(refused.code), str(refused.sentence))

    def shape(self) -> None:
        """Offer what this version has to choose from."""

    def refused_field(self, code: str) -> str:
        raise NotImplementedError

    @property
    def answer(self) -> Any:
        raise NotImplementedError

    @property
    def is_answered(self) -> bool:
        return self.was_sent and self.is_valid()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was sent, for the other calculator to send along."""
        mine = (key for key in self.given if key.startswith(f"{self.name}-"))
        return [(key, value) for key in mine for value in self.given.getlist(key)]

    def offer(self, field: str, choices: list[tuple[str, Any]], *, least: int = 2) -> None:
        """Set the choices of a field; a field without a choice goes."""
        if len(choices) < least:
            del self.fields[field]
        else:
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def offer_channels(self) -> None:
        mine = [(code, words) for code, words in wording.CHANNELS.items() if code in self.version.channels]
        self.fields["channel"].choices = mine or list(wording.CHANNELS.items())  # type: ignore[attr-defined]


class DueCalculator(Calculator):
    name = "due"

    received_at = forms.DateTimeField(
        label=_("Received on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter day and time as 2026-11-20 09:00, or choose them."), **FILL_IN},
    )
    channel = forms.ChoiceField(label=_("Way of filing"), error_messages=NOT_A_CHOICE)
    case = forms.ChoiceField(label=_("Case"), required=False, error_messages=NOT_A_CHOICE)
    office = forms.ChoiceField(label=_("Competent office"), required=False, error_messages=NOT_A_CHOICE)

    def shape(self) -> None:
        self.offer_channels()
        cases = sorted({rule.case for rule in self.version.limits if rule.case})
        has_general = any(not rule.case for rule in self.version.limits)
        self.offer("case", [("", _("in general") if has_general else "–"), *((case, case) for case in cases)])
        self.offer("office", [("", _("an office with the usual hours")), *offices_with_own_hours()])
        now = localtime().replace(second=0, microsecond=0, tzinfo=None)
        self.fields["received_at"].initial = (
            datetime.combine(self.tried_on, now.time()) if self.tried_on else now
        )

    def clean(self) -> dict[str, Any]:
        """A time limit that is known only by case needs the case: its absence is not "the law sets none"."""
        given: dict[str, Any] = self.cleaned_data
        chosen = [given["case"]] if given.get("case") else []
        limits, channel = self.version.limits, given.get("channel", "")
        if "case" in given and not chosen and rule_for(limits, channel=channel, cases=chosen) is None:
            self.add_error("case", _("Choose the case: the time limit depends on it."))
        return given

    def refused_field(self, code: str) -> str:
        return "received_at"

    @cached_property
    def answer(self) -> Due:
        given = self.cleaned_data
        case, office = given.get("case"), given.get("office")
        received_at: datetime = given["received_at"]
        return due_of(
            self.version,
            received_at,
            channel=given["channel"],
            cases=[case] if case else [],
            agency_id=next((one.pk for one in offices() if office and one.code == office), None),
        )

    @property
    def says(self) -> dict[str, Any]:
        """The due instant, "" where the law sets no time, and the explanation."""
        at = self.answer.at
        return {"at": formats.instant(at) if at else "", "lines": sentences(self.answer)}


class FeeCalculator(Calculator):
    name = "fee"

    channel = forms.ChoiceField(label=_("Way of filing"), error_messages=NOT_A_CHOICE)
    cases = forms.MultipleChoiceField(
        label=_("What applies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_A_CHOICE,
    )
    category = forms.ChoiceField(label=_("Who applies"), required=False, error_messages=NOT_A_CHOICE)
    copies = forms.IntegerField(
        label=_("Copies"), min_value=1, max_value=10_000, initial=1, error_messages=WRONG_NUMBER
    )
    pages = forms.IntegerField(
        label=_("Pages of the original"), min_value=1, max_value=10_000, error_messages=WRONG_NUMBER
    )
    quantity = forms.IntegerField(
        label=_("Number of items"), min_value=1, max_value=10_000, initial=1, error_messages=WRONG_NUMBER
    )
    on = forms.DateField(
        label=_("Filed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=WRONG_DAY,
    )

    def shape(self) -> None:
        rates = self.version.rates
        self.offer_channels()
        cases = sorted({rate.case for rate in rates if rate.case})
        self.offer(
            "cases", [(case, case) for case in cases] if len(cases) > 1 else [(one, one) for one in cases] * 2
        )
        self.offer(
            "category", [("", _("anybody else")), *((one, one) for one in categories_of(self.version))]
        )
        units = {rate.per for rate in rates}
        for field, needed in (
            ("pages", {FeeUnit.PAGE}),
            ("copies", {FeeUnit.PAGE, FeeUnit.COPY}),
            ("quantity", {FeeUnit.ITEM}),
        ):
            if not units & needed:
                del self.fields[field]
        self.fields["on"].initial = self.tried_on or localdate()

    @property
    def conclusion(self) -> str:
        """The total; "" while the explanation still asks to choose, which is not the cashier's business."""
        waits = any(remark.code in NOT_CHOSEN for remark in self.answer.remarks)
        return "" if waits else self.answer.conclusion

    def refused_field(self, code: str) -> str:
        return "pages" if code == "pages_needed" and "pages" in self.fields else "channel"

    @cached_property
    def answer(self) -> Quote:
        given = self.cleaned_data
        category = given.get("category")
        return quote(
            self.version.rates,
            channel=given["channel"],
            on=given["on"],
            copies=given.get("copies") or 1,
            pages=given.get("pages"),
            quantity=given.get("quantity") or 1,
            cases=given.get("cases") or [],
            categories=[category] if category else [],
        )


def categories_of(version: ProcedureVersion) -> list[str]:
    """Return the categories of applicants that pay otherwise than the rest."""
    found: Iterable[str] = (
        category
        for rate in version.rates
        for category in (rate.category, *(one.category for one in rate.exemptions))
        if category
    )
    return sorted(set(found))


def offices_with_own_hours() -> list[tuple[str, str]]:
    """Return (code, name) of the offices that keep days or hours of their own: their due instant may be another."""
    return [(office.code, office.name) for office in offices() if office.keeps_own_hours]


class Office(NamedTuple):
    pk: int
    code: str
    name: str
    short_name: str
    keeps_own_hours: bool


@remember(seconds=600)
def offices() -> tuple[Office, ...]:
    """Return the agencies of the province by name, those of the past too; one statement for the whole page."""
    mine = Agency.objects.filter(province=settings.ONESTOP_PROVINCE).order_by("name")
    own = Exists(OfficeHoursUse.objects.filter(agency=OuterRef("pk"))) | Exists(
        SpecialDay.objects.filter(agency=OuterRef("pk"))
    )
    rows = mine.annotate(own=own).values_list("pk", "code", "name", "short_name", "own")
    return tuple(Office(*row) for row in rows)
