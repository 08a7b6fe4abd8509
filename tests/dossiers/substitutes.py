"""Somebody who stands in for a colleague ("ký thay"), on the day of the tests."""

from datetime import date

from accounts import actions as staff
from accounts.models import Membership, User
from tests.journeys import user


def let_stand_in(colleague: str, *, for_: str) -> User:
    """Let a colleague of the same agency stand in for somebody on the day of these tests."""
    membership, today = Membership.objects.get(user__username=for_), date(2026, 11, 20)
    administrator = user("quantri")
    staff.substitute(
        membership, user(colleague), from_on=today, until_on=today, basis="QĐ 1", by=administrator
    )
    return user(colleague)
