"""assign: another officer of the competent agency becomes responsible."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from tests.journeys import CONTENT, again, in_process, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(officer: User) -> User:
    """Another officer of phường An Xuyên."""
    person = User.objects.create(username="thuly.hai", full_name="Lê Thị Mẫu")
    agency = officer.memberships.get().agency
    person.memberships.create(agency=agency, role="processing_officer", from_on="2026-01-01")
    return person


def test_the_unit_head_assigns(second: User) -> None:
    dossier = actions.assign(in_process().code, officer=second.username, by=user("phochutich.anxuyen"))
    assert (again(dossier).officer, dossier.status) == (second, "in_process")
    event = dossier.events.last()
    assert event is not None
    assert event.facts == {"before": "thuly.anxuyen", "officer": "thuly.hai"}
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=second)


def test_only_an_officer_of_the_agency(second: User) -> None:
    dossier = in_process()
    for name in ("thuly.datmui", "vanthu.anxuyen", "nobody"):
        with pytest.raises(Invalid, match="officer_unknown"):
            actions.assign(dossier.code, officer=name, by=user("phochutich.anxuyen"))


def test_an_officer_does_not_help_themselves(second: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.assign(in_process().code, officer=second.username, by=second)
