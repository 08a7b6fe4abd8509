"""Approve: exactly the bytes that were read are signed, and the clock stops."""

import hashlib

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers import actions, files, paperwork
from dossiers.models import Dossier, Result
from dossiers.refusals import Blocked
from tests.conftest import MORNING, Who
from tests.journeys import CONTENT, again, in_process, proposed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def approve(dossier: Dossier, by: User) -> Dossier:
    return actions.approve(dossier.code, sha256=Result.objects.get(dossier=dossier).rendered_sha256, by=by)


def test_it_is_decided_and_the_clock_stops(morning: time_machine.Traveller, approver: User) -> None:
    dossier = proposed()
    approve(dossier, approver)
    stands = again(dossier)
    assert (stands.status, stands.finished_at, stands.due_at) == ("processed", MORNING, None)
    assert stands.promised_at == dossier.promised_at
    assert dossier.clock_runs.get().stopped_at == MORNING


def test_the_signed_file_holds_the_bytes_that_were_read(approver: User) -> None:
    dossier = proposed()
    approve(dossier, approver)
    result = Result.objects.get()
    signed = files.read(result.signed_file)
    assert signed.startswith(files.read(result.rendered_file))
    assert result.signed_sha256 == hashlib.sha256(signed).hexdigest()


def test_the_signature_is_the_approvers(approver: User) -> None:
    approve(proposed(), approver)
    result = Result.objects.get()
    (signature,) = paperwork.check(files.read(result.signed_file)).signatures
    assert (signature.kind, signature.serial) == ("personal", result.signer_serial)


def test_the_event_names_both_hashes(approver: User) -> None:
    dossier = proposed()
    approve(dossier, approver)
    event, result = dossier.events.get(type="dossier.approved"), Result.objects.get()
    assert (event.actor, event.on_behalf_of) == (approver, "agency:H12.226")
    assert event.facts == {
        "outcome": "granted",
        "number": result.number_text,
        "sha256": result.rendered_sha256,
        "signed_sha256": result.signed_sha256,
        "certificate": result.signer_serial,
    }


def test_another_draft_than_the_one_that_was_read_is_not_signed(approver: User) -> None:
    dossier = proposed()
    with refused(dossier, Blocked, "other_draft"):
        actions.approve(dossier.code, sha256="0" * 64, by=approver)


def test_there_must_be_a_page_to_read(officer: User, approver: User) -> None:
    dossier = in_process()
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer)
    with refused(dossier, Blocked, "result_not_rendered"):
        actions.approve(dossier.code, sha256="", by=approver)


def test_a_result_addressed_to_another_is_not_signed(who: Who) -> None:
    dossier, second = proposed(), who("quantri")
    second.memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    with refused(dossier, Blocked, "addressed_to_another"):
        approve(dossier, second)


def test_the_officer_may_not_approve_alone(officer: User) -> None:
    dossier = proposed()
    with refused(dossier, PermissionDenied):
        approve(dossier, officer)


def test_a_second_time_is_refused(approver: User) -> None:
    dossier = proposed()
    approve(dossier, approver)
    with refused(dossier, Blocked, "wrong_state"):
        approve(dossier, approver)
