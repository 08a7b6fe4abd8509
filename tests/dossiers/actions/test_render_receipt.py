"""Render the receipt: one file, one document, one event, however often it is done."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.models import Document, Dossier
from dossiers.refusals import Blocked
from tests.journeys import accepted, again, in_process, submitted
from tests.papers.reading import qr, text
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def receipt_of(dossier: Dossier) -> Document:
    return dossier.documents.get(kind=Document.Kind.RECEIPT)


def test_the_receipt_is_a_file_with_its_hash() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    receipt = receipt_of(dossier)
    content = files.read(receipt.file)
    assert (receipt.size, receipt.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_its_qr_opens_the_tracking_page() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    content = files.read(receipt_of(dossier).file)
    assert qr(content) == [dossier.tracking_url]
    assert dossier.code in text(content)


def test_the_event_is_the_systems_and_names_the_bytes() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    event = dossier.events.get(type="dossier.receipt_rendered")
    assert event.actor.is_system
    assert event.facts == {"sha256": receipt_of(dossier).sha256}


def test_a_second_time_changes_nothing() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    version = again(dossier).version
    actions.render_receipt(dossier.code, by=system_user())
    assert again(dossier).version == version


def test_it_may_come_late() -> None:
    dossier = in_process()
    actions.render_receipt(dossier.code, by=system_user())
    assert (again(dossier).status, receipt_of(dossier).pages) == ("in_process", 1)


def test_a_clerk_may_not(clerk: User) -> None:
    dossier = accepted()
    with refused(dossier, PermissionDenied):
        actions.render_receipt(dossier.code, by=clerk)


def test_there_is_no_receipt_before_it_was_received() -> None:
    dossier = submitted()
    with refused(dossier, (AssertionError, Blocked)):
        actions.render_receipt(dossier.code, by=system_user())
