"""The administrator's forms: they carry words to the verbs and show what a verb refused at its field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .faults import Fault, Invalid
from .models import Agency, Membership, User
from .roles import Role
from .staff_queries import colleagues


def day(label: Any, hint: Any = "") -> forms.CharField:
    """A day, as the browser's own field gives it: 2026-11-21."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.TextInput(attrs={"type": "date"})
    )


class StaffForm(forms.Form):
    """A form whose faults a verb finds."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].widget.is_required = True
            self.fields[name].widget.attrs["aria-required"] = "true"

    def show(self, invalid: Invalid) -> None:
        """Put each fault at its field; one without a field here goes to the top."""
        self.is_valid()
        for name, fault in invalid.faults.items():
            self.add_error(name if name in self.fields else None, str(fault.sentence))

    def word(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "").strip()

    def day_in(self, name: str) -> date | None:
        """The day that was entered, None for an empty field. Raises Invalid."""
        text = self.word(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise Invalid({name: Fault("date_not_valid", _("Enter a day, e.g. 2026-11-21."))}) from None

    def needed_day_in(self, name: str) -> date:
        found = self.day_in(name)
        if found is None:
            raise Invalid({name: Fault("required", _("Fill in this field."))})
        return found

    def agency_named(self, name: str) -> Agency:
        """The agency whose code was typed or chosen. Raises Invalid."""
        code = self.word(name).partition(" ")[0]
        found = Agency.objects.filter(code=code).first()
        if found is None:
            sentence = _("There is no agency with this code. Choose one from the list.")
            raise Invalid({name: Fault("agency_unknown", sentence)})
        return found

    def person_named(self, name: str) -> User | None:
        """The person whose user name was chosen, None for an empty field. Raises Invalid."""
        username = self.word(name)
        found = User.objects.filter(username=username).first() if username else None
        if username and found is None:
            raise Invalid({name: Fault("user_unknown", _("Choose a person from the list."))})
        return found


def code_field(label: Any) -> forms.CharField:
    """An agency by its code, chosen from the list that the page carries."""
    hint = _("Type the code or a part of the name and choose from the list.")
    attrs = {"list": "agencies", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.TextInput(attrs=attrs))


class AppointForm(StaffForm):
    """A role at an agency, from a day to another."""

    needed = ("agency", "role", "from_on")

    agency = code_field(_("Agency"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, required=False)
    title = forms.CharField(label=_("Title under a signature"), required=False)
    from_on = day(_("From"))
    until_on = day(_("Until"), _("Leave it empty where no end is known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": localdate().isoformat()})
        super().__init__(*args, **kwargs)


class EndForm(StaffForm):
    """When a membership ends, and who takes over."""

    on = day(_("Last day"), _("Leave it empty to end it now: rights, sessions and open work go at once."))
    to = forms.ChoiceField(label=_("Who takes over the open dossiers"), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(each.username, str(each)) for each in colleagues(membership)]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("nobody: they go back to the agency's list")), *names]


class SubstituteForm(StaffForm):
    """Who signs in whose place, from when to when, and on which decision."""

    needed = ("substitute", "from_on", "until_on", "basis")

    substitute = forms.ChoiceField(label=_("Substitute"), required=False)
    from_on = day(_("From"))
    until_on = day(_("Until"))
    basis = forms.CharField(label=_("Decision"), help_text=_("Number and date."), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": localdate().isoformat()})
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((each.username, str(each)) for each in colleagues(membership))]
