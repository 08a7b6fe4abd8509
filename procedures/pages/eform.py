"""The e-form of a procedure for everybody: fill it in, have it checked, print it. Nothing is stored or logged."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.faults import Invalid
from procedures.eforms import EForm, form_of, groups, posted_answers, validate
from procedures.eforms.posted import ADD_ROW
from procedures.queries import version_in_force

PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}


# Exempt from the token: it changes nothing, and citizens' pages do without cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def eform(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of the version in force; what is posted comes back with its faults, or as a sheet to print."""
    version = version_in_force(code, localdate())
    if version is None:
        raise Http404
    page: dict[str, Any] = {"version": version, "code": code}
    if not version.form:
        return render(request, "procedures/eform_page.html", page)
    form = form_of(version.form)
    typed = posted_answers(form, request.POST)
    shown = EForm(form, typed, data=request.POST)
    page["eform"] = shown
    if request.method != "POST" or ADD_ROW in request.POST or "change" in request.POST:
        return _private(render(request, "procedures/eform_page.html", page))
    try:
        answers = validate(version.form, typed)
    except Invalid as invalid:
        shown.show(invalid)
        return _private(render(request, "procedures/eform_page.html", page, status=400))
    page["groups"] = groups(version.form, answers)
    page["posted"] = [(name, value) for name, values in request.POST.lists() for value in values]
    return _private(render(request, "procedures/eform_sheet.html", page))


def _private(response: HttpResponse) -> HttpResponse:
    """What a person typed is kept by no browser that others may use."""
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response
