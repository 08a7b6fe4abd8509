"""Amend the due instant: by hand, on a basis, by an approver who is not the officer; the event is the history."""

from datetime import date

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import clock
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from dossiers.rules import require

MOST_BASIS = 2000


@transaction.atomic
def amend_due(code: str, *, until: date, basis: str, by: User) -> Dossier:
    """Set the due instant to the closing of another working day that is still to come.

    `basis` cites the document that allows it. Raises Invalid, Blocked, PermissionDenied.
    """
    dossier = lock(code, by=by)
    require(dossier.amend_due, by=by)
    if dossier.officer_id == by.pk:
        sentence = _(
            "You are the officer responsible for this dossier. Another approver amends its due instant."
        )
        raise Blocked("amend_due", Fault("approver_is_officer", sentence))
    reader = EntryReader({"basis": basis})
    why = reader.text("basis", MOST_BASIS, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    set_to = clock.setting(dossier, now(), clock.closing_ahead(dossier, until))
    if dossier.due_at is None:
        sentence = _("The law sets no time for this dossier: there is no due instant to amend.")
        raise Invalid({"until": Fault("no_time_set", sentence)})
    if set_to.due_at == dossier.due_at:
        sentence = _("This is what is due now. Choose another day.")
        raise Invalid({"until": Fault("same_due", sentence)})
    apply(
        dossier.amend_due,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"reason": why},
        alongside=(set_to,),
        **clock.moved(dossier, set_to),
    )
    return dossier
