"""Consequences of dossier events for money."""

from dossiers.models import Event
from dossiers.outbox import subscribe

from . import actions


@subscribe("dossier.accepted")
def charge(event: Event) -> None:
    """Write down what the dossier owes."""
    actions.charge(event.dossier)


@subscribe("dossier.fee_settled")
def settle(event: Event) -> None:
    """Write down that what the dossier owes has been paid."""
    actions.settle(event.dossier)


@subscribe("dossier.withdrawn", "dossier.stopped")
def owe_refund(event: Event) -> None:
    """Write down that the money is given back, where the verb said so."""
    if event.facts.get("money") == "refund" and event.dossier.received_at is not None:
        actions.owe_refund(event.dossier)
