"""Stop: the agency may not go on with it, on a basis in law, and says so in writing (statutory form 05)."""

from django.db import transaction
from django.utils.timezone import localdate, now

from accounts.faults import Invalid
from accounts.models import User
from dossiers.closing import MOST_BASIS, MOST_REASON, check_money, ended
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.numbering import form_number
from dossiers.rules import require


@transaction.atomic
def stop(code: str, *, reason: str, basis: str, money: str, by: User) -> Dossier:
    """End a dossier without a decision, before anything is signed; papers on their way stay on their way.

    `reason`: 1 to 2000 characters; `basis`: the law it rests on, 1 to 300; `money`: "none", "refund" or "kept".
    Raises Invalid, Blocked.
    """
    dossier, at = lock(code, by=by), now()
    require(dossier.stop, by=by)
    reader = EntryReader({"reason": reason, "basis": basis})
    reason = reader.text("reason", MOST_REASON, needed=True)
    basis = reader.text("basis", MOST_BASIS, needed=True)
    check_money(money, reader.faults)
    if reader.faults:
        raise Invalid(reader.faults)
    apply(
        dossier.stop,
        at,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"reason": reason, "basis": basis},
        alongside=ended(dossier, at),
        money=money,
        form="05",
        number=form_number("05", dossier.agency, localdate(at).year),
    )
    return dossier
