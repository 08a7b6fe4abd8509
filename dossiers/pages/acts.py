"""One page function per verb: parse, call the verb, go back to the dossier. What is refused is said on its page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.doors import staff_act, who
from accounts.faults import Fault, Invalid
from accounts.verb_form import VerbForm
from dossiers import actions
from dossiers.access import open_dossier
from dossiers.digitisation.refusals import Refused
from dossiers.refusals import Blocked

from .assigning import AssignForm
from .desk_view import dossier_context, verb_form
from .forms import AttachForm, DeliverForm, ProposeForm

Act = Callable[[HttpRequest, str], str]


def act(verb: Act) -> Callable[..., HttpResponse]:
    """Make a door of a function that does one verb and says what was done."""

    @wraps(verb)
    def door(request: HttpRequest, code: str) -> HttpResponse:
        try:
            done = verb(request, code)
        except Blocked as blocked:
            return again(request, code, 409, reasons=[reason.sentence for reason in blocked.reasons])
        except Invalid as invalid:
            return again(request, code, 400, **refused_form(request, code, verb.__name__, invalid))
        messages.success(request, done)
        return redirect("dossier", code)

    return staff_act(door)


def again(request: HttpRequest, code: str, status: int, **said: Any) -> HttpResponse:
    """Show the dossier as it is now, with what was refused and why; nothing typed is lost."""
    context = dossier_context(open_dossier(who(request), code), who(request), **said)
    return render(request, "dossiers/dossier.html", context, status=status)


def refused_form(request: HttpRequest, code: str, verb: str, invalid: Invalid) -> dict[str, Any]:
    """Return the form as it was sent, each fault at its field."""
    form = bound(request, code, verb)
    form.is_valid()
    form.show(invalid)
    return {f"{verb}_form": form, "form": form}


def bound(request: HttpRequest, code: str, verb: str) -> VerbForm:
    """Return the form of a verb with what was sent."""
    opened = open_dossier(who(request), code)
    empty = verb_form(verb, opened)
    if isinstance(empty, ProposeForm):
        return ProposeForm(request.POST, dossier=opened.dossier)
    if isinstance(empty, AssignForm):
        return AssignForm(request.POST, dossier=opened.dossier)
    if isinstance(empty, DeliverForm):
        return DeliverForm(request.POST)
    if isinstance(empty, AttachForm):
        return AttachForm(request.POST, documents=opened.documents)
    raise TypeError(f"The verb {verb} has no form that could show a fault.")


@act
def accept(request: HttpRequest, code: str) -> str:
    actions.accept(code, by=who(request))
    return _("The dossier was accepted; its receipt is being made.")


@act
def confirm_digitisation(request: HttpRequest, code: str) -> str:
    actions.confirm_digitisation(code, by=who(request))
    return _("The digitised papers were confirmed; the dossier is with the competent agency.")


@act
def attach(request: HttpRequest, code: str) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": Fault("required", _("Choose a file first."))})
    try:
        document = actions.upload(file, by=who(request))
    except Refused as refused:
        raise Invalid({"file": Fault(refused.code, refused.sentence)}) from None
    actions.attach(code, key=document.key, replaces=request.POST.get("replaces", ""), by=who(request))
    return _("The paper was attached and is being read.")


@act
def take_up(request: HttpRequest, code: str) -> str:
    actions.take_up(code, by=who(request))
    return _("You are responsible for this dossier now.")


@act
def assign(request: HttpRequest, code: str) -> str:
    actions.assign(code, officer=request.POST.get("officer", ""), by=who(request))
    return _("The dossier has a new officer.")


@act
def release(request: HttpRequest, code: str) -> str:
    actions.release(code, by=who(request))
    return _("The dossier waits on the agency's list for an officer.")


@act
def propose(request: HttpRequest, code: str) -> str:
    outcome, content = request.POST.get("outcome", ""), request.POST.get("content", "")
    actions.propose(
        code, outcome=outcome, content=content, approver=request.POST.get("approver", ""), by=who(request)
    )
    return _("The result was proposed; its draft is being made for the approver.")


@act
def approve(request: HttpRequest, code: str) -> str:
    actions.approve(code, sha256=request.POST.get("sha256", ""), by=who(request))
    return _("The result was approved and signed.")


@act
def seal(request: HttpRequest, code: str) -> str:
    actions.seal(code, by=who(request))
    return _("The result carries the agency's seal.")


@act
def issue(request: HttpRequest, code: str) -> str:
    actions.issue(code, by=who(request))
    return _("The electronic result was issued.")


@act
def deliver(request: HttpRequest, code: str) -> str:
    way, name = request.POST.get("way", ""), request.POST.get("recipient_name", "")
    actions.deliver(code, way=way, recipient_name=name, by=who(request))
    return _("The result was handed over. The dossier is closed.")
