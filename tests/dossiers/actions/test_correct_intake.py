"""Correct the intake: what was mistyped is set right, old and new are kept, and the receipt is made anew."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions, files, identity, persons
from dossiers.access import NotVisible
from dossiers.chain import broken_at
from dossiers.models import Document, Dossier
from dossiers.refusals import Blocked
from tests.journeys import (
    FILING,
    accepted,
    again,
    digitised,
    in_process,
    issued,
    processed,
    proposed,
    run_background,
    submitted,
)
from tests.papers.reading import text
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OTHER_NUMBER = "096185004512"
FATHER: dict[str, Any] = {
    "representative_name": "Lê Văn Đại",
    "representative_id_number": OTHER_NUMBER,
    "representative_basis": "Cha của trẻ",
}


def correct(dossier: Dossier, by: User, reason: str = "Gõ nhầm", **changes: Any) -> Dossier:
    actions.correct_intake(dossier.code, changes=changes, reason=reason, by=by)
    return again(dossier)


def test_the_name_and_what_is_searched_follow(clerk: User) -> None:
    found = correct(accepted(), clerk, applicant_name="  Nguyễn  Văn Đúng ")
    assert (found.applicant_name, found.applicant_search) == ("Nguyễn Văn Đúng", "nguyen van dung")


def test_the_number_is_sealed_and_found_anew(clerk: User) -> None:
    before = accepted()
    found = correct(before, clerk, id_number=OTHER_NUMBER)
    assert identity.id_number(found) == OTHER_NUMBER
    assert bytes(found.id_index) != bytes(before.id_index)


def test_old_and_new_stand_in_the_event_and_numbers_are_masked(clerk: User) -> None:
    found = correct(accepted(), clerk, id_number=OTHER_NUMBER, applicant_phone="0987 654 321")
    event = found.events.get(type="dossier.intake_corrected")
    assert (event.actor, event.on_behalf_of) == (clerk, "applicant")
    assert event.facts == {"changed": ["id_number", "applicant_phone"]}
    assert event.personal == {
        "reason": "Gõ nhầm",
        "before": {"id_number": "096******511", "applicant_phone": "+84912345678"},
        "after": {"id_number": "096******512", "applicant_phone": "+84987654321"},
    }
    assert broken_at(found, found.events.select_related("actor")) is None


def test_code_state_and_clock_are_kept(morning: time_machine.Traveller, clerk: User) -> None:
    before = accepted()
    morning.shift(3600)
    found = correct(before, clerk, applicant_name="Nguyễn Văn Đúng")
    kept = ("code", "status", "received_at", "promised_at", "due_at", "token")
    assert [getattr(found, name) for name in kept] == [getattr(before, name) for name in kept]


def test_the_receipt_is_made_anew(clerk: User) -> None:
    dossier = accepted()
    run_background("results")
    found = correct(dossier, clerk, applicant_name="Nguyễn Văn Đúng", subject_name="Nguyễn Thị Con")
    run_background("results")
    receipt = found.documents.get(kind=Document.Kind.RECEIPT, replaced_by=None)
    printed = " ".join(text(files.read(receipt.file)).split())
    assert "Nguyễn Văn Đúng" in printed
    assert "Nguyễn Thị Con" in printed
    assert found.events.filter(type="dossier.receipt_rendered").count() == 2


def test_before_reception_there_is_no_receipt(clerk: User) -> None:
    correct(submitted(), clerk, applicant_name="Nguyễn Văn Đúng")
    run_background("results")
    assert not Document.objects.filter(kind=Document.Kind.RECEIPT).exists()


def test_persons_are_added_changed_and_taken_out(clerk: User) -> None:
    dossier = accepted()
    found = correct(dossier, clerk, subject_name="Lê Thị Con", **FATHER)
    assert persons.known(found) == persons.Persons(
        "Lê Thị Con", *("Lê Văn Đại", OTHER_NUMBER, "", "Cha của trẻ")
    )
    assert found.events.last().facts["parties"] == ["subject", "representative"]  # type: ignore[union-attr]
    found = correct(dossier, clerk, representative_basis="Uỷ quyền số 12/2026", subject_name="Lê Thị Cháu")
    assert persons.known(found).representative_name == "Lê Văn Đại"
    assert persons.known(found).representative_id_number == OTHER_NUMBER
    found = correct(dossier, clerk, representative_name="")
    assert persons.known(found) == persons.Persons("Lê Thị Cháu")
    assert [party.kind for party in found.parties.all()] == ["subject"]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {"changes": "field_unknown"}),
        ({"status": "returned"}, {"changes": "field_unknown"}),
        ({"applicant_name": "Nguyễn Văn Đúng", "code": "H12-1"}, {"changes": "field_unknown"}),
        ({"applicant_name": FILING["applicant_name"]}, {"applicant_name": "field_unchanged"}),
        ({"applicant_phone": "091 234 5678"}, {"applicant_phone": "field_unchanged"}),
        ({"applicant_name": ""}, {"applicant_name": "required"}),
        ({"applicant_name": "Nguyễn 2"}, {"applicant_name": "name_has_digit"}),
        ({"applicant_name": "Nguyễn\ud800"}, {"applicant_name": "text_not_valid"}),
        ({"applicant_name": ["Nguyễn"]}, {"applicant_name": "text_not_valid"}),
        ({"id_number": "123"}, {"id_number": "id_length"}),
        ({"applicant_address": "x" * 251}, {"applicant_address": "text_not_valid"}),
        ({"request": "x" * 501}, {"request": "text_not_valid"}),
        ({"representative_name": "Lê Văn Đại"}, {"representative_basis": "basis_needed"}),
        ({"representative_basis": "Cha"}, {"representative_name": "required"}),
        (FATHER | {"representative_id_number": FILING["id_number"]},
         {"representative_id_number": "representative_is_applicant"}),
    ],
)  # fmt: skip
def test_a_wrong_change_is_refused(clerk: User, changes: dict[str, Any], faults: dict[str, str]) -> None:
    dossier = accepted()
    with refused(dossier, Invalid):
        actions.correct_intake(dossier.code, changes=changes, reason="Gõ nhầm", by=clerk)
    with pytest.raises(Invalid) as told:
        actions.correct_intake(dossier.code, changes=changes, reason="Gõ nhầm", by=clerk)
    assert {name: fault.code for name, fault in told.value.faults.items()} == faults
    assert all(str(fault.sentence) for fault in told.value.faults.values())


@pytest.mark.parametrize("changes", [None, [], "applicant_name", 7])
def test_changes_are_an_object(clerk: User, changes: Any) -> None:
    dossier = accepted()
    with refused(dossier, Invalid, "changes: field_unknown"):
        actions.correct_intake(dossier.code, changes=changes, reason="Gõ nhầm", by=clerk)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "\ud800", None])
def test_a_reason_is_needed(clerk: User, reason: Any) -> None:
    dossier = accepted()
    with refused(dossier, Invalid, "reason: "):
        actions.correct_intake(
            dossier.code, changes={"applicant_name": "Nguyễn Văn Đúng"}, reason=reason, by=clerk
        )


def test_the_applicants_number_may_not_become_the_representatives(clerk: User) -> None:
    dossier = accepted(**FATHER)
    with refused(dossier, Invalid, "id_number: representative_is_applicant"):
        actions.correct_intake(dossier.code, changes={"id_number": OTHER_NUMBER}, reason="Nhầm", by=clerk)


def test_a_page_that_waits_for_a_signature_keeps_its_name(clerk: User) -> None:
    dossier = proposed()
    with refused(dossier, Blocked, "result_proposed"):
        actions.correct_intake(
            dossier.code, changes={"applicant_name": "Nguyễn Văn Đúng"}, reason="Nhầm", by=clerk
        )
    assert correct(dossier, clerk, applicant_phone="0987654321").applicant_phone == "+84987654321"


def test_after_the_signature_it_is_too_late(clerk: User) -> None:
    for dossier, code in ((processed(), "result_already_signed"), (issued(), "wrong_state")):
        with refused(dossier, Blocked, code):
            actions.correct_intake(
                dossier.code, changes={"applicant_phone": "0987654321"}, reason="Nhầm", by=clerk
            )


def test_twice_is_once(clerk: User) -> None:
    dossier = digitised()
    correct(dossier, clerk, applicant_name="Nguyễn Văn Đúng")
    with refused(dossier, Invalid, "applicant_name: field_unchanged"):
        correct(dossier, clerk, applicant_name="Nguyễn Văn Đúng")


def test_who_may_not(officer: User, neighbour: User) -> None:
    dossier = in_process()
    for by, error in ((officer, PermissionDenied), (neighbour, (PermissionDenied, NotVisible))):
        with refused(dossier, error):
            actions.correct_intake(
                dossier.code, changes={"applicant_name": "Nguyễn Văn Đúng"}, reason="Nhầm", by=by
            )
