"""Pages of hand-over lists: what is awaited and was sent, giving papers, one list, receiving it, its print."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.doors import staff_act, staff_page, who
from accounts.faults import Invalid
from accounts.models import Agency, User
from accounts.roles import CARRIERS
from accounts.verb_form import VerbForm
from dossiers import actions
from dossiers.hand_over_queries import (
    DIRECTIONS,
    Bundle,
    OpenList,
    address_of,
    bundles,
    lists,
    number_in,
    open_list,
    receivers,
)
from dossiers.models import HandOverList
from dossiers.refusals import Blocked

from .forms import choice, needed, text

TABS = {"awaited": gettext_lazy("Awaited here"), "sent": gettext_lazy("Sent from here")}


class GiveForm(VerbForm):
    """To whom the ticked papers go, and who carries them."""

    to = needed(forms.ChoiceField(label=gettext_lazy("Receiver"), required=False))
    carrier = forms.ChoiceField(
        label=gettext_lazy("Carrier"),
        choices=HandOverList.Carrier.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    tracking_number = text(
        gettext_lazy("Tracking number"),
        gettext_lazy("Of public post: 8 to 40 letters and digits."),
        spellcheck="false",
    )
    note = text(gettext_lazy("Note to the receiver"))

    def __init__(self, *args: Any, towards: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self.fields["to"]).choices = [(each.code, each.name) for each in receivers(towards)]


class ReceiveForm(VerbForm):
    """What the receiver writes; the missing ones are ticked in the list."""

    note = text(gettext_lazy("Note"), gettext_lazy("E.g. what was damaged on the way."))


@staff_page
def hand_overs(request: HttpRequest) -> HttpResponse:
    """The lists that are awaited here, or that were sent from here, the newest first."""
    direction = request.GET.get("direction", DIRECTIONS[0])
    if direction not in DIRECTIONS:
        raise Http404(direction)
    after, here = request.GET.get("after", ""), reverse("hand_overs")
    found = lists(who(request), direction, after=after)
    address = f"{here}?direction={direction}"
    context = {
        "at": "hand_overs",
        "rows": [(each, address_of(each.list.number_text)) for each in found.rows],
        "direction": direction,
        "tabs": [(f"{here}?direction={name}", words, name == direction) for name, words in TABS.items()],
        "after": after,
        "first_url": address,
        "next_url": f"{address}&after={found.next}" if found.next else "",
    }
    return render(request, "dossiers/transit/lists.html", context)


@staff_page
def give_papers(request: HttpRequest) -> HttpResponse:
    """Choose for whom, then tick the dossiers: all are ticked at first. POST writes the list."""
    if request.method == "POST":
        return _give(request)
    return _giving(request, towards=request.GET.get("towards", ""))


def _give(request: HttpRequest) -> HttpResponse:
    sent = {name: request.POST.get(name, "") for name in ("to", "carrier", "tracking_number", "note")}
    codes, towards = request.POST.getlist("codes"), request.POST.get("towards", "")
    try:
        made = actions.hand_over(codes, by=who(request), **sent)
    except Blocked as blocked:
        reasons = [reason.sentence for reason in blocked.reasons]
        return _giving(request, towards=towards, ticked=codes, reasons=reasons, status=409)
    except Invalid as invalid:
        return _giving(request, towards=towards, ticked=codes, invalid=invalid, status=400)
    messages.success(request, _("The list was written. You answer for the papers until they are received."))
    return redirect("hand_over_list", address_of(made.number_text))


def _giving(
    request: HttpRequest,
    *,
    towards: str,
    ticked: list[str] | None = None,
    invalid: Invalid | None = None,
    reasons: Any = (),
    status: int = 200,
) -> HttpResponse:
    found = bundles(who(request))
    chosen = next((bundle for bundle in found if bundle.agency.code == towards), None)
    context = {"at": "hand_overs", "bundles": found, "chosen": chosen, "reasons": reasons}
    if chosen:
        form = _give_form(request, chosen)
        if invalid:
            form.is_valid()
            form.show(invalid)
        context |= {
            "form": form,
            "rows": [(each, ticked is None or each.code in ticked) for each in chosen.dossiers],
        }
    return render(request, "dossiers/transit/give.html", context, status=status)


def _give_form(request: HttpRequest, chosen: Bundle) -> GiveForm:
    if request.method == "POST":
        return GiveForm(request.POST, towards=[chosen.agency])
    initial = {"to": chosen.agency.code, "carrier": HandOverList.Carrier.OWN}
    return GiveForm(initial=initial, towards=[chosen.agency])


@staff_page
def hand_over_list(request: HttpRequest, list_number: str) -> HttpResponse:
    """One list; who awaits it ticks what is missing and receives the rest."""
    return _list(request, list_number)


@staff_act
def receive_list(request: HttpRequest, list_number: str) -> HttpResponse:
    missing, note = request.POST.getlist("missing"), request.POST.get("note", "")
    try:
        actions.receive_hand_over(number_in(list_number), missing=missing, note=note, by=who(request))
    except Blocked as blocked:
        reasons = [reason.sentence for reason in blocked.reasons]
        return _list(request, list_number, reasons=reasons, missing=missing, status=409)
    except Invalid as invalid:
        return _list(request, list_number, invalid=invalid, missing=missing, status=400)
    messages.success(request, _("The papers were received; they lie here now."))
    return redirect("hand_over_list", list_number)


def _list(
    request: HttpRequest,
    list_number: str,
    *,
    invalid: Invalid | None = None,
    reasons: Any = (),
    missing: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = open_list(who(request), number_in(list_number))
    form = ReceiveForm(request.POST if invalid else None)
    if invalid:
        form.is_valid()
        form.show(invalid)
    context = {
        "at": "hand_overs",
        "one": found.list,
        "rows": [(row, row.dossier.code in (missing or ())) for row in found.rows],
        "address": list_number,
        "receives": _receives(found, who(request)),
        "form": form,
        "reasons": reasons,
    }
    return render(request, "dossiers/transit/list.html", context, status=status)


def _receives(found: OpenList, user: User) -> bool:
    return bool(found.awaited) and found.list.receiver_id in user.agency_ids(*CARRIERS)


@staff_page
def print_hand_over(request: HttpRequest, list_number: str) -> HttpResponse:
    """The list as it goes with the papers, for both signatures."""
    found = open_list(who(request), number_in(list_number))
    return render(
        request,
        "dossiers/transit/print.html",
        {"at": "hand_overs", "found": found, "one": found.list, "address": list_number},
    )
