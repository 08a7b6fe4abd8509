"""Settle the fee: the money that was asked for has come; the dossier goes back, and the clock runs again."""

import re

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import clock, moves
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

# A code, no free text: it stands in the facts, and says nothing of a person.
REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,39}")


@transaction.atomic
def settle_fee(code: str, *, reference: str, by: User) -> Dossier:
    """Record the payment; `reference` is the number of the receipt or of the transaction.

    Raises Invalid, Blocked, PermissionDenied, CalendarNotLoaded.
    """
    dossier = lock(code, by=by)
    require(dossier.settle_fee, by=by)
    if not isinstance(reference, str) or not REFERENCE.fullmatch(reference):
        sentence = _(
            "Enter the number of the receipt or the transaction: letters, digits, “.”, “/”, “-”; at most 40."
        )
        raise Invalid({"reference": Fault("reference_not_valid", sentence)})
    at = now()
    resumed, budgets = clock.resuming(dossier, at, reason="fee_settled"), moves.paused(dossier, at)
    apply(
        dossier.settle_fee,
        by=by,
        on_behalf_of="applicant",
        alongside=(resumed, budgets),
        reference=reference,
        **clock.moved(dossier, resumed),
    )
    return dossier
