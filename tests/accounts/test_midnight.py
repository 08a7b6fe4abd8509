"""Days are Vietnam's: a role begins and ends at midnight there, whatever day it is in UTC."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils.timezone import get_default_timezone, localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, Substitution, User
from accounts.queries import system_user
from tests.journeys import user

pytestmark = pytest.mark.django_db
LAST, FIRST = date(2026, 11, 20), date(2026, 11, 21)


def at(day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=get_default_timezone())


def test_a_role_lasts_from_midnight_to_midnight(officer: User, anxuyen: Agency, admin: User) -> None:
    with time_machine.travel(at(20, 9, 0), tick=False):
        staff.appoint(officer, anxuyen, "cashier", from_on=LAST, until_on=LAST, by=admin)
        staff.appoint(officer, anxuyen, "records_clerk", from_on=FIRST, by=admin)
    for moment, day, roles in (
        (at(19, 23, 59, 59), date(2026, 11, 19), set()),
        (at(20, 0, 0), LAST, {"cashier"}),
        (at(20, 23, 59, 59), LAST, {"cashier"}),
        (at(21, 0, 0), FIRST, {"records_clerk"}),
        (at(21, 6, 59), FIRST, {"records_clerk"}),  # still the day before in UTC
    ):
        with time_machine.travel(moment, tick=False):
            assert localdate() == day
            held = user(officer.username)
            assert {role for role in ("cashier", "records_clerk") if held.holds(role)} == roles, moment


def test_what_was_ended_just_before_midnight_was_not_in_force_that_day(officer: User, admin: User) -> None:
    post = officer.memberships.get()
    with time_machine.travel(at(20, 23, 59, 59), tick=False):
        ended = staff.end_membership(post, by=admin)
        assert not user(officer.username).holds("processing_officer")
    assert (ended.until_on, officer.memberships.in_force(date(2026, 11, 19)).count()) == (LAST, 1)
    assert officer.memberships.in_force(LAST).count() == 0


def test_a_substitution_ends_with_the_membership_it_stands_for(
    approver: User, admin: User, second: User
) -> None:
    deputy, post = user("phochutich.anxuyen"), approver.memberships.get()
    with time_machine.travel(at(19, 9, 0), tick=False):
        staff.end_membership(post, on=LAST, by=admin)
        for days, code in (
            ((LAST, FIRST), "beyond_the_membership"),
            ((date(2020, 1, 1), LAST), "beyond_the_membership"),
        ):
            with pytest.raises(Invalid, match=code):
                staff.substitute(post, deputy, from_on=days[0], until_on=days[1], basis="QĐ 1", by=admin)
        staff.substitute(post, deputy, from_on=LAST, until_on=LAST, basis="QĐ 1", by=admin)
    # However the rows came to be, the right ends with the principal's membership and with the substitute's own.
    Substitution.objects.update(until_on=date(2026, 12, 31))
    for moment, stands_in in ((at(20, 23, 59, 59), True), (at(21, 0, 0), False)):
        with time_machine.travel(moment, tick=False):
            assert user(deputy.username).holds("approver") == stands_in, moment


def test_a_substitute_who_has_left_stands_in_no_more(approver: User, admin: User) -> None:
    deputy, post = user("phochutich.anxuyen"), approver.memberships.get()
    with time_machine.travel(at(20, 9, 0), tick=False):
        staff.substitute(post, deputy, from_on=LAST, until_on=date(2026, 12, 31), basis="QĐ 1", by=admin)
        staff.end_membership(deputy.memberships.get(), on=LAST, by=admin)
        assert user(deputy.username).holds("approver")
    with time_machine.travel(at(21, 0, 1), tick=False):  # before the hourly housekeeping has come
        assert not user(deputy.username).holds("approver")
        assert staff.end_lapsed(by=system_user()) == 1
    assert Substitution.objects.get().ended_at is not None


def test_who_loses_one_of_two_roles_keeps_the_other(officer: User, anxuyen: Agency, admin: User) -> None:
    with time_machine.travel(at(20, 9, 0), tick=False):
        staff.appoint(officer, anxuyen, "records_clerk", by=admin)
        staff.end_membership(officer.memberships.get(role="processing_officer"), by=admin)
        left = user(officer.username)
        assert (left.holds("processing_officer"), left.holds("records_clerk")) == (False, True)
        assert left.agency_ids() == {anxuyen.pk}
