"""Pages of leased numbers: the leases of a centre with what is unused, leasing a block, returning it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.doors import act_for, page_for, who
from accounts.faults import Fault, Invalid
from accounts.verb_form import VerbForm
from dossiers import actions
from dossiers.leasing import leases_seen_by, points_leased_to_by, with_codes
from dossiers.refusals import Blocked

from .forms import choice, needed, text

MOST_LEASES = 50


class LeaseForm(VerbForm):
    """For which point, how many, for which day."""

    point = needed(forms.ChoiceField(label=gettext_lazy("Service point"), required=False))
    count = needed(text(gettext_lazy("How many numbers"), gettext_lazy("1 to 200."), inputmode="numeric"))
    on = forms.CharField(
        label=gettext_lazy("Day of reception"),
        required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = points_leased_to_by(who(request))
        choice(self.fields["point"]).choices = [(each.code, each.name) for each in points]


@page_for("lease_numbers")
def number_leases(request: HttpRequest) -> HttpResponse:
    """The leases, the newest first, each with its codes that are not used."""
    return _page(request, LeaseForm(request=request, initial={"on": localdate().isoformat()}))


@act_for("lease_numbers")
def lease_numbers(request: HttpRequest) -> HttpResponse:
    form = LeaseForm(request.POST, request=request)
    try:
        lease = actions.lease_numbers(
            request.POST.get("point", ""), _count(request), on=_day(request), by=who(request)
        )
    except Invalid as invalid:
        form.is_valid()
        form.show(invalid)
        return _page(request, form, status=400)
    (found,) = with_codes([lease])
    said = _("Leased: %(first)s to %(last)s.") % {"first": found.codes[0], "last": found.codes[-1]}
    messages.success(request, said)
    return redirect("number_leases")


@act_for("return_numbers")
def return_numbers(request: HttpRequest, code: str) -> HttpResponse:
    form = LeaseForm(request=request, initial={"on": localdate().isoformat()})
    try:
        actions.return_numbers(code, reason=request.POST.get("reason", ""), by=who(request))
    except Invalid as invalid:
        reasons = [fault.sentence for fault in invalid.faults.values()]
        return _page(request, form, reasons=reasons, returning=code, status=400)
    except Blocked as blocked:
        return _page(request, form, reasons=[reason.sentence for reason in blocked.reasons], status=409)
    messages.success(request, _("The lease has ended; its numbers are not used any more."))
    return redirect("number_leases")


def _page(
    request: HttpRequest, form: LeaseForm, *, reasons: Any = (), returning: str = "", status: int = 200
) -> HttpResponse:
    found = with_codes(list(leases_seen_by(who(request))[:MOST_LEASES]))
    context = {"at": "numbers", "leases": found, "form": form, "reasons": reasons, "returning": returning}
    context["typed"] = request.POST.get("reason", "") if returning else ""
    return render(request, "dossiers/transit/leases.html", context, status=status)


def _count(request: HttpRequest) -> int:
    """The number that was typed; 0, which the verb refuses, for what is none."""
    typed = request.POST.get("count", "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _day(request: HttpRequest) -> date | None:
    typed = request.POST.get("on", "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid({"on": Fault("date_not_valid", _("Enter a day, e.g. 2026-11-21."))}) from None
