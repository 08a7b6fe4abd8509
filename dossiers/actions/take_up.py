"""Take up: the dossier enters its route, or goes on at the step at which it was left; an officer is responsible."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from accounts.roles import MAY, Role
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def take_up(code: str, *, by: User) -> Dossier:
    """A substitute takes it up for the officer whose place they take, so that it stays where it belongs.

    The first step of the competent agency belongs to whoever takes the dossier up; a step of another agency or of
    a role that takes nothing up, or one that was left, waits for its own people. Raises Blocked, PermissionDenied.
    """
    at = now()
    dossier = lock(code, by=by)
    require(dossier.take_up, by=by)
    was_left = dossier.runs > 0
    moved = travel.enter(dossier, at, by=by)
    run = next((run for run in moved.begun if run.ended_at is None and run.kind == "task"), None)
    if run is not None and by.holds(run.role, at=run.agency_id):
        run.officer, run.taken_at = by.principal_for(run.role, at=run.agency_id) or by, at
    elif run is not None and not was_left and _is_taken_up(run, dossier):
        sentence = _("The first step of this procedure belongs to another role: %(role)s.")
        raise Blocked("take_up", Fault("first_step_of_another", sentence % {"role": Role(run.role).label}))
    officer = _officer(dossier, by)
    apply(
        dossier.take_up,
        officer,
        by=by,
        on_behalf_of=f"user:{officer.username}"[:80]
        if officer and officer != by
        else f"agency:{dossier.agency.code}",
        step=moved.next[0] if moved.next else "",
        alongside=(moved,),
    )
    return dossier


def _is_taken_up(run: StepRun, dossier: Dossier) -> bool:
    """Say whether a step is one that belongs to whoever takes the dossier up."""
    return run.role in MAY["take_up"].roles and run.agency_id == dossier.agency_id


def _officer(dossier: Dossier, by: User) -> User | None:
    """Who holds the dossier afterwards: the officer who takes it up, or whose place is taken."""
    if not by.holds(Role.PROCESSING_OFFICER, at=dossier.agency_id):
        return None
    return by.principal_for(Role.PROCESSING_OFFICER, at=dossier.agency_id) or by
