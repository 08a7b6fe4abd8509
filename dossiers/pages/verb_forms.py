"""The forms of the verbs that ask for words: labels, hints, what was typed. What an entry means, the verb says."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Invalid
from accounts.memory import remember
from accounts.models import Agency, User
from accounts.verb_form import VerbForm
from dossiers.access import OpenDossier
from dossiers.actions.reroute import RECEIVES_ONLY
from dossiers.closing import MONEY
from dossiers.hand_over_queries import address_of
from dossiers.models import HandOver, HandOverList

from .forms import choice, communes, needed, text

MONEY_WORDS = {
    "none": _("nothing was paid"),
    "refund": _("it is given back"),
    "kept": _("it is kept: the work was done"),
}


def lines(label: Any, hint: Any = "", *, rows: int = 3) -> forms.CharField:
    """Return an optional text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=widget)


def day(label: Any, hint: Any = "") -> forms.CharField:
    """Return a day to pick or to type; the door reads it."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.TextInput(attrs={"type": "date"})
    )


def radios(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def why(hint: Any = "") -> forms.Field:
    return needed(lines(_("Reason"), hint))


class DossierForm(VerbForm):
    """A form on the page of one dossier, under ids of its own: many forms stand there, with fields of the same name."""

    verb = ""

    def __init__(self, data: QueryDict | None = None, *, opened: OpenDossier, user: User) -> None:
        super().__init__(data, auto_id=f"id_{self.verb}_%s")
        self.opened, self.user = opened, user
        self.initial = self.begins_with()
        self.fill()

    def begins_with(self) -> dict[str, Any]:
        """Return what stands in the fields at first."""
        return {}

    def fill(self) -> None:
        """Offer the choices of this dossier."""

    def show(self, invalid: Invalid) -> None:
        """Put each fault at its field; one whose field nobody sees goes to the top."""
        seen = {name for name, field in self.fields.items() if not field.widget.is_hidden}
        for name, fault in invalid.faults.items():
            self.add_error(name if name in seen else None, str(fault.sentence))

    def sent(self, name: str) -> str:
        """Return what was typed into a field that the form class does not name."""
        return self.data.get(name, "") if self.is_bound else ""


class ReasonForm(DossierForm):
    reason = why()


class DeclineForm(ReasonForm):
    verb = "decline"
    reason = why(
        _("It is printed on the refusal: say what is missing in law, and what the applicant can do.")
    )


class SendBackForm(ReasonForm):
    verb = "send_back"
    reason = why(_("For the officer: what has to be different."))


class ReplaceResultForm(ReasonForm):
    verb = "replace_result"
    kind = radios(_("Which result"), [])
    reason = why(_("What is wrong with the result that was issued."))

    def begins_with(self) -> dict[str, Any]:
        return {"kind": "1"}

    def fill(self) -> None:
        in_force = self.opened.dossier.results_in_force
        choice(self.fields["kind"]).choices = [(str(one.kind), one.number_text) for one in in_force]
        if len(in_force) < 2:
            del self.fields["kind"]


class WithdrawForm(ReasonForm):
    verb = "withdraw"
    reason = why(_("In the applicant's words."))
    money = radios(_("What was paid"), [(one, MONEY_WORDS[one]) for one in MONEY])


class StopForm(ReasonForm):
    verb = "stop"
    basis = needed(text(_("Legal basis"), _("Article, clause, number of the document.")))
    money = radios(_("What was paid"), [(one, MONEY_WORDS[one]) for one in MONEY])


class RequestPaymentForm(DossierForm):
    verb = "request_payment"
    amount = needed(text(_("Amount (VND)"), inputmode="numeric"))
    reason = why(_("What has to be paid, and on which basis."))


class SettleFeeForm(DossierForm):
    verb = "settle_fee"
    reference = needed(text(_("Number of the receipt or of the transfer")))


class ExtendForm(DossierForm):
    verb = "extend"
    until = needed(day(_("New day")))
    reason = why(_("The applicant reads it, with the apology."))


class AmendDueForm(DossierForm):
    verb = "amend_due"
    until = needed(day(_("New day")))
    basis = needed(lines(_("Basis"), _("Which document allows it, and why.")))


class ConfirmPresenceForm(DossierForm):
    verb = "confirm_presence"
    present = needed(text(_("Who was present"), _("Names as on the identity cards, one after the other.")))

    def begins_with(self) -> dict[str, Any]:
        return {"present": self.opened.dossier.applicant_name}


class InstructForm(DossierForm):
    verb = "instruct"
    instruction = needed(lines(_("What is to be done")))


class AgencyForm(DossierForm):
    """A form that names an agency of the province."""

    agency_field = "to"

    def fill(self) -> None:
        choice(self.fields[self.agency_field]).choices = [("", "–"), *deciding_agencies()]


class HandOverForm(DossierForm):
    """The papers of this dossier alone; a list of several is made on the page of hand-overs."""

    verb = "hand_over"
    to = needed(forms.ChoiceField(label=_("To which agency"), required=False))
    carrier = radios(_("Carried by"), HandOverList.Carrier.choices)
    tracking_number = text(_("Tracking number"), _("Of the public post."))
    note = text(_("Note"))

    def begins_with(self) -> dict[str, Any]:
        return {"carrier": "own"}

    def fill(self) -> None:
        """Only who has to do with the dossier receives its papers."""
        it = self.opened.dossier
        concerned = [it.agency, it.receiving_agency, *(run.agency for run in self.opened.step_runs)]
        named = {each.code: str(each) for each in concerned if each.pk != it.papers_at_id}
        choice(self.fields["to"]).choices = list(named.items())


class ReceiveHandOverForm(DossierForm):
    """The list on which the papers come."""

    verb = "receive_hand_over"
    number = forms.CharField(widget=forms.HiddenInput, required=False)
    missing = forms.BooleanField(label=_("The papers of this dossier have not come"), required=False)
    note = text(_("Note"))

    @property
    def hand_over(self) -> HandOver | None:
        return next((each for each in self.opened.hand_overs if each.ended_at is None), None)

    @property
    def list_url(self) -> str:
        """Where all dossiers of the list stand, to be received with some missing."""
        if self.hand_over is None:
            return ""
        return reverse("hand_over_list", args=[address_of(self.hand_over.list.number_text)])

    def begins_with(self) -> dict[str, Any]:
        return {"number": self.hand_over.list.number_text if self.hand_over else ""}


class RerouteForm(AgencyForm):
    verb = "reroute"
    to = needed(forms.ChoiceField(label=_("Competent agency"), required=False))
    reason = why()


class DispatchForm(DossierForm):
    verb = "dispatch"
    tracking_number = needed(text(_("Tracking number")))
    came_back = forms.BooleanField(label=_("What was sent before has come back"), required=False)

    def fill(self) -> None:
        if not any(one.status == "sent" for one in self.opened.deliveries):
            del self.fields["came_back"]


class ReclassifyForm(DossierForm):
    verb = "reclassify"
    procedure = needed(text(_("Right procedure"), _("Its code, e.g. 2.000635."), spellcheck="false"))
    area = forms.ChoiceField(label=_("Commune meant"), required=False)
    agency = forms.ChoiceField(
        label=_("Competent agency"), help_text=_("Only where there is a choice."), required=False
    )
    cases = lines(_("Cases that apply"), _("One per line, as the catalogue names them."), rows=2)
    categories = lines(_("Exemption from the fee"), _("One per line."), rows=2)
    pages = text(_("Pages of the original"), inputmode="numeric")
    reason = why()

    def begins_with(self) -> dict[str, Any]:
        return {"area": self.opened.dossier.area.code}

    def fill(self) -> None:
        choice(self.fields["area"]).choices = [("", "–"), *communes()]
        choice(self.fields["agency"]).choices = [("", "–"), *deciding_agencies()]


@remember(seconds=60)
def deciding_agencies() -> list[tuple[str, str]]:
    """Return (code, name) of the province's agencies that decide today, by name; a closed one decides nothing."""
    rows = Agency.objects.valid(localdate()).exclude(kind__in=RECEIVES_ONLY).order_by("name")
    return [(each.code, each.name) for each in rows]
