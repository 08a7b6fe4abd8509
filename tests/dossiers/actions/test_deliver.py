"""Deliver: the result is handed over, and the event is the evidence."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import again, issued, sealed
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


def test_the_result_clerk_may_too(who: Who) -> None:
    assert deliver(issued(), who("traketqua.datmui"), way="post").status == "returned"


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
    with refused(dossier, Blocked, "wrong_state"):
        deliver(dossier, clerk)


def test_the_competent_agency_may_not(officer: User) -> None:
    dossier = issued()
    with refused(dossier, PermissionDenied):
        deliver(dossier, officer)
