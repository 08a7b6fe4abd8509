"""One page function per verb: read, call the verb, go back to the dossier. What is refused is said on its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.doors import staff_act, who
from accounts.faults import Fault, Invalid
from accounts.verb_form import VerbForm
from dossiers import actions
from dossiers.access import NotVisible, OpenDossier, look_at, open_dossier
from dossiers.digitisation.refusals import Refused
from dossiers.entries import HandedIn
from dossiers.refusals import Blocked

from .desk_view import dossier_context
from .verb_table import DOORS

# After these the dossier, or its papers, are another agency's: who acted may not see it any more.
LEAVING = ("reroute", "hand_over", "give_opinion")


def door_of(verb: str) -> Callable[..., HttpResponse]:
    """Make the page's door of a verb."""

    def door(request: HttpRequest, code: str) -> HttpResponse:
        try:
            do(verb, request, code)
        except Blocked as blocked:
            return again(request, code, verb, 409, reasons=[reason.sentence for reason in blocked.reasons])
        except Invalid as invalid:
            return again(request, code, verb, 400, invalid)
        messages.success(request, str(DOORS[verb].done))
        return (
            redirect("dossier", code) if verb not in LEAVING or sees(request, code) else redirect("worklist")
        )

    door.__name__ = verb
    return staff_act(door)


def sees(request: HttpRequest, code: str) -> bool:
    """Say whether who acted may still see the dossier."""
    try:
        look_at(who(request), code)
    except NotVisible:
        return False
    return True


def do(verb: str, request: HttpRequest, code: str) -> None:
    """Do the verb with what was sent."""
    if special := SPECIAL.get(verb):
        special(request, code)
        return
    entries = DOORS[verb].reads(request.POST)
    getattr(actions, verb)(code, by=who(request), **entries)


def attach(request: HttpRequest, code: str) -> None:
    """The file goes up with the form."""
    key = uploaded(request, "file")
    if not key:
        raise Invalid({"file": Fault("required", _("Choose a file first."))})
    actions.attach(code, key=key, replaces=request.POST.get("replaces", ""), by=who(request))


def supplement(request: HttpRequest, code: str) -> None:
    """Scans go up with the form; on a refusal they stay, by their keys."""
    sent = request.POST.copy()
    request.POST = sent  # type: ignore[assignment]
    for name in request.FILES:
        if name.startswith("file_"):
            sent[f"key_{name.removeprefix('file_')}"] = uploaded(request, name, says="papers")
    rows = [name.removeprefix("key_") for name in sent if name.startswith("key_")]
    kept = {row: key for row in rows if (key := sent.get(f"key_{row}", ""))}
    papers = [
        HandedIn(key, int(row) if row.isascii() and row.isdigit() else None) for row, key in kept.items()
    ]
    ticked = [int(one) for one in sent.getlist("handed_in") if one.isascii() and one.isdigit()]
    handed_in = {*ticked, *(paper.requirement for paper in papers if paper.requirement)}
    actions.supplement(
        code, papers=papers, handed_in=sorted(handed_in), note=sent.get("note", ""), by=who(request)
    )


def uploaded(request: HttpRequest, name: str, *, says: str = "file") -> str:
    """Upload the file of a field and return its key, "" for none; what is wrong with it is said at field `says`."""
    file = request.FILES.get(name)
    if file is None:
        return ""
    try:
        return actions.upload(file, by=who(request)).key
    except Refused as refused:
        raise Invalid({says: Fault(refused.code, refused.sentence)}) from None


def hand_over(request: HttpRequest, code: str) -> None:
    """A list of this dossier alone."""
    actions.hand_over([code], by=who(request), **DOORS["hand_over"].reads(request.POST))


def receive_hand_over(request: HttpRequest, code: str) -> None:
    """The whole list on which its papers come."""
    missing = [code] if "missing" in request.POST else []
    number, note = request.POST.get("number", ""), request.POST.get("note", "")
    actions.receive_hand_over(number, missing=missing, note=note, by=who(request))


SPECIAL: dict[str, Callable[[HttpRequest, str], None]] = {
    "attach": attach,
    "supplement": supplement,
    "hand_over": hand_over,
    "receive_hand_over": receive_hand_over,
}


def again(
    request: HttpRequest,
    code: str,
    verb: str,
    status: int,
    invalid: Invalid | None = None,
    *,
    reasons: list[Any] | None = None,
) -> HttpResponse:
    """Show the dossier as it is now, with what was refused and why; nothing typed is lost."""
    opened, user = open_dossier(who(request), code), who(request)
    refused: dict[str, Any] = {"refused": verb, "reasons": reasons}
    if form := bound(verb, request.POST, opened, user):
        form.is_valid()
        if invalid:
            form.show(invalid)
        refused["forms"] = {verb: form}
        refused["form"] = form
    elif invalid:
        refused["reasons"] = [fault.sentence for fault in invalid.faults.values()]
    context = dossier_context(opened, user, **refused)
    return render(request, "dossiers/dossier.html", context, status=status)


def bound(verb: str, data: QueryDict, opened: OpenDossier, user: Any) -> VerbForm | None:
    """Return the form of a verb with what was sent; None for one that asks nothing."""
    form = DOORS[verb].form
    return form(data, opened=opened, user=user) if form else None


VIEWS = {verb: door_of(verb) for verb in DOORS}
