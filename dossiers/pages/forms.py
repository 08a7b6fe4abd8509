"""Forms as pages show them: labels, hints and what was typed. Meaning is checked by filing.py and the verbs.

Every field is optional here, so that a form never refuses what the verb would have explained better; `needed`
marks those that the verb asks for.
"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.memory import remember
from accounts.models import User
from accounts.names import fold
from accounts.queries import approvers_of, service_points_of
from accounts.queries import communes as valid_communes
from accounts.verb_form import VerbForm
from dossiers.actions.deliver import WAYS
from dossiers.models import Document, Dossier, Result
from dossiers.persons import FIELDS as PERSON_FIELDS
from procedures.queries import search

CODE = re.compile(r"\d\.\d{6}")
ANY_COMMUNE = _("Which commune is meant depends on the procedure.")
WAY_WORDS = {"counter": _("at the counter"), "post": _("by post"), "online": _("online")}


def needed(field: forms.Field) -> forms.Field:
    """Mark a field that the verb asks for; the browser and Django leave the checking to the verb."""
    field.widget.is_required = True
    field.widget.attrs["aria-required"] = "true"
    return field


def text(label: Any, hint: Any = "", **attrs: str) -> forms.CharField:
    """Return an optional line of text that takes anything, up to what a door accepts."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=widget)


class ReceptionForm(VerbForm):
    """The reception page. Names are those of filing.FIELDS, so that faults find their fields."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    card_born_on = forms.CharField(widget=forms.HiddenInput, required=False)  # for the e-form, as is card_sex
    card_sex = forms.CharField(widget=forms.HiddenInput, required=False)
    card = text(
        _("ID card"), _("Hold the QR code of the card under the scanner, or type below."), spellcheck="false"
    )
    applicant_name = needed(text(_("Full name")))
    id_number = needed(text(_("Personal number"), inputmode="numeric"))
    applicant_phone = text(_("Telephone"), inputmode="tel")
    applicant_address = text(_("Address"))
    subject_name = text(_("Whom it is about"), _("Only where this is not the applicant, e.g. a child."))
    representative_name = text(
        _("Representative"), _("Who files in the place of the applicant, e.g. a parent.")
    )
    representative_id_number = text(_("Number of the representative"), inputmode="numeric")
    representative_phone = text(_("Telephone of the representative"), inputmode="tel")
    representative_basis = text(
        _("Basis of the representation"),
        _("E.g. father of the child, or number and date of the notarised authorisation."),
    )
    procedure = needed(
        text(_("Procedure"), _("Type a few letters, accents or not, or the code."), spellcheck="false")
    )
    area = forms.ChoiceField(label=_("Commune meant"), help_text=ANY_COMMUNE, required=False)
    agency = text(_("Competent agency"))  # drawn by parts/promise.html, where there is something to choose
    pages = text(_("Pages of the original"))  # these three: drawn by parts/particulars.html
    cases = text(_("Case"))
    categories = text(_("Exemption from the fee"))
    request = text(_("What is asked for"))
    copies = text(_("Copies"), inputmode="numeric")
    point = forms.ChoiceField(label=_("Received at"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = service_points_of(user)
        choice(self.fields["point"]).choices = [(point.code, point.name) for point in points]
        choice(self.fields["area"]).choices = [("", "–"), *communes()]

    @property
    def names_persons(self) -> bool:
        """Say whether somebody beside the applicant was entered: then their fields stand open."""
        return any(self[name].value() for name in PERSON_FIELDS)


class ProposeForm(VerbForm):
    """Outcome, words and approver of a proposal."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Result.Outcome.choices, widget=forms.RadioSelect, required=False
    )
    content = needed(
        forms.CharField(
            label=_("What the result says"),
            help_text=_("A line “label: value” becomes a fact of the paper, every other line a paragraph."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 9}),
        )
    )
    approver = needed(forms.ChoiceField(label=_("Approver"), required=False))
    kind = forms.ChoiceField(label=_("Which result of the procedure"), required=False)
    alone = forms.BooleanField(
        label=_("This result alone: what else was proposed becomes void"), required=False
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = dossier.procedure_version.results
        choice(self.fields["kind"]).choices = [
            (str(number), f"{number}. {each.get('name', '')}") for number, each in enumerate(results, start=1)
        ]
        if len(results) < 2:
            del self.fields["kind"], self.fields["alone"]
        names = [(each.username, str(each)) for each in approvers_of(dossier.agency_id)]
        choice(self.fields["approver"]).choices = names


class DeliverForm(VerbForm):
    """Who took the result, and how."""

    way = forms.ChoiceField(
        label=_("Returned"),
        choices=[(way, WAY_WORDS[way]) for way in WAYS],
        widget=forms.RadioSelect,
        required=False,
    )
    recipient_name = needed(text(_("Name of the person who took it")))


class AttachForm(VerbForm):
    """One more paper, or a better scan in the place of another."""

    file = needed(
        forms.FileField(label=_("File: PDF, JPEG, PNG or TIFF"), required=False, allow_empty_file=True)
    )
    replaces = forms.ChoiceField(label=_("In the place of"), required=False)

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [each for each in documents if each.kind == Document.Kind.PAPER and not each.replaced_by_id]
        choice(self.fields["replaces"]).choices = [("", _("none: a further paper"))] + [
            (each.key, each.name) for each in papers
        ]


def choice(field: forms.Field) -> forms.ChoiceField:
    """Say that a field has choices."""
    assert isinstance(field, forms.ChoiceField)
    return field


@remember(seconds=60)
def communes() -> list[tuple[str, str]]:
    """Return (code, full name) of the province's communes in the order of the alphabet."""
    areas = valid_communes()
    return [(area.code, area.full_name) for area in sorted(areas, key=lambda area: fold(area.name))]


def commune_in(address: str) -> str:
    """Return the code of the commune that an address names, or "" when it names none."""
    words = f" {fold(address).replace(',', ' ')} ".replace("  ", " ")
    return next((code for code, full_name in communes() if f" {fold(full_name)} " in words), "")


def procedure_code(words: str) -> str:
    """Return the code that was typed or chosen; of words that fit one procedure only, that one's."""
    if found := CODE.search(words):
        return found.group()
    fitting = search(words, most=2) if words.strip() else []
    return fitting[0].procedure.code if len(fitting) == 1 else words
