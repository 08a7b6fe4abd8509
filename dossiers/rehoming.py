"""What happens to open dossiers when a person loses a role: they are assigned anew, or go back to the list.

Registered with accounts.rehoming, whose verbs call it in their own transaction (migration 0004 keeps that none is
left behind).
"""

from typing import Any

from accounts import rehoming
from accounts.models import Agency, User
from accounts.queries import system_user
from accounts.rehoming import Vacated
from accounts.roles import Role

from . import actions
from .models import Dossier, Result
from .models.status import Status

ENDED = (Status.ISSUED, Status.RETURNED)


def rehome(vacated: Vacated, by: User) -> int:
    """Give the open dossiers of a role that ends a new home; return how many there were."""
    told: dict[str, Any] = {
        "by": system_user(),
        "on_behalf_of": f"user:{by.username}"[:80],
        "because": "role_ended",
    }
    if vacated.role == Role.PROCESSING_OFFICER:
        return _rehome_held(vacated, told)
    if vacated.role == Role.APPROVER:
        return _rehome_proposed(vacated, told)
    return 0


def _rehome_held(vacated: Vacated, told: dict[str, Any]) -> int:
    held = Dossier.objects.filter(officer=vacated.user, agency=vacated.agency, status=Status.IN_PROCESS)
    codes = list(held.order_by("pk").values_list("code", flat=True))
    for code in codes:
        if vacated.to is None:
            actions.release(code, **told)
        else:
            actions.assign(code, officer=vacated.to.username, **told)
    return len(codes)


def _rehome_proposed(vacated: Vacated, told: dict[str, Any]) -> int:
    proposed = Result.objects.filter(
        approver=vacated.user,
        signed_at=None,
        dossier__agency=vacated.agency,
        dossier__status=Status.IN_PROCESS,
    )
    codes = list(proposed.order_by("pk").values_list("dossier__code", flat=True))
    for code in codes:
        actions.release_proposal(code, **told)
    return len(codes)


def open_work(agency: Agency) -> int:
    """How many dossiers this agency has still to decide or to return, as decider or as receiver."""
    mine = Dossier.objects.filter(agency=agency) | Dossier.objects.filter(receiving_agency=agency)
    return mine.exclude(status__in=ENDED).count()


rehoming.register(holder=rehome, asker=open_work)
