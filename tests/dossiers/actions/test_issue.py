"""Issue: the file itself is checked before it leaves the house."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers import actions, files
from dossiers.models import Dossier, Result
from dossiers.refusals import Blocked
from tests.conftest import MORNING
from tests.journeys import again, processed, proposed_two, sealed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_result_is_out(records_clerk: User) -> None:
    dossier = sealed()
    actions.issue(dossier.code, by=records_clerk)
    event = dossier.events.get(type="dossier.issued")
    assert again(dossier).status == "issued"
    assert Result.objects.get().issued_at == event.at


def test_the_event_names_the_result_and_its_bytes(records_clerk: User) -> None:
    dossier = sealed()
    actions.issue(dossier.code, by=records_clerk)
    event, result = dossier.events.get(type="dossier.issued"), Result.objects.get()
    assert event.facts == {
        "results": [
            {
                "kind": 1,
                "key": result.key,
                "number": result.number_text,
                "name": result.name,
                "sha256": result.sealed_sha256,
            }
        ]
    }
    assert (event.actor, event.on_behalf_of) == (records_clerk, "agency:H12.226")


def test_without_the_seal_it_stays_in_the_house(records_clerk: User) -> None:
    dossier = processed()
    with refused(dossier, Blocked, "result_not_sealed"):
        actions.issue(dossier.code, by=records_clerk)


def flip_one_byte(dossier: Dossier) -> None:
    result = Result.objects.get(dossier=dossier)
    content = bytearray(files.read(result.sealed_file))
    content[len(content) // 3] ^= 1
    files.store(result.sealed_file, bytes(content))


def test_a_file_that_was_changed_stays_in_the_house(records_clerk: User) -> None:
    dossier = sealed()
    flip_one_byte(dossier)
    with refused(dossier, Blocked, "result_not_genuine"):
        actions.issue(dossier.code, by=records_clerk)


def test_the_result_of_another_dossier_stays_in_the_house(records_clerk: User) -> None:
    dossier, other = sealed(), sealed()
    theirs = Result.objects.get(dossier=other)
    files.store(Result.objects.get(dossier=dossier).sealed_file, files.read(theirs.sealed_file))
    with refused(dossier, Blocked, "result_not_genuine"):
        actions.issue(dossier.code, by=records_clerk)


def test_who_may_not_issue_learns_nothing_of_the_file(clerk: User) -> None:
    dossier = sealed()
    flip_one_byte(dossier)
    with refused(dossier, PermissionDenied):
        actions.issue(dossier.code, by=clerk)


def test_a_second_time_is_refused(records_clerk: User) -> None:
    dossier = sealed()
    actions.issue(dossier.code, by=records_clerk)
    with refused(dossier, Blocked, "no_replacement_open"):
        actions.issue(dossier.code, by=records_clerk)


def test_the_clock_ends(morning: time_machine.Traveller, records_clerk: User) -> None:
    dossier = sealed()
    actions.issue(dossier.code, by=records_clerk)
    stands = again(dossier)
    assert (stands.finished_at, stands.due_at) == (MORNING, None)
    assert dossier.clock_runs.get().stopped_at == MORNING


def test_several_results_leave_together(records_clerk: User, approver: User) -> None:
    dossier = proposed_two()
    hashes = [result.rendered_sha256 for result in again(dossier).results_in_hand]
    actions.approve(dossier.code, sha256=hashes, by=approver)
    actions.seal(dossier.code, by=records_clerk)
    actions.issue(dossier.code, by=records_clerk)
    stands = again(dossier)
    assert [result.kind for result in stands.results_in_force] == [1, 2]
    assert len({result.number for result in stands.results_in_force}) == 2
    assert [one["name"] for one in dossier.events.get(type="dossier.issued").facts["results"]] == [
        "Giấy khai sinh",
        "Trích lục đăng ký nhận cha, mẹ, con",
    ]
