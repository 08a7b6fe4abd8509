"""Settle: what a dossier owes has been paid."""

from django.db import transaction

from dossiers.models import Dossier
from payments.models import Charge

from .charge import charge


@transaction.atomic
def settle(dossier: Dossier) -> int:
    """Settle every charge of the dossier that is due; return how many. A second time there is none."""
    charge(dossier)  # the event of acceptance may come later than this one
    due = Charge.objects.filter(dossier=dossier, state=Charge.State.DUE)
    return due.update(state=Charge.State.SETTLED)
