"""Statutory form 01: the receipt of a dossier, and what was handed in."""

from dataclasses import dataclass
from datetime import datetime

from .frame import StatutoryForm
from .wording import clock_and_day, dong, weekday_and_time


@dataclass(frozen=True)
class HandedInPaper:
    """One line of the receipt's list of papers.

    `form` is printed as given: 'Bản chính', 'Bản sao', 'Bản điện tử'. `note` says e.g. 'tái sử dụng từ kho dữ liệu'.
    """

    name: str
    form: str
    quantity: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptContext(StatutoryForm):
    """Statutory form 01, 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả' (Annex I, Circular 03/2025/TT-VPCP).

    `office_name` is the service point that receives. `at` is the day of reception, or of the correction that made a new
    receipt necessary; `replaces_at` that of the receipt in whose place this one is given. `id_number` is printed as
    given: mask it before. `time_limit` is the statutory time in words. Optional texts are left out of the page when
    empty. `form` is 'CT04' where the police receive.
    """

    form: str = "01"
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
    replaces_at: datetime | None = None

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
