"""Request a payment: a duty that must be paid before the work goes on; the clock stands still."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import clock
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

from .request_supplement import office_asking

MOST_REASON = 2000
MOST_DONG = 1_000_000_000_000


@transaction.atomic
def request_payment(code: str, *, amount: int, reason: str, by: User) -> Dossier:
    """Ask for whole dong; `reason` says which duty, on which basis. Raises Invalid, Blocked, PermissionDenied."""
    dossier = lock(code, by=by)
    require(dossier.request_payment, by=by)
    reader = EntryReader({"reason": reason})
    why = reader.text("reason", MOST_REASON, needed=True)
    if type(amount) is not int or not 0 < amount <= MOST_DONG:
        sentence = _("Enter a sum of whole dong, more than 0 and at most a thousand billion.")
        reader.faults["amount"] = Fault("amount_not_valid", sentence)
    if reader.faults:
        raise Invalid(reader.faults)
    paused, office = clock.pausing(dossier, now()), office_asking(dossier)
    apply(
        dossier.request_payment,
        by=by,
        on_behalf_of=f"agency:{office.code}",
        personal={"reason": why},
        alongside=(paused,),
        amount=amount,
        **clock.moved(dossier, paused),
    )
    return dossier
