"""The reception page, and the small questions its script asks while the clerk types."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import staff_act, staff_page, who
from accounts.faults import Invalid
from accounts.id_card import CardRefused, read_card
from accounts.refusals import InputRefused
from dossiers import actions
from dossiers.access import open_dossier
from dossiers.digitisation.refusals import Refused
from dossiers.filing import read_filing
from dossiers.refusals import Blocked
from procedures.queries import search

from . import reception as view
from .due import why_due
from .forms import ReceptionForm
from .particulars import particulars
from .reception_form import eform, without_answers

FOUND = 20


@staff_page
def counter(request: HttpRequest) -> HttpResponse:
    """Receive a dossier: an empty page, what was typed so far worked out again, or a dossier accepted."""
    if request.method != "POST":
        return empty_page(request)
    data, card_fault = view.with_card(request.POST)
    data, file_faults = keep_files(request, data)
    if "accept" not in data or card_fault or file_faults:
        return typed_page(request, data, card_fault=card_fault, file_faults=file_faults)
    try:
        filing = read_filing(view.filing_data(data), key=data.get("key", ""))
        dossier = actions.accept_filing(filing, by=who(request))
    except Invalid as invalid:
        return typed_page(request, data, invalid=invalid, status=400)
    except InputRefused as refused:  # a due day that cannot be counted
        return typed_page(request, data, reasons=[refused.sentence], status=400)
    except Blocked as blocked:
        return typed_page(request, data, reasons=[each.sentence for each in blocked.reasons], status=409)
    return redirect("accepted", dossier.code)


def empty_page(request: HttpRequest) -> HttpResponse:
    """Show the page for the next person, with a key of its own that makes a double click harmless."""
    form = ReceptionForm(user=who(request), initial={"key": str(uuid4()), "copies": 1})
    return shown(request, form, QueryDict())


def typed_page(
    request: HttpRequest,
    data: QueryDict,
    *,
    card_fault: str = "",
    file_faults: Mapping[int, str] | None = None,
    invalid: Invalid | None = None,
    reasons: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page with everything that was typed and uploaded, each fault at its field."""
    form = ReceptionForm(data, user=who(request))
    form.is_valid()
    if card_fault:
        form.add_error("card", card_fault)
    if invalid:
        form.show(without_answers(invalid))
    return shown(
        request, form, data, faults=file_faults or {}, reasons=reasons or [], invalid=invalid, status=status
    )


def shown(
    request: HttpRequest,
    form: ReceptionForm,
    data: QueryDict,
    *,
    faults: Mapping[int, str] | None = None,
    reasons: list[Any] | None = None,
    invalid: Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page around a form."""
    version = view.version_of(data.get("procedure", ""))
    promise = view.promise(version, data)
    form["area"].help_text = view.area_words(promise)
    context = {
        "form": form,
        "at": "counter",
        "papers": view.papers(version, data, user=who(request), faults=faults or {}),
        "promise": promise,
        "version": version,
        "particulars": particulars(version, data, invalid=invalid),
        "eform": eform(version, data, fills=bool(request.POST.get("card", "").strip()), invalid=invalid),
        "reasons": [*(reasons or []), *(faults or {}).values()],
        "words": script_words(),
    }
    return render(request, "dossiers/counter.html", context, status=status)


def keep_files(request: HttpRequest, data: QueryDict) -> tuple[QueryDict, dict[int, str]]:
    """Upload what came with the form itself (a browser without script); return what cannot be used, by paper."""
    kept, faults = data.copy(), {}
    for name in request.FILES:
        number = name.removeprefix("paper-")
        for file in request.FILES.getlist(name) if view.is_number(number) else ():
            try:
                kept.appendlist("document", f"{number}:{actions.upload(file, by=who(request)).key}")
                kept.appendlist("handed_in", number)
            except Refused as refused:
                faults[int(number)] = f"{file.name}: {refused.sentence}"
    return kept, faults


def script_words() -> dict[str, str]:
    """Return the sentences that the page's script says."""
    return {
        "lost": _("The server did not answer. What you typed is still here: try again."),
        "procedures": _("Procedures"),
        "none": _("No procedure is called that. Try other words, an abbreviation or the code."),
        "uploading": _("being uploaded"),
        "remove": _("Remove"),
    }


@staff_page
def accepted(request: HttpRequest, code: str) -> HttpResponse:
    """What the clerk says to the person, and the receipt to print."""
    opened = open_dossier(who(request), code)
    dossier = opened.dossier
    context = {
        "d": dossier,
        "at": "counter",
        "receipt": next((each for each in opened.documents if each.kind == "receipt"), None),
        "due_why": why_due(dossier),
    }
    return render(request, "dossiers/accepted.html", context)


@staff_act
def scan_card(request: HttpRequest) -> HttpResponse:
    """Read the text of an ID card's QR; 400 with a sentence when it is not one."""
    try:
        card = read_card(request.POST.get("card", ""))
    except CardRefused as refused:
        return JsonResponse({"code": refused.code, "detail": str(refused.sentence)}, status=400)
    words, warnings = view.card_words(card), view.card_warnings(card)
    earlier = view.earlier_dossiers(card.id_number, user=who(request))
    return JsonResponse(
        {"fields": view.card_fields(card), "words": words, "warnings": warnings, "earlier": earlier}
    )


@staff_page
def search_procedures(request: HttpRequest) -> HttpResponse:
    """Procedures that fit the words, accents or not; of few letters those first that this centre receives most."""
    words = request.GET.get("q", "").strip()[:100]
    found = (*view.usual(words, user=who(request)), *search(words))
    values = dict.fromkeys(f"{each.procedure.code} · {each.name}" for each in found)
    return JsonResponse({"procedures": [{"value": value} for value in list(values)[:FOUND]]})


@staff_act
def reception_parts(request: HttpRequest) -> HttpResponse:
    """The checklist and the promise for what was chosen so far."""
    version = view.version_of(request.POST.get("procedure", ""))
    promise = view.promise(version, request.POST)
    context = {
        "papers": view.papers(version, request.POST, user=who(request), faults={}),
        "promise": promise,
        "area_words": view.area_words(promise),
        "version": version,
        "particulars": particulars(version, request.POST),
        "eform": eform(version, request.POST, fills=True),
    }
    return render(request, "dossiers/parts/reception_parts.html", context)


@staff_act
def upload_paper(request: HttpRequest) -> HttpResponse:
    """Keep one file until the dossier takes it; 400 with a sentence when it cannot be used."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"code": "required", "detail": _("Choose a file first.")}, status=400)
    try:
        made = actions.upload(file, by=who(request))
    except Refused as refused:
        return JsonResponse({"code": refused.code, "detail": str(refused.sentence)}, status=400)
    pages = ngettext("%(n)s page", "%(n)s pages", made.pages) % {"n": made.pages}
    return JsonResponse({"key": made.key, "name": made.name, "pages_words": pages})
