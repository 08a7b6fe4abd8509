"""Instruct: a superior says what is to be done; the instruction stands on the dossier and changes nothing else."""

from django.db import transaction

from accounts.faults import Invalid
from accounts.models import User
from accounts.roles import MAY
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

MOST_INSTRUCTION = 1000


@transaction.atomic
def instruct(code: str, *, instruction: str, by: User) -> Dossier:
    """Write an instruction of 1 to 1000 characters. Raises Invalid, Blocked, PermissionDenied."""
    dossier = lock(code, by=by)
    require(dossier.instruct, by=by)
    reader = EntryReader({"instruction": instruction})
    instruction = reader.text("instruction", MOST_INSTRUCTION, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    is_own = by.agency_ids(*MAY["instruct"].roles) & {dossier.agency_id}
    apply(
        dossier.instruct,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}" if is_own else "",
        personal={"instruction": instruction},
    )
    return dossier
