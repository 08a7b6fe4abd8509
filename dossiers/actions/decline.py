"""Decline: what was filed is not received; the applicant gets the reason in writing (statutory form 03)."""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers.closing import MOST_REASON
from dossiers.entries import EntryReader
from dossiers.filing import Filing
from dossiers.idempotency import once
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.numbering import form_number
from dossiers.refusals import Blocked
from dossiers.rules import require

from .submit import enter


@transaction.atomic
def decline(code: str, *, reason: str, by: User) -> Dossier:
    """Refuse to receive a submitted dossier, for a reason of 1 to 2000 characters. Raises Invalid, Blocked."""
    dossier = lock(code, by=by)
    require(dossier.decline, by=by)
    _decline(dossier, checked(reason), by=by)
    return dossier


def decline_filing(filing: Filing, *, reason: str, by: User) -> Dossier:
    """Refuse at the counter what somebody wants to file: submitted and declined in one transaction.

    The same filing key and reason a second time return the dossier of the first.
    """
    reason = checked(reason)
    dossier = once(filing, lambda: _decline_filing(filing, reason, by=by), verb="submit", by=by)
    declined = dossier.events.filter(type="dossier.declined").first()
    if declined is None or (declined.personal or {}).get("reason") != reason:
        sentence = _("This form was sent before with other entries. Open an empty form and enter it again.")
        raise Blocked("decline", Fault("key_used_before", sentence))
    return dossier


@transaction.atomic
def _decline_filing(filing: Filing, reason: str, *, by: User) -> Dossier:
    dossier = enter(filing, by=by)
    require(dossier.decline, by=by)
    _decline(dossier, reason, by=by)
    return dossier


def _decline(dossier: Dossier, reason: str, *, by: User) -> None:
    at, office = now(), dossier.receiving_agency
    apply(
        dossier.decline,
        at,
        by=by,
        on_behalf_of=f"agency:{office.code}",
        personal={"reason": reason},
        form="03",
        number=form_number("03", office, localdate(at).year),
    )


def checked(reason: str) -> str:
    """Return the reason as it is kept. Raises Invalid."""
    reader = EntryReader({"reason": reason})
    found = reader.text("reason", MOST_REASON, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    return found
