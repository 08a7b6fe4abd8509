"""Release: the dossier goes back to the agency's list, for another officer to take up; its clock runs on."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun


@transaction.atomic
def release(code: str, *, by: User, on_behalf_of: str = "", **facts: Any) -> Dossier:
    """Nobody is responsible until an officer takes it up. Raises Blocked, PermissionDenied."""
    dossier = lock(code, by=by)
    before = dossier.officer and dossier.officer.username
    moved = travel.leave(dossier, now(), ending=StepRun.Ending.LEFT)
    on_behalf_of = on_behalf_of or f"agency:{dossier.agency.code}"
    apply(dossier.release, by=by, on_behalf_of=on_behalf_of, before=before, alongside=(moved,), **facts)
    return dossier
