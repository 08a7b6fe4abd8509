"""Take up: an officer of the competent agency becomes responsible."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from accounts.roles import Role
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def take_up(code: str, *, by: User) -> Dossier:
    """A substitute takes it up for the officer whose place they take, so that it stays where it belongs."""
    at = now()
    dossier = lock(code, by=by)
    require(dossier.take_up, by=by)
    moved = travel.enter(dossier, at, by=by)
    run = moved.begun[0]
    if not by.holds(run.role, at=run.agency_id):
        sentence = _("The first step of this procedure belongs to another role: %(role)s.")
        raise Blocked("take_up", Fault("first_step_of_another", sentence % {"role": Role(run.role).label}))
    responsible = by.principal_for(run.role, at=run.agency_id) or by
    run.officer, run.taken_at = responsible, at
    officer = responsible if run.role == Role.PROCESSING_OFFICER else None
    apply(
        dossier.take_up,
        officer,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        step=run.key,
        alongside=(moved,),
    )
    return dossier
