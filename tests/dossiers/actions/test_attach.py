"""Attach: one more paper, or a better scan in the place of another."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.models import Document
from dossiers.refusals import Blocked
from tests.journeys import accepted, processed, uploaded_scan
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_paper_belongs_to_the_dossier(clerk: User) -> None:
    dossier, paper = accepted(), uploaded_scan(clerk)
    assert actions.attach(dossier.code, key=paper.key, by=clerk).status == "received"
    assert dossier.documents.get() == paper


def test_the_event_names_the_paper_and_keeps_its_name_apart(clerk: User) -> None:
    dossier, paper = accepted(), uploaded_scan(clerk)
    actions.attach(dossier.code, key=paper.key, by=clerk)
    event = dossier.events.get(type="dossier.paper_attached")
    assert (event.source, event.target) == ("received", "received")
    assert event.facts == {"document": paper.key, "replaces": "", "sha256": paper.sha256}
    assert event.personal == {"name": "to-khai.jpg"}
    assert event.messages.get().subscriber == "dossiers.digitise"


def test_a_better_scan_takes_the_place_and_the_requirement(clerk: User) -> None:
    dossier = accepted(scan=True)
    old, better = dossier.documents.get(), uploaded_scan(clerk)
    actions.attach(dossier.code, key=better.key, replaces=old.key, by=clerk)
    assert Document.objects.get(pk=old.pk).replaced_by == better
    assert Document.objects.get(pk=better.pk).requirement == old.requirement


def test_a_place_is_taken_once(clerk: User) -> None:
    dossier = accepted(scan=True)
    old = dossier.documents.get()
    actions.attach(dossier.code, key=uploaded_scan(clerk).key, replaces=old.key, by=clerk)
    with refused(dossier, Blocked, "paper_not_there"):
        actions.attach(dossier.code, key=uploaded_scan(clerk).key, replaces=old.key, by=clerk)


def test_the_receipt_is_no_paper_to_replace(clerk: User) -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    with refused(dossier, Blocked, "paper_not_there"):
        receipt = dossier.documents.get(kind="receipt")
        actions.attach(dossier.code, key=uploaded_scan(clerk).key, replaces=receipt.key, by=clerk)


def test_a_paper_is_attached_once(clerk: User) -> None:
    dossier, paper = accepted(), uploaded_scan(clerk)
    actions.attach(dossier.code, key=paper.key, by=clerk)
    with refused(dossier, Blocked, "paper_not_there"):
        actions.attach(dossier.code, key=paper.key, by=clerk)


@pytest.mark.parametrize("key", ["\x00", "x" * 500])
def test_a_key_that_is_none_names_no_paper(clerk: User, key: str) -> None:
    dossier, paper = accepted(), uploaded_scan(clerk)
    with refused(dossier, Blocked, "paper_not_there"):
        actions.attach(dossier.code, key=key, by=clerk)
    with refused(dossier, Blocked, "paper_not_there"):
        actions.attach(dossier.code, key=paper.key, replaces="y" + key, by=clerk)


def test_a_paper_of_another_clerk_is_not_taken(clerk: User, neighbour: User) -> None:
    dossier, theirs = accepted(), uploaded_scan(neighbour)
    with refused(dossier, Blocked, "paper_not_there"):
        actions.attach(dossier.code, key=theirs.key, by=clerk)
    assert Document.objects.get(pk=theirs.pk).dossier is None


def test_it_is_too_late_when_it_is_decided(clerk: User) -> None:
    dossier = processed()
    with refused(dossier, Blocked, "wrong_state"):
        actions.attach(dossier.code, key=uploaded_scan(clerk).key, by=clerk)


def test_the_officer_may_not_whatever_the_paper(officer: User, clerk: User) -> None:
    dossier, paper = accepted(), uploaded_scan(clerk)
    with refused(dossier, PermissionDenied):
        actions.attach(dossier.code, key=paper.key, by=officer)


def test_a_clerk_who_may_not_see_it_is_told_nothing(neighbour: User) -> None:
    dossier = accepted()
    with refused(dossier, NotVisible):
        actions.attach(dossier.code, key=uploaded_scan(neighbour).key, by=neighbour)


def test_the_competent_clerk_sees_it_and_may_not(neighbour: User) -> None:
    dossier = accepted(area="32002")
    neighbour.memberships.create(agency=dossier.agency, role="reception_clerk", from_on="2026-01-01")
    with refused(dossier, PermissionDenied):
        actions.attach(dossier.code, key=uploaded_scan(neighbour).key, by=neighbour)
