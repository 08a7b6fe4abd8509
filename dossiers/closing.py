"""What the verbs that end a dossier without a result share: what becomes of the money, and what ends with it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault

from . import clock, travel
from .alongside import Alongside
from .models import Dossier

MOST_REASON = 2000
MOST_BASIS = 300
# What becomes of the money: nothing was paid, it is given back, or it is kept because the work was done.
MONEY = ("none", "refund", "kept")


def check_money(money: object, faults: dict[str, Fault]) -> None:
    """Add a fault unless `money` is one of MONEY."""
    if not isinstance(money, str) or money not in MONEY:
        sentence = _("Say what becomes of the money: nothing was paid, it is given back, or it is kept.")
        faults["money"] = Fault("money_unknown", sentence)


def ended(dossier: Dossier, at: datetime) -> tuple[Alongside, ...]:
    """Return what ends with the dossier: its clock, its open step and the opinions that are still awaited."""
    return (clock.stopping(dossier, at), travel.close(dossier, at))
