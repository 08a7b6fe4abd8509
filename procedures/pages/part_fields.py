"""The fields that the parts of a version are made of."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.days import is_plausible
from procedures.due.calendar import TimeUnit

UNIT_WORDS: Final = {
    TimeUnit.SAME_DAY: _("same day"),
    TimeUnit.HOUR: ngettext_lazy("working hour", "working hours", 1),
    TimeUnit.WORKING_DAY: ngettext_lazy("working day", "working days", 1),
    TimeUnit.DAY: ngettext_lazy("day", "days", 1),
    TimeUnit.MONTH: ngettext_lazy("month", "months", 1),
}
KIND_WORDS: Final = {"PHI": _("fee (phí)"), "LE_PHI": _("charge (lệ phí)")}


class PartForm(forms.Form):
    use_required_attribute = False


def text(label: Any, most: int, *, hint: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def prose(label: Any, *, hint: Any = "", rows: int = 3, most: int = 20_000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, help_text=hint, max_length=most, widget=widget)


def _check_day(on: date) -> None:
    if not is_plausible(on):
        raise forms.ValidationError(_("Enter a day between 1900 and 2199."), code="day_not_valid")


def day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[_check_day],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def flag(label: Any, *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def one_of(label: Any, words: dict[Any, Any], *, empty: Any = None) -> forms.ChoiceField:
    choices = [(str(value), word) for value, word in words.items()]
    if empty is not None:
        choices.insert(0, ("", empty))
    # A select always sends something: what it shows at first is no change.
    return forms.ChoiceField(
        label=label, choices=choices, required=empty is None, initial=choices[0][0] or None
    )


def some_of(label: Any, words: dict[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(words.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


def lines(value: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in value.splitlines() if line.strip())
