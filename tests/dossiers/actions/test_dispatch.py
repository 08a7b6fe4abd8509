"""Dispatch: a carrier has the result, and has not delivered it yet."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.models import Delivery, Dossier
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import again, dispatched, issued, replaced, returned, sealed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def dispatch(
    dossier: Dossier, by: User, number: str = "EE123456789VN", *, came_back: bool = False
) -> Dossier:
    return actions.dispatch(dossier.code, tracking_number=number, came_back=came_back, by=by)


def test_it_is_on_its_way_and_the_state_stays(clerk: User) -> None:
    dossier = dispatch(issued(), clerk, "ee 123 456 789 vn")
    delivery, event = Delivery.objects.get(), dossier.events.get(type="dossier.result_sent")
    assert again(dossier).status == "issued"
    assert (delivery.way, delivery.status, delivery.tracking_number) == ("post", "sent", "EE123456789VN")
    assert (delivery.sent_at is None, delivery.ended_at) == (False, None)
    assert event.facts == {"tracking_number": "EE123456789VN", "came_back": ""}
    assert (event.source, event.target) == ("issued", "issued")


def test_the_result_clerk_may_too(who: Who) -> None:
    dispatch(issued(), who("traketqua.datmui"))
    assert Delivery.objects.get().status == "sent"


@pytest.mark.parametrize(
    "number", ["", "1234567", "x" * 41, "EE-123456789", "ĐĐ12345678", "EE12345\n6789;", "\x00" * 9]
)
def test_an_odd_number_is_named(clerk: User, number: str) -> None:
    dossier = issued()
    with refused(dossier, Invalid, "tracking_number: tracking_number_not_valid"):
        dispatch(dossier, clerk, number)


def test_a_second_time_is_refused(clerk: User) -> None:
    dossier = dispatched()
    with refused(dossier, Blocked, "already_on_its_way"):
        dispatch(dossier, clerk, "EE000000000VN")
    assert Delivery.objects.count() == 1


def test_what_came_back_is_sent_again(clerk: User) -> None:
    dossier = dispatch(dispatched(), clerk, "EE000000000VN", came_back=True)
    before, now_sent = Delivery.objects.order_by("id")
    assert (before.status, before.ended_at is None) == ("came_back", False)
    assert (now_sent.status, now_sent.tracking_number) == ("sent", "EE000000000VN")
    event = dossier.events.filter(type="dossier.result_sent").latest("seq")
    assert event.facts == {"tracking_number": "EE000000000VN", "came_back": "EE123456789VN"}


def test_nothing_comes_back_that_was_not_sent(clerk: User) -> None:
    dossier = issued()
    with refused(dossier, Blocked, "nothing_on_its_way"):
        dispatch(dossier, clerk, came_back=True)


def test_a_replaced_result_comes_back_before_the_new_one_leaves(clerk: User) -> None:
    dossier = replaced(dispatched())
    with refused(dossier, Blocked, "already_on_its_way"):
        dispatch(dossier, clerk, "EE000000000VN")
    dispatch(dossier, clerk, "EE000000000VN", came_back=True)
    actions.deliver(dossier.code, way="post", recipient_name="Nguyễn Văn Thử", by=clerk)
    assert list(Delivery.objects.order_by("id").values_list("status", flat=True)) == [
        "came_back",
        "delivered",
    ]


def test_not_before_it_is_issued_nor_after_it_was_returned(clerk: User) -> None:
    for dossier in (sealed(), returned()):
        with refused(dossier, Blocked):
            dispatch(dossier, clerk)


def test_the_competent_agency_may_not(officer: User) -> None:
    dossier = issued()
    with refused(dossier, PermissionDenied):
        dispatch(dossier, officer)
