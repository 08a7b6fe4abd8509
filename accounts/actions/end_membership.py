"""End a membership: rights, sessions and tokens end at once, and open work gets a new home in the same transaction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Membership, Substitution, Token, User
from accounts.permissions import require_may
from accounts.rehoming import Vacated, rehome
from accounts.roles import Role

from .recording import record

TAKES_OVER_AT_ONCE = _(
    "A colleague takes over only what ends at once. Leave the day or the colleague empty: what is open on a later day"
    " goes back to the list then."
)


@transaction.atomic
def end_membership(
    membership: Membership, *, on: date | None = None, to: User | None = None, by: User
) -> Membership:
    """End a membership with the day `on`, its last; None, or a day that is over: at once.

    A day to come is only noted: rights end with it, and `end_lapsed_memberships` gives the work a new home then.
    `to` takes over the open work; without `to` it goes back to the agency's list. Raises Invalid, PermissionDenied.
    """
    require_may("end_membership", by=by)
    if not by.is_system:
        _hold_administrators(membership)
    membership = _locked(membership)
    _check(membership, on, to, by=by)
    if on is not None and on >= localdate():
        membership.until_on = on
        membership.save(update_fields=["until_on"])
        _record(membership, by=by, rehomed=0, of_substitutes=0, to=None)
        return membership
    return _end_now(membership, last=on or localdate(), to=to, by=by)


def _end_now(membership: Membership, *, last: date, to: User | None, by: User) -> Membership:
    rehomed = _rehome(membership.user, membership, to=to, by=by, without=membership.pk)
    ending = _substitutions_ending_with(membership)
    of_substitutes = sum(end_now(substitution, by=by) for substitution in ending)
    membership.until_on = max(membership.from_on, min(last, membership.until_on or last))
    membership.ended_at = now()
    membership.save(update_fields=["until_on", "ended_at"])
    for user in {membership.user, *(substitution.substitute for substitution in ending)}:
        end_sign_ins(user)
    _record(membership, by=by, rehomed=rehomed + of_substitutes, of_substitutes=of_substitutes, to=to)
    return membership


def end_now(substitution: Substitution, *, by: User) -> int:
    """End a substitution at once; return how much of the substitute's work got a new home."""
    rehomed = _rehome(substitution.substitute, substitution.membership, to=None, by=by, without=0)
    substitution.ended_at = now()
    substitution.save(update_fields=["ended_at"])
    return rehomed


def end_sign_ins(user: User) -> None:
    """Let every session and token of the person end."""
    User.objects.filter(pk=user.pk).update(sign_in_number=F("sign_in_number") + 1)
    Token.objects.filter(user=user).delete()
    user.__dict__.pop("memberships_today", None)


def _rehome(user: User, post: Membership, *, to: User | None, by: User, without: int) -> int:
    """Give the work of a role that `user` is about to lose a new home, unless another membership gives it too."""
    others = Membership.objects.in_force(localdate()).filter(user=user, agency=post.agency, role=post.role)
    if others.exclude(pk=without).exists():
        return 0
    return rehome(Vacated(user, post.agency, post.role, to), by=by)


def _substitutions_ending_with(membership: Membership) -> list[Substitution]:
    """Those of the principal, and those that the person holds for colleagues of an agency that they leave."""
    rows = Substitution.objects.filter(ended_at=None).select_related("membership__user", "membership__agency")
    rows = rows.select_related("substitute").select_for_update(of=("self",))
    found = list(rows.filter(membership=membership))
    stays = Membership.objects.in_force(localdate()).filter(user=membership.user, agency=membership.agency)
    if not stays.exclude(pk=membership.pk).exists():
        found += rows.filter(substitute=membership.user, membership__agency=membership.agency)
    return found


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "agency")
    return rows.get(pk=membership.pk)


def _check(membership: Membership, on: date | None, to: User | None, *, by: User) -> None:
    if membership.ended_at is not None:
        raise Invalid(
            {
                "membership": Fault(
                    "already_ended", _("This membership has ended already. Nothing is left to do.")
                )
            }
        )
    faults = {}
    if not by.is_system and _is_last_administrator(membership):
        faults["membership"] = Fault(
            "last_administrator",
            _("Nobody else administers the system without a last day. Appoint another administrator first."),
        )
    if on is not None and on < membership.from_on:
        faults["on"] = Fault("ends_before_it_begins", _("The last day lies before the first."))
    if on is not None and membership.until_on is not None and on > membership.until_on:
        faults["on"] = Fault("ends_later", _("The membership ends earlier. Appoint the person anew instead."))
    if to is not None and on is not None and on >= localdate():
        faults["to"] = Fault("takes_over_at_once", TAKES_OVER_AT_ONCE)
    elif to is not None and not _may_take_over(to, membership):
        faults["to"] = Fault(
            "cannot_take_over", _("Choose a colleague who holds the same role at the same agency today.")
        )
    if faults:
        raise Invalid(faults)


def _hold_administrators(membership: Membership) -> None:
    """Lock the memberships of all administrators, in one order: of two who end one another's, the second is refused."""
    if Membership.objects.filter(pk=membership.pk, role=Role.ADMINISTRATOR).exists():
        rows = Membership.objects.filter(role=Role.ADMINISTRATOR, ended_at=None)
        list(rows.select_for_update(of=("self",)).order_by("pk"))


def _is_last_administrator(membership: Membership) -> bool:
    """Say whether nobody who goes on without a last day could administer the system any more."""
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.in_force(localdate()).filter(role=Role.ADMINISTRATOR, until_on=None)
    return not others.filter(user__is_active=True).exclude(user=membership.user_id).exists()


def _may_take_over(to: User, membership: Membership) -> bool:
    held = Membership.objects.in_force(localdate()).filter(user=to, role=membership.role)
    return to.is_active and to.pk != membership.user_id and held.filter(agency=membership.agency_id).exists()


def _record(membership: Membership, *, by: User, rehomed: int, of_substitutes: int, to: User | None) -> None:
    facts: dict[str, Any] = {"role": membership.role, "until_on": str(membership.until_on)}
    facts |= {"at_once": membership.ended_at is not None, "to": to and to.username}
    facts |= {"rehomed": rehomed, "of_substitutes": of_substitutes}
    record("end_membership", by=by, person=membership.user, agency=membership.agency, **facts)
