"""Who waits for money: while a charge is to be paid or refunded, nobody's data are erased (dossiers.keeping)."""

from collections.abc import Collection

from dossiers import keeping

from .models import Charge

OPEN = (Charge.State.DUE, Charge.State.REFUND_DUE)


def waiting(dossiers: Collection[int]) -> set[int]:
    """Return, of these dossiers, those with an open charge."""
    found = Charge.objects.filter(dossier__in=dossiers, state__in=OPEN)
    return set(found.values_list("dossier", flat=True))


keeping.register("charge_open", waiting)
