"""Substitute: for a period a colleague signs in the place of an officer or approver ("ký thay")."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Membership, Substitution, User
from accounts.names import printable
from accounts.permissions import require_may
from accounts.roles import Role

from .end_membership import end_now, end_sign_ins
from .recording import record

SUBSTITUTED = (Role.PROCESSING_OFFICER, Role.APPROVER)
MOST_BASIS = 200


@transaction.atomic
def substitute(
    membership: Membership, colleague: User, *, from_on: date, until_on: date, basis: str, by: User
) -> Substitution:
    """Let `colleague` hold the role of `membership` from one day to another (inclusive), on a written basis.

    The colleague must belong to the same agency; what they hold for others themselves is not passed on.
    Raises Invalid by field, PermissionDenied.
    """
    require_may("substitute", by=by)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "agency")
    membership, basis = rows.get(pk=membership.pk), printable(basis).strip()
    if faults := _faults(membership, colleague, from_on, until_on, basis):
        raise Invalid(faults)
    made = Substitution.objects.create(
        membership=membership, substitute=colleague, from_on=from_on, until_on=until_on, basis=basis
    )
    facts = {
        "for": membership.user.username,
        "role": membership.role,
        "days": [from_on.isoformat(), until_on.isoformat()],
        "basis": basis,
    }
    record("substitute", by=by, person=colleague, agency=membership.agency, **facts)
    return made


@transaction.atomic
def end_substitution(substitution: Substitution, *, by: User) -> Substitution:
    """End a substitution at once; what was proposed to the substitute goes back to its officer."""
    require_may("end_substitution", by=by)
    rows = Substitution.objects.select_for_update(of=("self",))
    rows = rows.select_related("membership__user", "membership__agency", "substitute")
    substitution = rows.get(pk=substitution.pk)
    if substitution.ended_at is not None:
        sentence = _("This substitution has ended already. Nothing is left to do.")
        raise Invalid({"substitution": Fault("already_ended", sentence)})
    rehomed = end_now(substitution, by=by)
    end_sign_ins(substitution.substitute)
    post = substitution.membership
    facts = {"for": post.user.username, "role": post.role, "rehomed": rehomed}
    record("end_substitution", by=by, person=substitution.substitute, agency=post.agency, **facts)
    return substitution


def _faults(
    membership: Membership, colleague: User, begins: date, ends: date, basis: str
) -> dict[str, Fault]:
    faults = _faults_of_people(membership, colleague, begins)
    if begins < membership.from_on:
        sentence = _("The membership itself begins on %(day)s. Choose that day or a later one.")
        faults["from_on"] = Fault(
            "beyond_the_membership", sentence % {"day": f"{membership.from_on:%d/%m/%Y}"}
        )
    if ends < begins:
        faults["until_on"] = Fault("ends_before_it_begins", _("The last day lies before the first."))
    elif membership.until_on is not None and ends > membership.until_on:
        sentence = _("The membership itself ends on %(day)s. Choose that day or an earlier one.")
        faults["until_on"] = Fault(
            "beyond_the_membership", sentence % {"day": f"{membership.until_on:%d/%m/%Y}"}
        )
    elif ends < localdate():
        faults["until_on"] = Fault("ends_in_the_past", _("The last day is over already. Choose a later one."))
    if not basis or len(basis) > MOST_BASIS:
        sentence = _("Name the decision, in at most %(most)s characters, e.g. its number and date.")
        faults["basis"] = Fault("basis_needed", sentence % {"most": MOST_BASIS})
    return faults


def _faults_of_people(membership: Membership, colleague: User, begins: date) -> dict[str, Fault]:
    faults = {}
    if membership.role not in SUBSTITUTED:
        faults["membership"] = Fault(
            "role_not_substituted", _("Only a processing officer or an approver can be substituted.")
        )
    elif membership.ended_at is not None or (membership.until_on and membership.until_on < localdate()):
        faults["membership"] = Fault(
            "already_ended", _("This membership has ended already. Nothing is left to do.")
        )
    if colleague.pk == membership.user_id:
        faults["substitute"] = Fault("own_substitute", _("Nobody can stand in for themselves."))
    elif not _belongs(colleague, membership, begins):
        faults["substitute"] = Fault(
            "not_of_this_agency", _("Choose a colleague who holds a role at the same agency on that day.")
        )
    elif colleague.memberships.in_force(begins).filter(_same_post(membership)).exists():
        faults["substitute"] = Fault(
            "holds_role_already", _("This person holds the role in their own right. Nothing is needed.")
        )
    return faults


def _belongs(colleague: User, membership: Membership, on: date) -> bool:
    held = colleague.memberships.in_force(on).filter(agency=membership.agency_id)
    return colleague.is_active and not colleague.is_system and held.exists()


def _same_post(membership: Membership) -> Q:
    return Q(agency=membership.agency_id, role=membership.role)
