"""Confirm the presence: who came, where the procedure asks the person to be present."""

from django.db import transaction
from django.utils.timezone import now

from accounts.faults import Invalid
from accounts.models import User
from accounts.roles import Role
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

MOST_PRESENT = 500


@transaction.atomic
def confirm_presence(code: str, *, present: str, by: User) -> Dossier:
    """Record who was present, 1 to 500 characters, and when. Raises Invalid, Blocked, PermissionDenied."""
    dossier = lock(code, by=by)
    require(dossier.confirm_presence, by=by)
    reader = EntryReader({"present": present})
    present = reader.text("present", MOST_PRESENT, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    at_counter = by.holds(Role.RECEPTION_CLERK, at=dossier.receiving_agency_id)
    agency = dossier.receiving_agency if at_counter else dossier.agency
    apply(
        dossier.confirm_presence,
        now(),
        by=by,
        on_behalf_of=f"agency:{agency.code}",
        personal={"present": present},
    )
    return dossier
