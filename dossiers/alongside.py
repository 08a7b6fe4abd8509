"""What changes together with a verb, beside what the verb's own body says: its clock, its steps."""

from typing import Protocol

from .models import Dossier


class Alongside(Protocol):
    """Worked out before the verb, carried out by lifecycle.apply: nothing of it happens when the verb is refused."""

    def settle(self, dossier: Dossier) -> None:
        """Set fields of the dossier, after the guards have seen it as it was, before its row is written."""

    def write(self) -> None:
        """Write rows of its own, after the dossier and its event."""
