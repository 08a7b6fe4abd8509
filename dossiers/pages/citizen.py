"""Pages for citizens, who sign in nowhere: the way of a dossier, its result, and whether a result is genuine."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.access import record
from dossiers.citizen_queries import issued_result, tracked
from dossiers.queries import of_province
from procedures import formats

from . import tracking, verdict
from .due import why_due

PRIVATE = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def track(request: HttpRequest, token: str) -> HttpResponse:
    """Show the holder of the receipt's QR where the dossier is; 304 when nothing changed since."""
    found = tracked(token)
    if found is None:
        raise Http404
    at = now()
    left = tracking.left_words(found, at)
    headers = {**PRIVATE, "ETag": tracking.etag(found, left)}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    context = {
        "d": tracking.page_context(found, token, at, left),
        "LANGUAGE_CODE": get_language(),
        "request": request,
    }
    return HttpResponse(get_template("dossiers/track.html").render(context), headers=headers)


@require_safe
def track_why(request: HttpRequest, token: str) -> HttpResponse:
    """Explain to the holder of the receipt's QR how the promised day was counted."""
    dossier = of_province().filter(token=token).select_related("procedure_version").first()
    if dossier is None or dossier.received_at is None:
        raise Http404
    lines = why_due(dossier)
    context = {
        "lines": lines,
        "due": formats.instant(dossier.promised_at)
        if dossier.promised_at
        else _("The law sets no time for it."),
        "code": dossier.code,
        "token": token,
    }
    return private(render(request, "dossiers/track_why.html", context))


@require_safe
def own_result(request: HttpRequest, token: str) -> HttpResponse:
    """A result in force, for the holder of the receipt's QR; of several `kind` says which, the first without it."""
    found, kind = tracked(token), request.GET.get("kind", "")
    results = found.results if found else ()
    asked = [one.key for one in results if kind in ("", str(one.kind))]
    if not asked:
        raise Http404
    return document(asked[0], seen_by="tracking QR")


@require_safe
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether the result with this QR is genuine, and what must stand on it."""
    found = verdict.of(key, issued_result(key))
    return private(render(request, "dossiers/verify.html", {"r": found}, status=found.http_status))


@require_safe
def verified_document(request: HttpRequest, key: str) -> HttpResponse:
    """The original of an issued result, to compare with the paper in one's hand."""
    return document(key, seen_by="verification QR")


def private(answer: HttpResponse) -> HttpResponse:
    """Keep a page out of shared caches, other sites' logs and search engines."""
    for name, value in PRIVATE.items():
        answer.headers[name] = value
    return answer


def document(key: str, *, seen_by: str) -> HttpResponse:
    """Answer with the sealed file of an issued result, if it is the one that was issued; the opening is recorded."""
    result = issued_result(key)
    content = verdict.sealed_content(result) if result else None
    if result is None or content is None:
        raise Http404
    record(None, result.dossier, f"result {result.seq} by {seen_by}")
    name = result.number_text.replace("/", "-")
    headers = {**PRIVATE, "Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
