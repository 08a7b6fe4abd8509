"""Consequences of dossier events for money."""

from dossiers.models import Event
from dossiers.outbox import subscribe

from . import actions


@subscribe("dossier.accepted")
def charge(event: Event) -> None:
    """Write down what the dossier owes."""
    actions.charge(event.dossier)
