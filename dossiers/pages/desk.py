"""Pages of everybody who works on dossiers: worklists, one dossier, its papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from accounts.doors import staff_act, staff_page, who
from dossiers import files
from dossiers.access import NotVisible, open_document, open_dossier, open_receipt, open_result
from dossiers.access import result_file as path_of
from dossiers.outbox import retry as retry_message
from dossiers.queries import WORKLISTS, Worklist, needs_attention, page, worklists_for

from .desk_view import dossier_context, failure_words, row, tabs

MOST_DIGITS = 5  # of the number of a result


@staff_page
def worklist(request: HttpRequest, name: str = "") -> HttpResponse:
    """One worklist, a page at a time; without a name, the first of the person's in which something waits."""
    user, mine = who(request), worklists_for(who(request))
    listed = WORKLISTS.get(name) if name else next(iter(mine), WORKLISTS["open"])
    if listed is None:
        raise NotVisible(name)
    after = request.GET.get("after", "")
    found = page(listed, user, after=after)
    for other in mine[1:] if not name else []:
        if found.rows:
            break
        if (waiting := page(other, user)).rows:
            listed, found = other, waiting
    context = {"rows": [row(dossier) for dossier in found.rows], "list": listed, "after": after}
    return render(
        request,
        "dossiers/worklist.html",
        {**context, **links(listed, found.next), "tabs": tabs(mine, listed)},
    )


def links(listed: Worklist, following: str) -> dict[str, Any]:
    """Return where the two links below a list lead."""
    here = reverse("worklist", args=[listed.name])
    return {"at": "worklist", "first_url": here, "next_url": f"{here}?after={following}" if following else ""}


@staff_act
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Take parked work up again; only what stands on the person's own list."""
    if not any(each.message_id == message_id for each in needs_attention(who(request))):
        raise NotVisible(str(message_id))
    retry_message(message_id)
    return redirect("attention")


@staff_page
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier, with what this person may do with it now."""
    opened = open_dossier(who(request), code)
    return render(request, "dossiers/dossier.html", dossier_context(opened, who(request)))


@staff_page
def document(request: HttpRequest, key: str) -> HttpResponse:
    """A scan beside the text that was read from it."""
    found = open_document(who(request), key, "text")
    context = {
        "document": found,
        "scan_url": reverse("document_file", args=[key, "original"]),
        "confidence": round(100 * (found.confidence or 0)),
        "failure": failure_words(found.failure_code),
        "at": "worklist",
    }
    return render(request, "dossiers/document.html", context)


@staff_page
def document_file(request: HttpRequest, key: str, rendition: str) -> HttpResponse:
    """The file itself: the original, or the searchable PDF made from it."""
    found = open_document(who(request), key, rendition)
    path, mime = (
        (found.file, found.mime) if rendition == "original" else (found.searchable_file, "application/pdf")
    )
    if not path:
        raise NotVisible(key)
    return inline(path, mime, found.name if rendition == "original" else f"{found.name}.pdf")


@staff_page
def receipt_file(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt (statutory form 01); 404 until it is made, within seconds of acceptance."""
    return inline(open_receipt(who(request), code).file, "application/pdf", f"{code}.pdf")


@staff_page
def result_file(request: HttpRequest, code: str) -> HttpResponse:
    """The result as it stands: sealed, signed, or the draft for its approver; `kind`: which of several."""
    kind = request.GET.get("kind", "1")
    if not (kind.isascii() and kind.isdigit() and len(kind) < MOST_DIGITS):
        raise NotVisible(kind)
    result = open_result(who(request), code, kind=int(kind))
    return inline(path_of(result), "application/pdf", f"{code}-result.pdf")


def inline(path: str, mime: str, name: str) -> HttpResponse:
    """Answer with a file that the browser shows, named for whoever saves it."""
    disposition = content_disposition_header(False, name) or "inline"
    return HttpResponse(files.read(path), content_type=mime, headers={"Content-Disposition": disposition})
