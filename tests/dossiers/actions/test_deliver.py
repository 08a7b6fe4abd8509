"""Deliver: the result is handed over, and the event is the evidence."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.models import Delivery, Dossier, Result
from dossiers.refusals import Blocked
from tests.conftest import MORNING, Who
from tests.journeys import again, dispatched, issued, replaced, returned, sealed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def deliver(dossier: Dossier, by: User, way: str = "counter", name: str = "nguyễn văn thử") -> Dossier:
    return actions.deliver(dossier.code, way=way, recipient_name=name, by=by)


def test_the_dossier_is_closed_with_evidence(clerk: User) -> None:
    dossier = issued()
    deliver(dossier, clerk)
    event = dossier.events.get(type="dossier.returned")
    assert again(dossier).status == "returned"
    assert (event.actor, event.on_behalf_of, event.facts) == (clerk, "applicant", {"way": "counter"})
    assert event.personal is not None
    assert event.personal["recipient_name"].casefold() == "nguyễn văn thử"


def test_the_delivery_and_what_was_handed_over_are_written(
    morning: time_machine.Traveller, clerk: User
) -> None:
    deliver(issued(), clerk)
    delivery = Delivery.objects.get()
    assert (delivery.way, delivery.status, delivery.ended_at) == ("counter", "delivered", MORNING)
    assert (delivery.tracking_number, delivery.sent_at) == ("", None)
    assert Result.objects.get().delivered_at == MORNING


def test_the_result_clerk_may_too(who: Who) -> None:
    assert deliver(issued(), who("traketqua.datmui"), way="online").status == "returned"


def test_by_post_what_was_dispatched_is_delivered(morning: time_machine.Traveller, clerk: User) -> None:
    deliver(dispatched(), clerk, way="post")
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.ended_at) == ("delivered", MORNING)


def test_by_post_it_is_dispatched_first(clerk: User) -> None:
    dossier = issued()
    with refused(dossier, Blocked, "not_dispatched"):
        deliver(dossier, clerk, way="post")


def test_what_is_fetched_at_the_counter_came_back(clerk: User) -> None:
    deliver(dispatched(), clerk)
    ways = Delivery.objects.order_by("id").values_list("way", "status")
    assert list(ways) == [("post", "came_back"), ("counter", "delivered")]


def test_a_replaced_result_is_handed_over_again(clerk: User) -> None:
    dossier = replaced(returned())
    assert again(dossier).status == "returned"
    deliver(dossier, clerk)
    old, new = Result.objects.order_by("seq")
    assert old.delivered_at and new.delivered_at and new.delivered_at > old.delivered_at
    assert dossier.events.filter(type="dossier.returned").count() == 2
    with refused(dossier, Blocked, "result_already_delivered"):
        deliver(dossier, clerk)


def test_what_was_never_handed_over_is_not_handed_over_when_it_has_been_replaced(clerk: User) -> None:
    deliver(replaced(), clerk)
    old, new = Result.objects.order_by("seq")
    assert (old.delivered_at, new.delivered_at is None) == (None, False)


def test_the_post_does_not_deliver_what_has_been_replaced_meanwhile(clerk: User) -> None:
    dossier = replaced(dispatched())
    with refused(dossier, Blocked, "not_dispatched"):
        deliver(dossier, clerk, way="post")
    assert Delivery.objects.get().status == "sent"


@pytest.mark.parametrize(
    ("way", "name", "code"),
    [("pigeon", "Nguyễn Văn Thử", "way: way_unknown"), ("counter", "12345", "recipient_name: ")],
)
def test_a_wrong_entry_is_named(clerk: User, way: str, name: str, code: str) -> None:
    dossier = issued()
    with refused(dossier, Invalid, code):
        deliver(dossier, clerk, way, name)


def test_not_before_it_is_issued(clerk: User) -> None:
    dossier = sealed()
    with refused(dossier, Blocked, "wrong_state"):
        deliver(dossier, clerk)


def test_a_second_time_is_refused(clerk: User) -> None:
    dossier = issued()
    deliver(dossier, clerk)
    with refused(dossier, Blocked, "result_already_delivered"):
        deliver(dossier, clerk)


def test_the_competent_agency_may_not(officer: User) -> None:
    dossier = issued()
    with refused(dossier, PermissionDenied):
        deliver(dossier, officer)
