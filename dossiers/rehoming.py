"""What happens to open dossiers when a person loses a role: they are assigned anew, or go back to the list.

Registered with accounts.rehoming, whose verbs call it in their own transaction (migration 0004 keeps that none is
left behind).
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts import rehoming
from accounts.models import Agency, User
from accounts.queries import system_user
from accounts.rehoming import Vacated
from accounts.roles import Role

from . import actions
from .models import Dossier, Result, StepRun
from .models.status import CLOSED, HELD, Status

ENDED = (Status.ISSUED, *CLOSED)
PROPOSED = (*HELD, Status.ISSUED, Status.RETURNED)  # after the issue: of a replacement


def rehome(vacated: Vacated, by: User) -> int:
    """Give the open dossiers of a role that ends a new home; return how many there were."""
    told: dict[str, Any] = {
        "by": system_user(),
        "on_behalf_of": f"user:{by.username}"[:80],
        "because": "role_ended",
    }
    homed: set[str] = set()
    if vacated.role == Role.PROCESSING_OFFICER:
        homed |= _rehome_held(vacated, told)
    if vacated.role == Role.APPROVER:
        homed |= _rehome_proposed(vacated, told)
    return len(homed | _rehome_steps(vacated, told))


def _rehome_held(vacated: Vacated, told: dict[str, Any]) -> set[str]:
    """Assign the dossiers anew. Without a colleague, those at a step of the officer go back to the agency's list;
    at another step they wait there, and for the applicant too, without an officer."""
    mine = Dossier.objects.filter(officer=vacated.user, agency=vacated.agency)
    held = mine.filter(Q(status__in=HELD) | Q(replacing=True))
    found = list(held.order_by("pk").values_list("code", "status", "step_role"))
    for code, status, role in found:
        if vacated.to is not None:
            actions.assign(code, officer=vacated.to.username, **told)
        elif status == Status.IN_PROCESS and role in ("", Role.PROCESSING_OFFICER):
            actions.release(code, **told)
        else:
            actions.release_step(code, of=vacated.user.username, **told)
    return {code for code, _status, _role in found}


def _rehome_proposed(vacated: Vacated, told: dict[str, Any]) -> set[str]:
    proposed = Result.objects.filter(
        approver=vacated.user,
        signed_at=None,
        dossier__agency=vacated.agency,
        dossier__status__in=PROPOSED,
    )
    codes = list(proposed.order_by("dossier").values_list("dossier__code", flat=True).distinct())
    for code in codes:
        actions.release_proposal(code, **told)
    return set(codes)


def _rehome_steps(vacated: Vacated, told: dict[str, Any]) -> set[str]:
    """Release the steps that this person has taken in this role, or give them to the colleague."""
    taken = StepRun.objects.filter(
        officer=vacated.user, agency=vacated.agency, role=vacated.role, kind="task", ended_at=None
    )
    codes = list(taken.order_by("dossier").values_list("dossier__code", flat=True))
    for code in codes:
        actions.release_step(code, of=vacated.user.username, to=vacated.to, **told)
    return set(codes)


def open_work(agency: Agency) -> int:
    """How many dossiers this agency has still to decide, to return, or to answer about."""
    asked = StepRun.objects.filter(dossier=OuterRef("pk"), agency=agency, ended_at=None)
    mine = Q(agency=agency) | Q(receiving_agency=agency) | Exists(asked)
    return Dossier.objects.filter(mine).exclude(status__in=ENDED).count()


rehoming.register(holder=rehome, asker=open_work)
