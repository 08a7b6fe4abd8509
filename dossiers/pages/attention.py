"""What needs attention: what waits longer than its budget, cause by cause, and what a machine can repair about it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import staff_act, staff_page, who
from accounts.roles import Role
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.queries import worklists_for
from dossiers.stuck.causes import CAUSES
from dossiers.stuck.listing import Group, Stuck, group, groups
from procedures import formats

from .desk_view import failure_words, tabs, work_words
from .verbs import OFFERED

DAY = 24 * 60


@dataclass(frozen=True)
class StuckRow:
    """One thing that is stuck, in words; `act` leads a person to the verb that ends it."""

    url: str
    code: str
    detail: str
    since: str
    budget: str
    mover: str
    act: str


@dataclass(frozen=True)
class Part:
    """One cause on the page; `more_url` leads to all of it, `is_mended`: a machine can repair it."""

    cause: str
    sentence: str
    is_mended: bool
    rows: list[StuckRow]
    more_url: str


@staff_page
def attention(request: HttpRequest) -> HttpResponse:
    """All causes with their first rows; with a cause in the address, one page of this cause."""
    user, name = who(request), request.GET.get("cause", "")
    if not name:
        found = groups(user)
    elif name in CAUSES:
        found = [group(CAUSES[name], user, after=request.GET.get("after", ""))]
    else:
        raise NotVisible(name)
    parts = [_part(one) for one in found if one.rows]
    context = {
        "parts": parts,
        "is_mended": any(part.is_mended for part in parts),
        "one_cause": name,
        "tabs": tabs(worklists_for(user), None),
        "at": "worklist",
    }
    return render(request, "dossiers/attention.html", context)


@staff_act
def repair(request: HttpRequest) -> HttpResponse:
    """Repair one row (cause and code), one cause, or everything that a machine can; done twice it is done once."""
    cause, code, user = request.POST.get("cause", ""), request.POST.get("code", ""), who(request)
    if code:
        actions.repair(cause, code, by=user)
        messages.success(request, _("Repaired: %(code)s.") % {"code": code})
        return redirect("attention")
    told = actions.repair_all(cause, by=user)
    done, refused = told.done.total(), told.refused.total()
    messages.success(
        request,
        ngettext("%(count)s repaired.", "%(count)s repaired.", done) % {"count": formats.number(done)},
    )
    if refused:
        sentence = _("%(count)s could not be repaired and stay on the list.")
        messages.warning(request, sentence % {"count": formats.number(refused)})
    if told.more:
        messages.warning(request, _("There is more to repair. Press the button again."))
    return redirect("attention")


def _part(found: Group) -> Part:
    cause = found.cause
    address = f"{reverse('attention')}?cause={cause.code}"
    more_url = f"{address}&after={found.next.replace('+', '%2B')}" if found.next else ""
    return Part(cause.code, str(cause.sentence), cause.is_mended, [_row(one) for one in found.rows], more_url)


def _row(one: Stuck) -> StuckRow:
    cause = CAUSES[one.cause]
    url = reverse("dossier", args=[one.code])
    act = str(OFFERED[cause.verb].title) if cause.verb in OFFERED else _("Open the dossier")
    return StuckRow(
        url=f"{url}#{cause.verb}" if cause.verb else url,
        code=one.code,
        detail=detail_words(one),
        since=formats.short_instant(one.since_at),
        budget=budget_words(one),
        mover=mover_words(one),
        act=act,
    )


def detail_words(one: Stuck) -> str:
    """Say which work, or why a paper cannot be read; numbers of lists and items stand for themselves."""
    if one.cause.startswith("message_"):
        return work_words(one.detail)
    return failure_words(one.detail) if one.cause == "paper_unreadable" else one.detail


def budget_words(one: Stuck) -> str:
    """Say how long it may wait."""
    if one.minutes is None:
        return _("none") if one.mover == "machine" else _("as set for the procedure")
    if one.is_working_time:
        return formats.working_time(one.minutes)
    if one.minutes >= DAY:
        days = one.minutes // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s minute", "%(count)s minutes", one.minutes) % {"count": one.minutes}


def mover_words(one: Stuck) -> str:
    """Say whose move it is."""
    if one.mover == "machine":
        return _("the system")
    if one.mover == "applicant":
        return _("the applicant")
    role: Any = Role(one.mover).label
    return ", ".join(part for part in (str(role), one.agency, one.person) if part)
