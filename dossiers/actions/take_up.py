"""Take up: an officer of the competent agency becomes responsible."""

from django.db import transaction

from accounts.models import User
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier


@transaction.atomic
def take_up(code: str, *, by: User) -> Dossier:
    dossier = lock(code, by=by)
    apply(dossier.take_up, by, by=by, on_behalf_of=f"agency:{dossier.agency.code}")
    return dossier
