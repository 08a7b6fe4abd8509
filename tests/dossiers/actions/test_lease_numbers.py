"""lease_numbers: a point gets a block of codes for the hours without the system; nobody else gets them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.leasing import with_codes
from dossiers.models import Counter, NumberLease
from tests.conftest import Who
from tests.journeys import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
POINT = "H12.264.01-1"


@pytest.fixture
def head(who: Who) -> User:
    return who("truongtrungtam.datmui")


def test_a_block_of_the_day(head: User) -> None:
    before = accepted()
    lease = actions.lease_numbers(POINT, 3, by=head)
    after = accepted()
    assert (lease.first, lease.last, lease.on, lease.leased_by) == (2, 4, date(2026, 11, 20), head)
    (leased,) = with_codes([lease])
    assert leased.unused == tuple(f"H12.264.01-261120-000{number}" for number in (2, 3, 4))
    assert [before.code[-4:], after.code[-4:]] == ["0001", "0005"]
    assert Counter.objects.get(series="dossier:H12.264.01:261120").last == 5


def test_for_an_outage_that_is_announced(head: User) -> None:
    lease = actions.lease_numbers(POINT, 1, on=date(2026, 11, 23), by=head)
    assert (lease.series, lease.first) == ("dossier:H12.264.01:261123", 1)


def test_who_may(head: User, who: Who, clerk: User, supervisor: User) -> None:
    assert actions.lease_numbers("H12.226.01-1", 1, by=who("quantri")).first == 1
    with pytest.raises(PermissionDenied):  # the head of another centre
        actions.lease_numbers("H12.226.01-1", 1, by=head)
    for person in (clerk, supervisor):
        with pytest.raises(PermissionDenied):
            actions.lease_numbers(POINT, 1, by=person)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"count": 0}, "count: number_not_valid"),
        ({"count": 201}, "count: number_not_valid"),
        ({"count": -1}, "count: number_not_valid"),
        ({"count": True}, "count: number_not_valid"),
        ({"count": "5"}, "count: number_not_valid"),
        ({"point": "nowhere"}, "point: point_unknown"),
        ({"point": "H12.264.01-HT1"}, "point: point_unknown"),  # a support point receives nothing
        ({"point": None}, "point: point_unknown"),
        ({"point": "\x00"}, "point: point_unknown"),
        ({"on": date(2026, 11, 19)}, "on: day_not_valid"),
        ({"on": date(2026, 11, 20) + timedelta(days=32)}, "on: day_not_valid"),
    ],
)
def test_a_wrong_entry_is_named(head: User, changes: dict[str, Any], fault: str) -> None:
    given: dict[str, Any] = {"point": POINT, "count": 5} | changes
    with pytest.raises(Invalid, match=f"^{fault}$"):
        actions.lease_numbers(given.pop("point"), given.pop("count"), by=head, **given)
    assert not NumberLease.objects.exists()
    assert not Counter.objects.filter(series__startswith="dossier:").exists()
