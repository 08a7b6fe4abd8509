"""The administrator's forms: they carry words to the verbs and show what a verb refused at its field."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .days import is_plausible
from .faults import Fault, Invalid
from .models import Agency, Membership, User
from .roles import Role
from .staff_queries import colleagues, successors
from .verb_form import VerbForm


def day(label: Any, hint: Any = "") -> forms.CharField:
    """A day, as the browser's own field gives it: 2026-11-21."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.TextInput(attrs={"type": "date"})
    )


class StaffForm(VerbForm):
    """A form whose faults a verb finds; entries are read from it before it is checked."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].widget.is_required = True
            self.fields[name].widget.attrs["aria-required"] = "true"

    def show(self, invalid: Invalid) -> None:
        self.is_valid()
        super().show(invalid)

    def require_needed(self) -> None:
        """Raise Invalid for all needed fields that are empty, at once."""
        empty = [name for name in self.needed if not self.word(name)]
        if empty:
            raise Invalid({name: Fault("required", _("Fill in this field.")) for name in empty})

    def word(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "").strip()

    def day_in(self, name: str) -> date | None:
        """The day that was entered, None for an empty field. Raises Invalid."""
        text = self.word(name)
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError:
            found = date.max
        if found is not None and not is_plausible(found):
            raise Invalid({name: Fault("date_not_valid", _("Enter a day, e.g. 2026-11-21."))})
        return found

    def needed_day_in(self, name: str) -> date:
        found = self.day_in(name)
        if found is None:
            raise Invalid({name: Fault("required", _("Fill in this field."))})
        return found

    def agency_named(self, name: str) -> Agency:
        """The agency whose code was typed or chosen. Raises Invalid."""
        code = self.word(name).partition(" ")[0]
        found = Agency.objects.filter(province=settings.ONESTOP_PROVINCE, code=code).first()
        if found is None:
            sentence = _("There is no agency with this code. Choose one from the list.")
            raise Invalid({name: Fault("agency_unknown", sentence)})
        return found

    def needed_person(self, name: str) -> User:
        found = self.person_named(name)
        if found is None:
            raise Invalid({name: Fault("required", _("Fill in this field."))})
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
        offer_successors(self, membership)


def offer_successors(form: StaffForm, *memberships: Membership) -> None:
    """Let the field `to` offer who may take over."""
    names = [(each.username, str(each)) for each in successors(*memberships)]
    field = form.fields["to"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("nobody: they go back to the agency's list")), *names]


class MoveForm(StaffForm):
    """From one agency to a role at another."""

    needed = ("from_agency", "agency", "role", "on")

    from_agency = forms.ChoiceField(label=_("Agency that the person leaves"), required=False)
    agency = code_field(_("New agency"))
    role = forms.ChoiceField(label=_("New role"), choices=Role.choices, required=False)
    title = forms.CharField(label=_("Title under a signature"), required=False)
    on = day(_("First day there"), _("Today: rights, sessions and open work go at once."))
    to = forms.ChoiceField(label=_("Who takes over the open dossiers"), required=False)

    def __init__(self, *args: Any, memberships: list[Membership], **kwargs: Any) -> None:
        initial = {"on": localdate().isoformat(), "role": memberships[0].role if memberships else ""}
        super().__init__(*args, initial=initial, **kwargs)
        left = {one.agency.code: one.agency.short_name for one in memberships}
        field = self.fields["from_agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(left.items())
        offer_successors(self, *memberships)


class PersonForm(StaffForm):
    """A new colleague with the first membership."""

    needed = ("full_name", "username", "agency", "role", "from_on")

    full_name = forms.CharField(label=_("Full name"), required=False)
    username = forms.CharField(
        label=_("User name"),
        help_text=_("Small letters without accents: the task and the place, e.g. tiepnhan.datmui."),
        required=False,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    agency = code_field(_("Agency"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, required=False)
    title = forms.CharField(label=_("Title under a signature"), required=False)
    from_on = day(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": localdate().isoformat()})
        super().__init__(*args, **kwargs)


class RenameForm(StaffForm):
    """A new name, from a day on, and why."""

    needed = ("name", "short_name", "on", "basis")

    name = forms.CharField(label=_("New name"), required=False)
    short_name = forms.CharField(label=_("New short name"), required=False)
    on = day(_("From"), _("Today or earlier; dossiers received before keep the old name."))
    basis = forms.CharField(label=_("Decision"), help_text=_("Number and date."), required=False)


class CloseForm(StaffForm):
    """The last day of an agency, and who does its work since."""

    needed = ("on", "basis")

    on = day(_("Last day"))
    successor = forms.CharField(
        label=_("Successor"),
        help_text=_("Who does its work since. Leave it empty where nobody does."),
        required=False,
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off", "spellcheck": "false"}),
    )
    basis = forms.CharField(label=_("Decision"), help_text=_("Number and date."), required=False)


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
