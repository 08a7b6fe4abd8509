"""Approve: exactly the bytes that were read are signed; the clock runs on until the result is issued."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions, files, paperwork
from dossiers.models import Dossier, Result
from dossiers.refusals import Blocked
from dossiers.sweeping import orphans
from tests.conftest import Who
from tests.journeys import CONTENT, again, in_process, proposed, proposed_two
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def approve(dossier: Dossier, by: User) -> Dossier:
    return actions.approve(dossier.code, sha256=Result.objects.get(dossier=dossier).rendered_sha256, by=by)


def test_it_is_decided_and_the_clock_runs_on(approver: User) -> None:
    dossier = proposed()
    approve(dossier, approver)
    stands = again(dossier)
    assert (stands.status, stands.finished_at, stands.due_at) == ("processed", None, dossier.due_at)
    assert dossier.clock_runs.get().stopped_at is None


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
        "results": [
            {
                "kind": 1,
                "number": result.number_text,
                "sha256": result.rendered_sha256,
                "signed_sha256": result.signed_sha256,
            }
        ],
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


def hashes(dossier: Dossier) -> list[str]:
    return [result.rendered_sha256 for result in again(dossier).results_in_hand]


def test_all_results_are_signed_together_in_whatever_order_they_were_read(approver: User) -> None:
    dossier = proposed_two()
    actions.approve(dossier.code, sha256=hashes(dossier)[::-1], by=approver)
    first, second = again(dossier).results_in_hand
    assert first.signed_sha256 != second.signed_sha256
    for result in (first, second):
        assert hashlib.sha256(files.read(result.signed_file)).hexdigest() == result.signed_sha256
    event = dossier.events.get(type="dossier.approved")
    assert event.facts["number"] == f"{first.number_text}, {second.number_text}"
    assert [one["kind"] for one in event.facts["results"]] == [1, 2]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (lambda both: both[:1], "drafts_not_read"),
        (lambda both: both[0], "drafts_not_read"),
        (lambda both: [], "drafts_not_read"),
        (lambda both: [both[0], both[0]], "drafts_not_read"),
        (lambda both: [both[0], "0" * 64], "other_draft"),
        (lambda both: [*both, "0" * 64], "other_draft"),
        (lambda both: [*both, both[0]], "other_draft"),
    ],
)
def test_every_draft_must_have_been_read(
    approver: User, given: Callable[[list[str]], Any], code: str
) -> None:
    dossier = proposed_two()
    with refused(dossier, Blocked, code):
        actions.approve(dossier.code, sha256=given(hashes(dossier)), by=approver)


def test_one_draft_of_two_is_not_enough(officer: User, approver: User) -> None:
    dossier = proposed_two()
    actions.propose(dossier.code, outcome="granted", content=CONTENT, kind=2, by=officer)
    with refused(dossier, Blocked, "result_not_rendered"):
        actions.approve(dossier.code, sha256=hashes(dossier), by=approver)


def test_a_signing_that_was_killed_before_its_commit_is_done_again(approver: User, media: Path) -> None:
    dossier = proposed()
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        approve(dossier, approver)
        raise KeyboardInterrupt
    assert again(dossier).status == "in_process"
    assert [path.endswith("signed.pdf") for path in orphans()] == [True]
    approve(dossier, approver)
    result = Result.objects.get()
    assert hashlib.sha256(files.read(result.signed_file)).hexdigest() == result.signed_sha256
    assert orphans() == []


@pytest.mark.parametrize("reason", ["x" * 1001, "\ud800"])
def test_the_reason_to_go_on_without_an_opinion_is_measured(approver: User, reason: str) -> None:
    dossier = proposed()
    with refused(dossier, Invalid, "without_opinions: "):
        actions.approve(dossier.code, sha256=hashes(dossier), without_opinions=reason, by=approver)
