"""Take up: one officer of the competent agency becomes responsible."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import accepted, again, digitised
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_officer_is_responsible(officer: User) -> None:
    dossier = digitised()
    actions.take_up(dossier.code, by=officer)
    assert (again(dossier).status, again(dossier).officer) == ("in_process", officer)


def test_the_event_names_officer_and_agency(officer: User) -> None:
    dossier = digitised()
    actions.take_up(dossier.code, by=officer)
    event = dossier.events.get(type="dossier.taken_up")
    assert (event.actor, event.on_behalf_of) == (officer, "agency:H12.226")
    assert (event.source, event.target) == ("digitised", "in_process")


def test_the_clock_goes_on(officer: User) -> None:
    dossier = digitised()
    actions.take_up(dossier.code, by=officer)
    assert again(dossier).due_at == dossier.due_at
    assert dossier.clock_runs.get().stopped_at is None


def test_a_second_officer_is_too_late(officer: User) -> None:
    dossier = digitised()
    actions.take_up(dossier.code, by=officer)
    with refused(dossier, Blocked, "wrong_state"):
        actions.take_up(dossier.code, by=officer)


def test_not_before_the_papers_are_confirmed(officer: User) -> None:
    dossier = accepted()
    with refused(dossier, Blocked, "wrong_state"):
        actions.take_up(dossier.code, by=officer)


def test_the_clerk_may_not(clerk: User) -> None:
    dossier = digitised()
    with refused(dossier, PermissionDenied):
        actions.take_up(dossier.code, by=clerk)


def test_an_officer_of_another_commune_is_told_nothing(who: Who) -> None:
    dossier = digitised()
    with refused(dossier, NotVisible):
        actions.take_up(dossier.code, by=who("thuly.datmui"))
