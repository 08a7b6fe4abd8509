"""Statutory form 01: the receipt of a dossier, and what was handed in."""

from dataclasses import dataclass
from datetime import datetime

from .frame import Reprint
from .names import FORM_NAMES, FormName
from .wording import clock_and_day, day_month_year, dong, heading_lines, weekday_and_time, without_scheme


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
    number before '/TNHS' ('' prints none). `id_number` is printed as given: mask it before. `tracking_url` goes into
    the QR. `time_limit` is the statutory time in words. Optional texts are left out of the page when empty. `form` is
    'CT04' where the police receive; `replaces_at` is the day of the receipt in whose place this one is given.
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
    representative_name: str = ""
    representative_basis: str = ""
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
    form: str = "01"
    replaces_at: datetime | None = None
    made_at: datetime | None = None
    reprint: Reprint | None = None

    @property
    def name(self) -> FormName:
        return FORM_NAMES[self.form]

    @property
    def title(self) -> str:
        return f"{self.name.title} {self.dossier_code}"

    @property
    def foot(self) -> str:
        return f"{self.name.footer} ({self.name.circular}) · {self.dossier_code}"

    @property
    def mark(self) -> str:
        return self.reprint.words if self.reprint else ""

    @property
    def at(self) -> datetime:
        """The day of the paper: of reception, or of the correction that made a new one necessary."""
        return self.made_at or self.received_at

    @property
    def created_at(self) -> datetime:
        """The date inside the file: an instant of the record, so that a repeated step writes the same bytes."""
        return self.at

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
        return day_month_year(self.at)

    @property
    def number_line(self) -> str:
        return f"Số: {self.number}/{self.name.symbol}" if self.number else ""

    @property
    def replaces_words(self) -> str:
        """Say in whose place this receipt stands; '' for the first one."""
        if self.replaces_at is None:
            return ""
        return f"Giấy này thay thế giấy đã cấp lúc {clock_and_day(self.replaces_at)}."

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
