"""Pages that print: a statutory form of one dossier, and the register of an office."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.doors import staff_page, who
from accounts.faults import Invalid
from accounts.models import User
from accounts.verb_form import VerbForm
from dossiers.access import OpenDossier
from dossiers.register import offices_of
from dossiers.register_files import register_file_of
from dossiers.statutory import print_form, printables, read_seq


@dataclass(frozen=True)
class FormLink:
    """A form that can be printed from the page of a dossier."""

    title: str
    number: str
    url: str


def form_links(opened: OpenDossier, reader: User) -> list[FormLink]:
    """Return the forms of an opened dossier that a person may print, each with the address that prints it."""
    code = opened.dossier.code
    return [
        FormLink(one.title, one.number, f"{reverse('form_file', args=[code, one.form])}?event={one.seq}")
        for one in printables(opened.dossier, opened.events, reader=reader)
    ]


@require_GET
@staff_page
def form_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Print a form of a dossier: the original first, afterwards what says that it is a reprint."""
    printed = print_form(who(request), code, form, seq=read_seq(request.GET.get("event", "")))
    return as_file(printed.content, "application/pdf", printed.file_name)


class RegisterForm(VerbForm):
    """Which office, from which day to which, and as what."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    since = forms.CharField(
        label=_("From"), required=False, widget=forms.TextInput(attrs={"type": "date", "autocomplete": "off"})
    )
    until = forms.CharField(
        label=_("Until"),
        required=False,
        widget=forms.TextInput(attrs={"type": "date", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("As"),
        required=False,
        choices=[
            ("pdf", _("PDF, to print and sign")),
            ("xlsx", _("Table (XLSX)")),
            ("csv", _("Table (CSV)")),
        ],
    )

    def __init__(self, *args: Any, user: User, **named: Any) -> None:
        super().__init__(*args, **named)
        points, agencies = offices_of(user)
        choices = [(f"point:{one.code}", one.name) for one in points]
        self.fields["office"].choices = choices + [(f"agency:{one.code}", one.name) for one in agencies]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """The names of the address, which is the same for people and programs."""
        return {"since": "from", "until": "to", "kind": "as"}.get(field_name, field_name)

    def show(self, invalid: Invalid) -> None:
        """Put the faults of `from`, `to`, `point`, `agency` and `as` at the fields that people see."""
        names = {"from": "since", "to": "until", "as": "kind", "point": "office", "agency": "office"}
        super().show(Invalid({names.get(name, name): fault for name, fault in invalid.faults.items()}))


@require_GET
@staff_page
def register_file(request: HttpRequest) -> HttpResponse:
    """The register of an office as a file; without a period, or with one that cannot be, the form that asks."""
    user, given = who(request), request.GET
    if "from" not in given and "to" not in given:
        month = localdate().replace(day=1)
        first = {"since": month.isoformat(), "until": localdate().isoformat()}
        return render(
            request,
            "dossiers/register.html",
            {"form": RegisterForm(initial=first, user=user), "at": "worklist"},
        )
    try:
        made = register_file_of(given.dict(), by=user)
    except Invalid as invalid:
        form = RegisterForm(given, user=user)
        form.is_valid()
        form.show(invalid)
        return render(request, "dossiers/register.html", {"form": form, "at": "worklist"}, status=400)
    return as_file(made.content, made.mime, made.file_name)


def as_file(content: bytes, mime: str, name: str) -> HttpResponse:
    """Answer with a file that no browser keeps."""
    is_table = mime != "application/pdf"
    headers = {
        "Content-Disposition": content_disposition_header(is_table, name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=mime, headers=headers)
