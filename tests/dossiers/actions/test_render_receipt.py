"""Render the receipt: one file, one document, one event, however often it is done."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.models import Document, Dossier
from tests.journeys import accepted, again, in_process, submitted
from tests.papers.reading import bars, qr, text
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
    assert event.facts == {
        "sha256": receipt_of(dossier).sha256,
        "number": 1,
        "office": "H12.264.01",
        "replaces": None,
    }


def test_a_second_time_changes_nothing() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    version = again(dossier).version
    actions.render_receipt(dossier.code, by=system_user())
    assert again(dossier).version == version


def test_receipts_are_numbered_by_office_and_year() -> None:
    for number in (1, 2):
        dossier = accepted()
        actions.render_receipt(dossier.code, by=system_user())
        shown = text(files.read(receipt_of(dossier).file))
        assert f"Số: {number}/TNHS" in shown
        assert f"số thứ tự {number}" in shown


def test_its_bar_code_is_the_dossiers_code() -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    assert bars(files.read(receipt_of(dossier).file)) == [dossier.code]


def test_after_a_correction_a_new_one_replaces_it(clerk: User) -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    first = receipt_of(dossier)
    actions.correct_intake(
        dossier.code, changes={"applicant_name": "Nguyễn Văn Thứ"}, reason="Gõ nhầm dấu", by=clerk
    )
    actions.render_receipt(dossier.code, by=system_user())
    second = receipt_of(dossier)
    shown = text(files.read(second.file))
    assert "Giấy này thay thế giấy đã cấp lúc" in shown and "Nguyễn Văn Thứ" in shown
    assert "Số: 2/TNHS" in shown
    assert "Nguyễn Văn Thử" in text(files.read(first.file))  # what was given out is kept, too
    before, after = dossier.events.filter(type="dossier.receipt_rendered").order_by("seq")
    assert after.facts["replaces"] == before.seq
    actions.render_receipt(dossier.code, by=system_user())
    assert dossier.events.filter(type="dossier.receipt_rendered").count() == 2


def test_it_names_whom_it_is_about_and_who_represents() -> None:
    dossier = accepted(
        subject_name="Nguyễn Bé Ba",
        representative_name="Lê Văn Tám",
        representative_basis="Giấy ủy quyền ngày 01/11/2026",
    )
    actions.render_receipt(dossier.code, by=system_user())
    shown = text(files.read(receipt_of(dossier).file))
    assert "Chủ hồ sơ Nguyễn Bé Ba" in shown
    assert "Lê Văn Tám (Giấy ủy quyền ngày 01/11/2026)" in shown


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
    actions.render_receipt(dossier.code, by=system_user())
    assert not dossier.documents.exists()
