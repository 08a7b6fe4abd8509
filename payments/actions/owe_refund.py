"""Owe a refund: the dossier ended without a result, and what was paid for it is given back."""

from django.db import transaction

from dossiers.models import Dossier
from payments.models import Charge

from .charge import charge

PAID = (Charge.State.DUE, Charge.State.SETTLED)


@transaction.atomic
def owe_refund(dossier: Dossier) -> int:
    """Mark every charge of the dossier as to be refunded; return how many. A second time there is none.

    Those that are still due as well: who ended the dossier saw that they were paid, at the counter perhaps, where
    nobody recorded it.
    """
    charge(dossier)  # the event of acceptance may come later than this one
    paid = Charge.objects.filter(dossier=dossier, state__in=PAID)
    return paid.update(state=Charge.State.REFUND_DUE)
