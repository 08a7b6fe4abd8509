"""The statutory forms of invented people: usual ones, and ones with the longest values that a form must hold."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dossiers.papers.contexts import (
    ZONE,
    ApologyContext,
    ControlSheetContext,
    DeclinedContext,
    HandedInPaper,
    Passage,
    RegisterContext,
    RegisterRow,
    Reprint,
    StatutoryForm,
    StoppingContext,
    SupplementContext,
)

from .samples import LONGEST_PROCEDURE, LONGEST_RECEIPT, RECEIPT

NAME_OF_120 = ("Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Thiên Hương Diễm Quỳnh " * 2)[:120].strip()
NAME_OF_1000 = (f"{LONGEST_PROCEDURE}; " * 5)[:1000].strip()
REQUEST_OF_500 = ("Đề nghị cấp bản sao trích lục khai sinh cho con để làm hồ sơ nhập học; " * 8)[:500].strip()
REASON_OF_1000 = ("Giấy tờ chứng minh nơi cư trú chưa khớp với Cơ sở dữ liệu quốc gia về dân cư. " * 14)[
    :1000
].strip()
UNBROKEN = "Đ" * 120
AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
REPRINT = Reprint(12, datetime(2026, 11, 23, 8, 15, tzinfo=ZONE), NAME_OF_120)
LETTER: dict[str, Any] = {
    "superior_name": "Ủy ban nhân dân phường An Xuyên",
    "office_name": "Trung tâm Phục vụ hành chính công phường An Xuyên",
    "place": "An Xuyên",
    "at": AT,
    "dossier_code": "H12.22-261119-0127",
    "number": "15",
    "link": "https://dichvucong.camau.example/t/Jd8sK2mQx7Jd8sK2mQx712/",
    "applicant_name": "Nguyễn Thị Quỳnh Như",
    "procedure_code": "2.000635",
    "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    "signer_name": "Trần Văn Đức",
    "address": "Số 12, đường Phan Ngọc Hiển, khóm 5, phường An Xuyên, tỉnh Cà Mau",
    "phone": "0912 345 678",
    "content": "Cấp 01 bản sao Giấy khai sinh",
    "received_at": datetime(2026, 11, 19, 15, 41, tzinfo=ZONE),
}
LONG_LETTER: dict[str, Any] = LETTER | {
    "superior_name": "Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    "office_name": "Trung tâm Phục vụ hành chính công phường Văn Miếu - Quốc Tử Giám",
    "place": "Phường Văn Miếu - Quốc Tử Giám",
    "dossier_code": "H12.264.01.000000000000000000000000-261119-00012345",
    "number": "1234567/2026",
    "applicant_name": NAME_OF_120,
    "subject_name": UNBROKEN,
    "representative_name": NAME_OF_120,
    "representative_basis": "Giấy ủy quyền số 123/2026/GUQ-VPCC, Văn phòng công chứng Văn Miếu chứng nhận",
    "procedure_name": NAME_OF_1000,
    "content": REQUEST_OF_500,
    "address": LONGEST_RECEIPT.address,
    "email": LONGEST_RECEIPT.email,
    "signer_name": NAME_OF_120,
    "reprint": REPRINT,
}
HEAD: dict[str, Any] = {
    "superior_name": "",
    "office_name": "Ủy ban nhân dân phường An Xuyên",
    "signer_title": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
}

SUPPLEMENT = SupplementContext(
    form="02",
    items=("Tờ khai đề nghị cấp bản sao trích lục hộ tịch: ghi rõ nơi đăng ký khai sinh", "Văn bản ủy quyền"),
    reason="Tờ khai chưa ghi nơi đăng ký khai sinh nên chưa xác định được sổ gốc.",
    contact="Trần Văn Đức, điện thoại 0290 3 811 811",
    until=date(2026, 11, 27),
    legal_bases=("Luật Hộ tịch (60/2014/QH13)", "Nghị định 123/2015/NĐ-CP"),
    **LETTER,
)
DECLINED = DeclinedContext(
    form="03",
    reason="Giấy tờ đề nghị chứng thực đã bị tẩy xóa, không hợp lệ theo Điều 22 Nghị định số 23/2015/NĐ-CP.",
    **LETTER,
)
APOLOGY = ApologyContext(
    form="04",
    due_at=datetime(2026, 11, 23, 17, 0, tzinfo=ZONE),
    new_due_at=datetime(2026, 11, 26, 17, 0, tzinfo=ZONE),
    reason="Sổ gốc đang được phục chế, cơ quan lưu trữ hẹn cung cấp vào ngày 25/11/2026.",
    **LETTER | HEAD,
)
STOPPING = StoppingContext(
    form="05",
    asked=False,
    reason="Người yêu cầu không bổ sung giấy tờ trong thời hạn đã hẹn.",
    basis="Khoản 2 Điều 19 Nghị định số 118/2025/NĐ-CP",
    money="refund",
    fee_words="8.000 đồng",
    **LETTER | HEAD,
)
WITHDRAWN = replace(STOPPING, asked=True, reason="Không còn nhu cầu.", basis="", money="none", fee_words="")
PASSAGES = (
    Passage(
        "Nguyễn Thị Quỳnh Như (người nộp)",
        "Trần Văn Đức, Trung tâm Phục vụ hành chính công phường An Xuyên",
        "Tiếp nhận hồ sơ",
        AT,
    ),
    Passage(
        "Trần Văn Đức",
        "Lê Thị Mai, Ủy ban nhân dân phường An Xuyên",
        "Thẩm tra hồ sơ",
        AT,
        "Đúng hạn",
        "BG 12/2026",
    ),
    Passage("Lê Thị Mai", "Lâm Hoàng Vũ", "Ký duyệt", AT, "Trước hạn"),
)
CONTROL_SHEET = ControlSheetContext(
    form="06",
    superior_name="",
    office_name="Ủy ban nhân dân phường An Xuyên",
    place="An Xuyên",
    at=AT,
    dossier_code="H12.22-261119-0127",
    link="https://dichvucong.camau.example/counter/dossiers/H12.22-261119-0127/",
    link_words="Quét mã để mở hồ sơ trên hệ thống",
    applicant_name="Nguyễn Thị Quỳnh Như",
    procedure_code="2.000635",
    procedure_name="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    lead_agency_name="Ủy ban nhân dân phường An Xuyên",
    coordinating=("Công an phường An Xuyên",),
    passages=PASSAGES,
    received_words="Thứ Năm, 19/11/2026, 15:41",
    due_words="Thứ Sáu, 20/11/2026, 17:00",
    finished_words="Thứ Sáu, 20/11/2026, 10:12",
    result="Đúng hạn",
)
ROW = RegisterRow(
    code="H12.22-261119-0127",
    procedure="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    sets=1,
    person="Nguyễn Thị Quỳnh Như",
    reach="Số 12, đường Phan Ngọc Hiển, khóm 5, phường An Xuyên, tỉnh Cà Mau; 0912 345 678",
    agency="UBND phường An Xuyên",
    received="19/11/2026 15:41",
    due="20/11/2026 17:00",
    sent="19/11/2026 16:00",
    back="20/11/2026 10:12",
    returned="20/11/2026 14:05",
    way="Tại quầy",
    note="Đúng hạn",
)
REGISTER = RegisterContext(
    form="07",
    superior_name="Ủy ban nhân dân phường An Xuyên",
    office_name="Trung tâm Phục vụ hành chính công phường An Xuyên",
    place="An Xuyên",
    at=AT,
    from_on=date(2026, 11, 1),
    until_on=date(2026, 11, 30),
    rows=(ROW, replace(ROW, code="H12.22-261119-0128", returned="", way="", note="Đang giải quyết")),
    checksum="3f2a9c0d1b7e4a55",
    printed_by="Trần Văn Đức",
)
FULL_RECEIPT = replace(
    RECEIPT,
    subject_name="Nguyễn Hoàng Bảo Anh",
    representative_name="Lê Văn Tám",
    representative_basis="Giấy ủy quyền ngày 01/11/2026",
    replaces_at=datetime(2026, 3, 12, 15, 42, tzinfo=ZONE),
    at=datetime(2026, 3, 13, 8, 0, tzinfo=ZONE),
)
LONG_RECEIPT = replace(
    LONGEST_RECEIPT,
    dossier_code=LONG_LETTER["dossier_code"],
    applicant_name=NAME_OF_120,
    subject_name=UNBROKEN,
    representative_name=NAME_OF_120,
    representative_basis=LONG_LETTER["representative_basis"],
    procedure_name=NAME_OF_1000,
    content=REQUEST_OF_500,
    papers=tuple(HandedInPaper(f"{n}. {LONGEST_PROCEDURE}", "Bản sao", n) for n in range(1, 31)),
    number="1234567",
    reprint=REPRINT,
)
USUAL: dict[str, tuple[str, StatutoryForm]] = {
    "02": ("supplement.html", SUPPLEMENT),
    "03": ("declined.html", DECLINED),
    "04": ("apology.html", APOLOGY),
    "05": ("stopping.html", STOPPING),
    "05 withdrawn": ("stopping.html", WITHDRAWN),
    "06": ("control_sheet.html", CONTROL_SHEET),
    "07": ("register.html", REGISTER),
    "CT05": ("supplement.html", replace(SUPPLEMENT, form="CT05")),
    "CT06": ("declined.html", replace(DECLINED, form="CT06")),
}
LONG_PASSAGES = tuple(
    Passage(
        NAME_OF_120, f"{NAME_OF_120}, {LONG_LETTER['office_name']}", f"Bước thứ {n}", AT, "Trễ hạn", UNBROKEN
    )
    for n in range(1, 25)
)
LONGEST: dict[str, tuple[str, StatutoryForm]] = {
    "02": (
        "supplement.html",
        replace(
            SUPPLEMENT,
            **LONG_LETTER,
            items=tuple(f"{n}: {LONGEST_PROCEDURE}" for n in range(1, 31)),
            reason=REASON_OF_1000,
            contact=f"{NAME_OF_120}, {LONG_LETTER['office_name']}, điện thoại 0290 3 811 811",
        ),
    ),
    "03": ("declined.html", replace(DECLINED, **LONG_LETTER, reason=f"{REASON_OF_1000}\n{UNBROKEN}")),
    "04": ("apology.html", replace(APOLOGY, **LONG_LETTER, reason=REASON_OF_1000)),
    "05": ("stopping.html", replace(STOPPING, **LONG_LETTER, reason=REASON_OF_1000, basis=REASON_OF_1000)),
    "06": (
        "control_sheet.html",
        replace(
            CONTROL_SHEET,
            dossier_code=LONG_LETTER["dossier_code"],
            applicant_name=NAME_OF_120,
            procedure_name=NAME_OF_1000,
            coordinating=(LONG_LETTER["office_name"],) * 5,
            passages=LONG_PASSAGES,
            reprint=REPRINT,
        ),
    ),
    "07": (
        "register.html",
        replace(
            REGISTER,
            rows=(
                replace(
                    ROW,
                    code=LONG_LETTER["dossier_code"],
                    procedure=NAME_OF_1000,
                    person=NAME_OF_120,
                    reach=f"{LONGEST_RECEIPT.address} {UNBROKEN}",
                    agency=LONG_LETTER["office_name"],
                    note=UNBROKEN,
                ),
            )
            * 8,
        ),
    ),
}
