"""Take over: somebody of the step's role becomes responsible, if it is still with whom they saw it."""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import Membership, User
from accounts.roles import Role
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.guards import ADDRESSED_TO_ACTOR
from dossiers.refusals import Blocked
from dossiers.rules import require
from dossiers.way import Way


@transaction.atomic
def take_over(code: str, *, instead_of: str, by: User) -> Dossier:
    """Compare and set: `instead_of` is the user name of whom one saw as responsible, "" for nobody.

    A substitute takes it over for the person whose place they take. At a step of the officer the dossier goes with it.
    Raises Blocked ("taken_by_another" names who has it), PermissionDenied.
    """
    at = now()
    dossier = lock(code, by=by)
    require(dossier.take_over, by=by)
    role, agency = dossier.step_role, dossier.step_agency_id
    has_it = User.objects.get(pk=dossier.responsible_id) if dossier.responsible_id else None
    before = has_it.username if has_it else ""
    person = by.principal_for(role, at=agency) or by
    if fault := _fault(dossier, has_it, instead_of, person):
        raise Blocked("take_over", fault)
    # Held until the end, so that nobody ends the role meanwhile.
    posts = Membership.objects.in_force(localdate()).filter(user=person, agency=agency, role=role)
    list(posts.select_for_update(of=("self",), no_key=True))
    is_officers = role == Role.PROCESSING_OFFICER and agency == dossier.agency_id
    moved = travel.taken_over(dossier, person, at)
    on_behalf_of = f"agency:{dossier.step_agency.code}" if dossier.step_agency else ""
    apply(
        dossier.take_over,
        person if is_officers else dossier.officer,
        by=by,
        on_behalf_of=on_behalf_of,
        before=before,
        officer=person.username,
        step=dossier.step,
        alongside=(moved,),
    )
    return dossier


def _fault(dossier: Dossier, has_it: User | None, instead_of: str, person: User) -> Fault | None:
    if has_it is not None and has_it.pk == person.pk:
        return Fault("taken_already", _("You are responsible for this step already."))
    if has_it is not None and has_it.username != instead_of:
        sentence = _("%(name)s has taken this step over meanwhile. Ask them before you take it over.")
        return Fault("taken_by_another", sentence % {"name": str(has_it)})
    if has_it is None and instead_of:
        sentence = _("Nobody is responsible for this step any more. Open the dossier again and take it over.")
        return Fault("released_meanwhile", sentence)
    way = Way(dossier)
    if dossier.task and way.signs(way.step(dossier.task.key)) and way.signer not in (None, person):
        return Fault(ADDRESSED_TO_ACTOR.code, ADDRESSED_TO_ACTOR.sentence)
    return None
