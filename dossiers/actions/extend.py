"""Extend: an apology in writing and a new day, before the due instant and once (form 04, Decree 118/2025/NĐ-CP)."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import clock
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.numbering import form_number
from dossiers.rules import require

MOST_REASON = 2000


@transaction.atomic
def extend(code: str, *, until: date, reason: str, by: User) -> Dossier:
    """Promise the closing of another working day, later than what is due now.

    Raises Invalid, Blocked, PermissionDenied.
    """
    dossier = lock(code, by=by)
    require(dossier.extend, by=by)
    reader = EntryReader({"reason": reason})
    why = reader.text("reason", MOST_REASON, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    at, due_at = now(), clock.closing_ahead(dossier, until)
    if dossier.due_at is not None and due_at <= dossier.due_at:
        sentence = _("An extension ends later than what is due now. Choose a later day.")
        raise Invalid({"until": Fault("not_later_than_due", sentence)})
    set_to = clock.setting(dossier, at, due_at)
    apply(
        dossier.extend,
        at,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"reason": why},
        alongside=(set_to,),
        office=dossier.agency.code,
        form="04",
        number=form_number("04", dossier.agency, localdate(at).year),
        **clock.moved(dossier, set_to),
    )
    return dossier
