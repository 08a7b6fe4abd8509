"""End what has lapsed: memberships and substitutions whose last day is over lose their work, sessions and tokens."""

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import Membership, Substitution, User

from .end_membership import end_membership
from .substitute import end_substitution


def end_lapsed(*, by: User) -> int:
    """End each membership and substitution whose last day is over, each in its own transaction; return how many."""
    today = localdate()
    memberships = Membership.objects.filter(ended_at=None, until_on__lt=today).order_by("pk")
    ended = 0
    for key in memberships.values_list("pk", flat=True):
        with transaction.atomic():
            membership = memberships.select_for_update().filter(pk=key).first()
            if membership is not None:
                end_membership(membership, on=membership.until_on, by=by)
                ended += 1
    substitutions = Substitution.objects.filter(ended_at=None, until_on__lt=today).order_by("pk")
    for key in substitutions.values_list("pk", flat=True):
        with transaction.atomic():
            substitution = substitutions.select_for_update().filter(pk=key).first()
            if substitution is not None:
                end_substitution(substitution, by=by)
                ended += 1
    return ended
