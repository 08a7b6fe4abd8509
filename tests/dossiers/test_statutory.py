"""The statutory forms from real verbs: what each says, original and reprint, who may open one, races."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.models import AccessRecord, Dossier, Event
from dossiers.statutory import print_form, printables, read_seq
from tests.catalogue import newer
from tests.journeys import accepted, again, digitised, in_process, returned, submitted, user
from tests.papers.reading import flat, qr, text
from tests.threads import at_once

pytestmark = pytest.mark.django_db
MARK = "BẢN IN LẠI"


def shown(dossier: Dossier, form: str, *, by: User, seq: int | None = None) -> str:
    return text(print_form(by, dossier.code, form, seq=seq).content)


def asked_for_supplement() -> Dossier:
    dossier = accepted()
    return actions.request_supplement(
        dossier.code,
        items=[
            {"requirement": 1, "what": "Ghi rõ nơi đăng ký khai sinh"},
            {"requirement": None, "what": "Văn bản ủy quyền"},
        ],
        reason="Chưa xác định được sổ gốc.",
        contact="Bộ phận tiếp nhận, 0290 3 811 811",
        until=date(2026, 11, 27),
        by=user("tiepnhan.datmui"),
    )


@pytest.mark.usefixtures("morning")
def test_form_02_says_what_is_missing_and_why(clerk: User) -> None:
    dossier = asked_for_supplement()
    words = shown(dossier, "02", by=clerk)
    first = dossier.procedure_version.requirements.get(number=1).name

    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in words and "Mẫu số 02" in words
    assert "Số: 1/HDHS" in words
    assert f"{first}: Ghi rõ nơi đăng ký khai sinh" in words and "Văn bản ủy quyền" in words
    assert "Chưa xác định được sổ gốc." in words
    assert "Bộ phận tiếp nhận, 0290 3 811 811" in words
    assert "trước hết ngày 27/11/2026" in words
    assert dossier.applicant_name in words and "0912 345 678" in words
    assert flat(dossier.point.name).upper() in words
    assert str(clerk) in words


def test_the_id_number_is_on_no_form_in_clear(clerk: User) -> None:
    dossier = asked_for_supplement()
    actions.render_receipt(dossier.code, by=system_user())
    for form in ("01", "02", "06"):
        assert "096085004511" not in shown(dossier, form, by=clerk)


@pytest.mark.usefixtures("morning")
def test_form_03_gives_the_reason_in_words(clerk: User) -> None:
    dossier = submitted()
    actions.decline(dossier.code, reason="Giấy tờ đã bị tẩy xóa.", by=clerk)
    words = shown(dossier, "03", by=clerk)

    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in words
    assert "Giấy tờ đã bị tẩy xóa." in words and "Số: 1/" in words
    assert "NGƯỜI NỘP HỒ SƠ" in words and "NGƯỜI TIẾP NHẬN HỒ SƠ" in words


@pytest.mark.usefixtures("morning")
def test_form_04_apologises_with_the_day_promised_and_the_new_one(approver: User) -> None:
    dossier = in_process()
    actions.extend(dossier.code, until=date(2026, 11, 25), reason="Sổ gốc đang được phục chế.", by=approver)
    words = shown(dossier, "04", by=approver)

    assert "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT" in words
    assert "ghi trên giấy tiếp nhận: Thứ Sáu, 20/11/2026, 17:00" in words
    assert "mới: Thứ Tư, 25/11/2026, 17:00" in words
    assert "Sổ gốc đang được phục chế." in words
    assert "ỦY BAN NHÂN DÂN PHƯỜNG AN XUYÊN" in words
    assert "CHỦ TỊCH" in words and str(approver) in words


@pytest.mark.usefixtures("morning")
def test_form_05_of_a_stop_says_basis_and_money(approver: User) -> None:
    dossier = in_process()
    actions.stop(
        dossier.code,
        reason="Hết hạn bổ sung.",
        basis="Điều 19 Nghị định 118/2025/NĐ-CP",
        money="refund",
        by=approver,
    )
    words = shown(dossier, "05", by=approver)

    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in words
    assert "Hết hạn bổ sung." in words and "Điều 19 Nghị định 118/2025/NĐ-CP" in words
    assert "được hoàn trả theo quy định" in words
    assert "Ký, ghi rõ họ tên và đóng dấu" in words


def test_form_05_of_a_withdrawal_says_who_asked(clerk: User) -> None:
    dossier = digitised()
    actions.withdraw(dossier.code, reason="Không còn nhu cầu.", money="kept", by=clerk)
    words = shown(dossier, "05", by=clerk)

    assert "theo đề nghị của Ông/Bà, lý do: Không còn nhu cầu." in words
    assert "không được hoàn trả" in words


def test_form_06_tells_who_gave_it_to_whom(clerk: User, supervisor: User) -> None:
    dossier = returned()
    printed = print_form(clerk, dossier.code, "06")
    words = text(printed.content)

    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in words
    assert "Nguyễn Văn Thử (người nộp)" in words
    for name in ("tiepnhan.datmui", "thuly.anxuyen", "kyduyet.anxuyen", "vanthu.anxuyen"):
        assert str(user(name)) in words
    assert "Tiếp nhận hồ sơ" in words and "Trả kết quả" in words
    assert any(result in words for result in ("Trước hạn", "Đúng hạn"))
    (link,) = qr(printed.content)
    assert link.endswith(f"/dossiers/{dossier.code}/")


@pytest.mark.usefixtures("morning")
def test_a_version_with_police_forms_uses_them(clerk: User) -> None:
    newer("2.000635", own_forms=("CT04 tiếp nhận", "CT05 bổ sung", "CT06 từ chối"))
    dossier = asked_for_supplement()
    actions.render_receipt(dossier.code, by=system_user())

    assert "Mẫu CT05" in (words := shown(dossier, "02", by=clerk))
    assert "PHIẾU HƯỚNG DẪN BỔ SUNG, HOÀN THIỆN HỒ SƠ" in words and "66/2023/TT-BCA" in words
    assert "Mẫu CT04" in shown(dossier, "01", by=clerk)


# --- original and reprint -----------------------------------------------------------------------------------
def test_the_first_opening_is_the_original_and_the_next_say_so(clerk: User, supervisor: User) -> None:
    dossier = asked_for_supplement()
    assert MARK not in shown(dossier, "02", by=clerk)
    assert f"{MARK} lần 1" in (second := shown(dossier, "02", by=supervisor))
    assert f"người in: {supervisor}" in second
    assert f"{MARK} lần 2" in shown(dossier, "02", by=clerk)


def test_each_event_has_an_original_of_its_own(clerk: User) -> None:
    dossier = asked_for_supplement()
    actions.supplement(dossier.code, handed_in=[1], by=clerk)
    again_asked = {"items": [{"requirement": None, "what": "Ảnh"}], "reason": "Thiếu.", "anyway": True}
    actions.request_supplement(dossier.code, **again_asked, by=clerk)  # type: ignore[arg-type]
    first, second = dossier.events.filter(type="dossier.supplement_requested").order_by("seq")

    assert "Ảnh" in (words := shown(dossier, "02", by=clerk)) and MARK not in words
    assert MARK not in shown(dossier, "02", by=clerk, seq=first.seq)
    assert MARK in shown(dossier, "02", by=clerk, seq=second.seq)


def test_the_control_sheet_is_an_original_again_when_something_happened(clerk: User) -> None:
    dossier = accepted()
    assert MARK not in shown(dossier, "06", by=clerk)
    assert MARK in shown(dossier, "06", by=clerk)
    actions.confirm_digitisation(dossier.code, by=clerk)
    assert MARK not in shown(dossier, "06", by=clerk)


def test_a_receipt_that_is_printed_again_says_so_at_once(clerk: User) -> None:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    assert f"{MARK} lần 1" in shown(dossier, "01", by=clerk)
    assert f"{MARK} lần 2" in shown(dossier, "01", by=clerk)


def test_the_opening_is_written_down(clerk: User) -> None:
    dossier = asked_for_supplement()
    shown(dossier, "02", by=clerk)
    (record,) = AccessRecord.objects.filter(dossier=dossier, what__startswith="form 02")
    assert (record.user, record.what) == (clerk, f"form 02 of {again(dossier).head_seq}")


def test_the_same_facts_give_the_same_bytes(clerk: User) -> None:
    dossier = asked_for_supplement()

    def original() -> bytes:
        with transaction.atomic():
            content = print_form(clerk, dossier.code, "02").content
            transaction.set_rollback(True)
        return content

    assert original() == original()


def test_a_form_is_vietnamese_in_every_language(clerk: User) -> None:
    dossier = returned()
    with translation.override("en"):
        words = shown(dossier, "06", by=clerk)
    assert "Returned" not in words and "clerk" not in words


@pytest.mark.usefixtures("committed")
def test_of_two_who_open_at_once_one_has_the_original() -> None:
    dossier = asked_for_supplement()
    people = (user("tiepnhan.datmui"), user("giamsat"))

    words = at_once(lambda number: shown(dossier, "02", by=people[number]), 2)
    assert sorted(MARK in str(one) for one in words) == [False, True]


# --- what there is, and for whom ----------------------------------------------------------------------------
def test_a_dossier_lists_the_forms_that_its_events_have_made(clerk: User) -> None:
    dossier = asked_for_supplement()
    actions.render_receipt(dossier.code, by=system_user())
    found = printables(again(dossier), Event.objects.filter(dossier=dossier).order_by("seq"))

    assert [one.form for one in found] == ["01", "02", "06"]
    assert [one.number for one in found] == ["1", "1", ""]


@pytest.mark.parametrize("username", ["tiepnhan.anxuyen", "quantri", "thuly.tuphap", "bientap"])
def test_a_stranger_opens_none(username: str) -> None:
    dossier = asked_for_supplement()
    with pytest.raises(NotVisible):
        print_form(user(username), dossier.code, "02")
    assert not AccessRecord.objects.filter(dossier=dossier, what__startswith="form").exists()


@pytest.mark.parametrize("form", ["00", "03", "04", "05", "07", "08", "CT05"])
def test_a_form_that_the_dossier_has_not_is_not_there(form: str, clerk: User) -> None:
    dossier = asked_for_supplement()
    with pytest.raises(NotVisible):
        print_form(clerk, dossier.code, form)


def test_an_event_of_another_kind_is_not_there(clerk: User) -> None:
    dossier = asked_for_supplement()
    for seq in (0, 1, 99):
        with pytest.raises(NotVisible):
            print_form(clerk, dossier.code, "02", seq=seq)


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "²", "123456789"])
def test_an_address_names_an_event_by_its_number(value: str) -> None:
    with pytest.raises(NotVisible):
        read_seq(value)
    assert (read_seq("12"), read_seq("")) == (12, None)
