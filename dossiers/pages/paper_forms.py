"""Forms of several rows: what is missing, what was brought, what was entered wrongly. They work without JavaScript."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.phone import readable_phone
from dossiers.models import Event
from procedures.models import Requirement

from .forms import text
from .verb_forms import DossierForm, day, lines, why

OTHER = "other"


@dataclass(frozen=True)
class PaperRow:
    """One paper of the procedure, or (`number` "other") something beside them; what was ticked and typed."""

    number: str
    name: str
    is_ticked: bool
    what: str = ""
    key: str = ""


class PaperForm(DossierForm):
    """A form with a row for each paper of the procedure."""

    @property
    def requirements(self) -> list[Requirement]:
        return list(self.opened.dossier.procedure_version.requirements.all())

    def rows(self, ticked: str) -> list[PaperRow]:
        chosen = self.data.getlist(ticked) if isinstance(self.data, QueryDict) else []
        return [
            PaperRow(
                number,
                str(each),
                number in chosen,
                self.sent(f"what_{number}"),
                self.sent(f"key_{number}"),
            )
            for each in self.requirements
            for number in (str(each.number),)
        ]


class RequestSupplementForm(PaperForm):
    """`anyway` is asked only after a second request was refused for want of it."""

    verb = "request_supplement"
    items = forms.CharField(label=_("What is missing"), required=False)
    reason = why(_("The legal basis, and what has to be put right."))
    contact = text(_("Whom the applicant may ask"), _("Name and telephone."))
    until = day(_("To be brought by"), _("May stay empty."))
    anyway = forms.BooleanField(
        label=_("Ask a second time, although the dossier will count as late"), required=False
    )

    @property
    def papers(self) -> list[PaperRow]:
        return self.rows("missing")

    @property
    def other(self) -> str:
        return self.sent(f"what_{OTHER}")

    @property
    def asks_anyway(self) -> bool:
        return bool(self["anyway"].errors) or self.sent("anyway") == "on"


class SupplementForm(PaperForm):
    """What was asked for, to be ticked; and a scan of it, which goes up with the form."""

    verb = "supplement"
    handed_in = forms.CharField(label=_("What was brought"), required=False)
    papers = forms.CharField(label=_("Scans"), required=False)
    note = lines(_("Note"), rows=2)

    @property
    def brought(self) -> list[PaperRow]:
        """The papers that were asked for last; all of the procedure where none was named."""
        asked = _asked(self.opened.events)
        rows = self.rows("handed_in")
        return [row for row in rows if int(row.number) in asked] or rows

    @property
    def other_key(self) -> str:
        return self.sent(f"key_{OTHER}")


def _asked(events: list[Event]) -> set[int]:
    last = next((one for one in reversed(events) if one.type == "dossier.supplement_requested"), None)
    return set(last.facts.get("requirements", ())) if last else set()


class CorrectIntakeForm(DossierForm):
    """Every field as it stands; beside each a hidden copy, so that only what was changed is sent on."""

    verb = "correct_intake"
    applicant_name = text(_("Full name"))
    id_number = text(_("Personal number"), _("Leave it empty unless it is wrong."), inputmode="numeric")
    applicant_phone = text(_("Telephone"), inputmode="tel")
    applicant_address = text(_("Address"))
    request = text(_("What is asked for"))
    subject_name = text(_("Whom it is about"))
    representative_name = text(_("Representative"))
    representative_id_number = text(
        _("Personal number of the representative"),
        _("Leave it empty unless it is wrong."),
        inputmode="numeric",
    )
    representative_phone = text(_("Telephone of the representative"), inputmode="tel")
    representative_basis = text(_("Basis of the representation"))
    reason = why(_("How the mistake was found."))

    def begins_with(self) -> dict[str, Any]:
        it, persons = self.opened.dossier, {one.kind: one for one in self.opened.parties}
        standing = {
            "applicant_name": it.applicant_name,
            "applicant_phone": readable_phone(it.applicant_phone),
            "applicant_address": it.applicant_address,
            "request": it.request,
        }
        if subject := persons.get("subject"):
            standing["subject_name"] = subject.name
        if other := persons.get("representative"):
            standing |= {
                "representative_name": other.name,
                "representative_phone": readable_phone(other.phone),
                "representative_basis": other.basis,
            }
        return standing

    @property
    def standing(self) -> list[tuple[str, str]]:
        """The hidden copies: (name, what stood there when the page was made)."""
        names = [name for name in self.fields if name != "reason"]
        return [(f"was_{name}", self.sent(f"was_{name}") or self.initial.get(name, "")) for name in names]
