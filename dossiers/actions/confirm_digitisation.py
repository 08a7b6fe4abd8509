"""Confirm digitisation: a person vouches that the electronic copies are readable and of this dossier."""

from django.db import transaction

from accounts.models import User
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier


@transaction.atomic
def confirm_digitisation(code: str, *, by: User) -> Dossier:
    """The system confirms by itself, and is recorded as such, where nothing was to digitise."""
    dossier = lock(code, by=by)
    apply(dossier.confirm_digitisation, by=by)
    return dossier
