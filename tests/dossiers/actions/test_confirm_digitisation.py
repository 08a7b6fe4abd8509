"""Confirm digitisation: a person vouches for the copies; the system does where there is nothing to digitise."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.refusals import Blocked
from tests.journeys import accepted, again, run_background, uploaded_scan
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_clerk_vouches_for_what_was_read(clerk: User) -> None:
    dossier = accepted(scan=True)
    actions.digitise(dossier.documents.get().key, by=system_user())
    assert actions.confirm_digitisation(dossier.code, by=clerk).status == "digitised"
    event = dossier.events.get(type="dossier.digitisation_confirmed")
    assert (event.actor, event.source, event.target) == (clerk, "received", "digitised")


def test_a_paper_that_waits_blocks_it(clerk: User) -> None:
    dossier = accepted(scan=True)
    with refused(dossier, Blocked, "papers_not_digitised"):
        actions.confirm_digitisation(dossier.code, by=clerk)


def test_a_replaced_paper_does_not_block_it(clerk: User) -> None:
    dossier = accepted(scan=True)
    old, better = dossier.documents.get(), uploaded_scan(clerk)
    actions.attach(dossier.code, key=better.key, replaces=old.key, by=clerk)
    actions.digitise(better.key, by=system_user())
    assert actions.confirm_digitisation(dossier.code, by=clerk).status == "digitised"


def test_the_system_confirms_where_nothing_was_to_digitise() -> None:
    dossier = accepted()
    run_background("default")
    assert again(dossier).status == "digitised"
    assert dossier.events.get(type="dossier.digitisation_confirmed").actor.is_system


def test_the_system_leaves_a_dossier_with_papers_to_the_clerk() -> None:
    dossier = accepted(scan=True)
    run_background("default", "digitisation")
    assert again(dossier).status == "received"


def test_a_second_time_is_refused(clerk: User) -> None:
    dossier = accepted()
    actions.confirm_digitisation(dossier.code, by=clerk)
    with refused(dossier, Blocked, "wrong_state"):
        actions.confirm_digitisation(dossier.code, by=clerk)


def test_the_competent_officer_may_not(officer: User) -> None:
    dossier = accepted()
    with refused(dossier, PermissionDenied):
        actions.confirm_digitisation(dossier.code, by=officer)


def test_a_clerk_who_may_not_see_it_is_told_nothing(neighbour: User) -> None:
    dossier = accepted()
    with refused(dossier, NotVisible):
        actions.confirm_digitisation(dossier.code, by=neighbour)
