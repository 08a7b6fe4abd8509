"""Withdraw: the applicant does not want it any more, says so at the counter, and gets it in writing (form 05)."""

from django.db import transaction
from django.utils.timezone import localdate, now

from accounts.faults import Invalid
from accounts.models import User
from dossiers.closing import MOST_REASON, check_money, ended
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.numbering import form_number
from dossiers.rules import require


@transaction.atomic
def withdraw(code: str, *, reason: str, money: str, by: User) -> Dossier:
    """End a dossier by the applicant's wish, before anything is signed; papers on their way stay on their way.

    `reason`: 1 to 2000 characters; `money`: "none", "refund" or "kept". Raises Invalid, Blocked.
    """
    dossier, at = lock(code, by=by), now()
    require(dossier.withdraw, by=by)
    reader = EntryReader({"reason": reason})
    reason = reader.text("reason", MOST_REASON, needed=True)
    check_money(money, reader.faults)
    if reader.faults:
        raise Invalid(reader.faults)
    apply(
        dossier.withdraw,
        at,
        by=by,
        on_behalf_of="applicant",
        personal={"reason": reason},
        alongside=ended(dossier, at),
        money=money,
        form="05",
        number=form_number("05", dossier.receiving_agency, localdate(at).year),
    )
    return dossier
