"""Seal: a later revision over the approver's signature, which stays valid."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers import actions, files, paperwork
from dossiers.access import NotVisible
from dossiers.models import Result
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import again, processed, proposed, sealed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_both_signatures_stand(records_clerk: User) -> None:
    actions.seal(processed().code, by=records_clerk)
    verdict = paperwork.check(files.read(Result.objects.get().sealed_file))
    assert verdict.genuine
    assert [signature.kind for signature in verdict.signatures] == ["personal", "seal"]


def test_the_seal_is_a_later_revision(records_clerk: User) -> None:
    actions.seal(processed().code, by=records_clerk)
    result = Result.objects.get()
    content = files.read(result.sealed_file)
    assert content.startswith(files.read(result.signed_file))
    assert result.sealed_sha256 == hashlib.sha256(content).hexdigest()


def test_the_event_names_the_certificate_and_the_state_stays(records_clerk: User) -> None:
    dossier = processed()
    actions.seal(dossier.code, by=records_clerk)
    event, result = dossier.events.get(type="dossier.sealed"), Result.objects.get()
    assert (event.source, event.target) == ("processed", "processed")
    assert event.on_behalf_of == "agency:H12.226"
    assert event.facts == {
        "results": [{"kind": 1, "number": result.number_text, "sha256": result.sealed_sha256}],
        "certificate": result.seal_serial,
    }


def test_a_second_time_is_refused(records_clerk: User) -> None:
    dossier = sealed()
    with refused(dossier, Blocked, "result_already_sealed"):
        actions.seal(dossier.code, by=records_clerk)


def test_not_before_it_is_approved(records_clerk: User) -> None:
    dossier = proposed()
    with refused(dossier, Blocked, "wrong_state"):
        actions.seal(dossier.code, by=records_clerk)


def test_what_was_not_signed_is_not_sealed(records_clerk: User) -> None:
    dossier = processed()
    Result.objects.update(signed_at=None)
    with refused(dossier, Blocked, "result_not_signed"):
        actions.seal(dossier.code, by=records_clerk)


def test_the_approver_may_not_seal(approver: User) -> None:
    dossier = processed()
    with refused(dossier, PermissionDenied):
        actions.seal(dossier.code, by=approver)
    assert again(dossier).status == "processed"


def test_the_records_clerk_of_another_commune_is_told_nothing(who: Who) -> None:
    dossier = processed()
    with refused(dossier, NotVisible):
        actions.seal(dossier.code, by=who("vanthu.datmui"))
