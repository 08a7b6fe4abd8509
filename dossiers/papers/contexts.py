"""What the printed papers need to know: frozen, already decided facts, and the only input of the templates.

The caller decides (who, which office, masked or not); a context only words it in Vietnamese. Times are aware
datetimes and are printed in Vietnam's time zone; money is integer VND. Nothing here reads the clock, so the same
context prints the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNIT = re.compile(r"\b(xã|phường|thị trấn|đặc khu|huyện|thị xã|quận|thành phố|tỉnh) ", re.IGNORECASE)
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def weekday_and_time(at: datetime) -> str:
    """Word an instant for people: 'Thứ Sáu, 13/03/2026, 17:00'."""
    local = _local(at)
    return f"{WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y, %H:%M}"


def day_of(at: datetime) -> str:
    """Word a date inside a sentence: '13/03/2026'."""
    return f"{_local(at):%d/%m/%Y}"


def day_month_year(at: datetime) -> str:
    """Word the date of a letterhead (Decree 30/2020): days below 10 and months 1 and 2 get a leading zero."""
    local = _local(at)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def dong(amount: int | None) -> str:
    """Word an amount of VND: '8.000 đồng'; nothing to pay is 'Không thu', and None 'Chưa công bố'."""
    if amount is None:
        return "Chưa công bố"
    return f"{amount:,}".replace(",", ".") + " đồng" if amount else "Không thu"


def heading_lines(name: str) -> tuple[str, ...]:
    """Break an agency's name as letterheads do: 'Ủy ban nhân dân' / 'phường An Xuyên'."""
    first, unit, rest = UNIT.split(name, maxsplit=1) if UNIT.search(name) else (name, "", "")
    return (first.strip(), f"{unit} {rest}") if first.strip() and unit else (name,)


def without_scheme(url: str) -> str:
    """Shorten an address to what a person types: 'https://dvc.example/v/K7/' -> 'dvc.example/v/K7'."""
    return url.partition("://")[2].rstrip("/") or url


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a paper needs an aware datetime")
    return at.astimezone(ZONE)


@dataclass(frozen=True)
class HandedInPaper:
    """One line of the receipt's list of papers.

    `form` is printed as given: 'Bản chính', 'Bản sao', 'Bản điện tử'. `note` says e.g. 'tái sử dụng từ kho dữ liệu'.
    """

    name: str
    form: str
    quantity: int
    note: str = ""


@dataclass(frozen=True)
class ReceiptContext:
    """Statutory form 01, 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả' (Annex I, Circular 03/2025/TT-VPCP).

    `agency_name` heads the service point, `office_name` is the service point that receives. `number` is the running
    number before '/TNHS'. `id_number` is printed as given: mask it before. `tracking_url` goes into the QR.
    `time_limit` is the statutory time in words. Optional texts are left out of the page when empty.
    """

    agency_name: str
    office_name: str
    number: str
    dossier_code: str
    tracking_url: str
    place: str
    applicant_name: str
    id_number: str
    address: str
    phone: str
    procedure_code: str
    procedure_name: str
    papers: tuple[HandedInPaper, ...]
    time_limit: str
    received_at: datetime
    due_at: datetime | None
    result_place: str
    result_way: str
    clerk_name: str
    email: str = ""
    subject_name: str = ""
    content: str = ""
    competent_agency_name: str = ""
    sets: int = 1
    fee: int | None = 0
    fee_note: str = ""
    asks_papers: bool = True
    case_words: str = ""
    count_words: str = ""
    register_book: str = ""
    register_number: str = ""

    @property
    def title(self) -> str:
        return f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {self.dossier_code}"

    @property
    def created_at(self) -> datetime:
        """The date inside the file: the instant of reception, so that a repeated step writes the same bytes."""
        return self.received_at

    @property
    def qr_text(self) -> str:
        return self.tracking_url

    @property
    def qr_words(self) -> str:
        return without_scheme(self.tracking_url)

    @property
    def superior_lines(self) -> tuple[str, ...]:
        return heading_lines(self.agency_name)

    @property
    def agency_lines(self) -> tuple[str, ...]:
        return heading_lines(self.office_name)

    @property
    def date_words(self) -> str:
        return day_month_year(self.received_at)

    @property
    def number_line(self) -> str:
        return f"Số: {self.number}/TNHS"

    @property
    def received_words(self) -> str:
        return weekday_and_time(self.received_at)

    @property
    def due_words(self) -> str:
        return weekday_and_time(self.due_at) if self.due_at else "Pháp luật không quy định thời hạn"

    @property
    def fee_words(self) -> str:
        return dong(self.fee)

    @property
    def set_words(self) -> str:
        return f"{self.sets:02d} (bộ)"

    @property
    def requested(self) -> str:
        return self.content or self.procedure_name


@dataclass(frozen=True)
class Fact:
    """One labelled line of a result: 'Họ, chữ đệm, tên' - 'NGUYỄN VĂN AN'."""

    label: str
    value: str


@dataclass(frozen=True)
class ResultContext:
    """The answer to a dossier: an extract or copy when granted, a letter of refusal when refused.

    Layout follows Decree 30/2020/NĐ-CP. `superior_name` is the line above the agency ('' for none), `number` and
    `symbol` make 'Số: 12/TLHT-BS'. `facts` and `paragraphs` are the body, printed in order; for a refusal the
    `paragraphs` are the reasons. `approver_title` may hold two lines ('KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH').
    `verify_url` goes into the QR. `issued_at` is the instant when the number was reserved: it dates the paper.
    """

    outcome: Literal["granted", "refused"]
    procedure_code: str
    procedure_name: str
    superior_name: str
    agency_name: str
    number: str
    symbol: str
    place: str
    issued_at: datetime
    dossier_code: str
    received_at: datetime
    applicant_name: str
    applicant_address: str
    approver_title: str
    approver_name: str
    verify_url: str
    result_name: str = ""
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("Như trên", "Lưu: VT")

    @property
    def granted(self) -> bool:
        return self.outcome == "granted"

    @property
    def title(self) -> str:
        what = self.result_name or self.procedure_name
        return (
            f"{what} {self.number_words}" if self.granted else f"Từ chối giải quyết hồ sơ {self.dossier_code}"
        )

    @property
    def created_at(self) -> datetime:
        """The date inside the file, so that a repeated step writes the same bytes."""
        return self.issued_at

    @property
    def number_words(self) -> str:
        return f"{self.number}/{self.symbol}"

    @property
    def number_line(self) -> str:
        return f"Số: {self.number_words}"

    @property
    def qr_text(self) -> str:
        return self.verify_url

    @property
    def qr_words(self) -> str:
        return without_scheme(self.verify_url)

    @property
    def superior_lines(self) -> tuple[str, ...]:
        return (self.superior_name,) if self.superior_name else ()

    @property
    def agency_lines(self) -> tuple[str, ...]:
        return heading_lines(self.agency_name)

    @property
    def date_words(self) -> str:
        return day_month_year(self.issued_at)

    @property
    def received_words(self) -> str:
        return day_of(self.received_at)

    @property
    def approver_title_lines(self) -> tuple[str, ...]:
        return tuple(self.approver_title.split("\n"))


PaperContext = ReceiptContext | ResultContext
