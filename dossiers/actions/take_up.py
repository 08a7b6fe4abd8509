"""Take up: an officer of the competent agency becomes responsible."""

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier


@transaction.atomic
def take_up(code: str, *, by: User) -> Dossier:
    """A substitute takes it up for the officer whose place they take, so that it stays where it belongs."""
    dossier = lock(code, by=by)
    officer = by.principal_for(Role.PROCESSING_OFFICER, at=dossier.agency_id) or by
    apply(dossier.take_up, officer, by=by, on_behalf_of=f"agency:{dossier.agency.code}")
    return dossier
