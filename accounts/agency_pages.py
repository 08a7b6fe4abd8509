"""The administrator's pages about agencies: the list, one agency, renaming and closing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from . import actions, agency_queries, staff_queries
from .doors import who
from .faults import Invalid
from .models import Agency, User
from .staff_doors import Question, ask, links, staff_act, staff_room
from .staff_forms import CloseForm, RenameForm, StaffForm

VALIDITY = {"": None, "now": True, "over": False}


@staff_room
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency by code: search, kind, and whether it is in force today."""
    asked = {name: request.GET.get(name, "") for name in ("q", "kind", "valid")}
    found = agency_queries.agencies(
        asked["q"],
        asked["kind"],
        is_valid=VALIDITY.get(asked["valid"]),
        after=request.GET.get("after", ""),
    )
    context = {
        "at": "staff",
        "rows": [(agency, _is_valid(agency)) for agency in found.rows],
        "kinds": Agency.Kind.choices,
        "after": request.GET.get("after", ""),
        **asked,
        **links("agencies", found.next, **asked),
    }
    return render(request, "accounts/agencies.html", context)


def _is_valid(agency: Agency) -> bool:
    today = localdate()
    return agency.valid_from_on <= today and (agency.valid_until_on is None or today <= agency.valid_until_on)


@staff_room
def agency(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code)


def _page(request: HttpRequest, code: str, refused: StaffForm | None = None) -> HttpResponse:
    found = agency_queries.agency_with_all(code)
    if found is None:
        raise Http404(code)
    one, today = found.agency, localdate().isoformat()
    names = {"name": one.name, "short_name": one.short_name, "on": today}
    context: dict[str, Any] = {
        "at": "staff",
        "found": found,
        "is_valid": _is_valid(one),
        "rename_form": refused
        if isinstance(refused, RenameForm)
        else RenameForm(prefix="rename", initial=names),
        "close_form": refused
        if isinstance(refused, CloseForm)
        else CloseForm(prefix="close", initial={"on": today}),
        "agencies": staff_queries.agencies_today(),
        "form": refused,
    }
    return render(request, "accounts/agency.html", context, status=400 if refused else 200)


def _known(code: str) -> Agency:
    found = agency_queries.agency_with_all(code)
    if found is None:
        raise Http404(code)
    return found.agency


@staff_act
def rename_agency(request: HttpRequest, code: str) -> HttpResponse:
    form = RenameForm(request.POST, prefix="rename")
    renamed = _known(code)
    try:
        actions.rename_agency(
            renamed,
            name=form.word("name"),
            short_name=form.word("short_name"),
            on=form.needed_day_in("on"),
            basis=form.word("basis"),
            by=who(request),
        )
    except Invalid as invalid:
        form.show(invalid)
        return _page(request, code, form)
    messages.success(request, _("The agency has its new name."))
    return redirect("agency", code=code)


@staff_act
def close_agency(request: HttpRequest, code: str) -> HttpResponse:
    form, closed = CloseForm(request.POST, prefix="close"), _known(code)

    def verb(by: User) -> None:
        successor = form.agency_named("successor") if form.word("successor") else None
        day, basis = form.needed_day_in("on"), form.word("basis")
        actions.close_agency(closed, on=day, successor=successor, basis=basis, by=by)

    question = Question(
        _("Close %(agency)s?") % {"agency": closed.name},
        _("Close the agency"),
        reverse("agency", args=[code]),
    )
    try:
        if asked := ask(request, question, verb):
            return asked
        verb(who(request))
    except Invalid as invalid:
        form.show(invalid)
        return _page(request, code, form)
    messages.success(request, _("The agency's last day is noted."))
    return redirect("agency", code=code)
