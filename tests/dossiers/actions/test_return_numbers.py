"""return_numbers: a lease ends; what is left is a gap with a reason."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.leasing import with_codes
from dossiers.models import NumberLease
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
POINT, FIRST = "H12.264.01-1", "H12.264.01-261120-0001"
REASON = "Có điện lại lúc 10 giờ."


@pytest.fixture
def head(who: Who) -> User:
    return who("truongtrungtam.datmui")


@pytest.fixture
def lease(head: User) -> NumberLease:
    return actions.lease_numbers(POINT, 3, by=head)


def test_what_is_left_has_a_reason(lease: NumberLease, head: User) -> None:
    accepted(code="H12.264.01-261120-0002")
    ended = actions.return_numbers(FIRST, reason=f" {REASON}\n", by=head)
    assert (ended.reason, ended.returned_by, ended.returned_at is None) == (REASON, head, False)
    (leased,) = with_codes([ended])
    assert leased.unused == (FIRST, "H12.264.01-261120-0003")
    with pytest.raises(Invalid, match="code: code_not_leased"):
        accepted(code="H12.264.01-261120-0003")


def test_no_reason_where_nothing_is_left(lease: NumberLease, head: User) -> None:
    for number in (1, 2, 3):
        accepted(code=f"H12.264.01-261120-000{number}")
    assert actions.return_numbers(FIRST, by=head).returned_at is not None


@pytest.mark.parametrize(
    ("reason", "fault"), [("", "reason_needed"), ("x" * 301, "text_not_valid"), (["x"], "text_not_valid")]
)
def test_the_reason(lease: NumberLease, head: User, reason: Any, fault: str) -> None:
    with pytest.raises(Invalid, match=f"reason: {fault}"):
        actions.return_numbers(FIRST, reason=reason, by=head)


def test_twice(lease: NumberLease, head: User) -> None:
    actions.return_numbers(FIRST, reason=REASON, by=head)
    with pytest.raises(Blocked, match="already_returned"):
        actions.return_numbers(FIRST, reason=REASON, by=head)


def test_who_may_not(lease: NumberLease, clerk: User, who: Who) -> None:
    with pytest.raises(PermissionDenied):
        actions.return_numbers(FIRST, reason=REASON, by=clerk)
    with pytest.raises(NotVisible):
        actions.return_numbers(FIRST, reason=REASON, by=who("truongtrungtam.tinh"))
    assert actions.return_numbers(FIRST, reason=REASON, by=who("quantri")).returned_at


@pytest.mark.parametrize("code", ["", "H12.264.01-261120-0009", "x", "9" * 5000, "\x00", None])
def test_no_such_lease(lease: NumberLease, head: User, code: Any) -> None:
    with pytest.raises(NotVisible):
        actions.return_numbers(code, reason=REASON, by=head)
