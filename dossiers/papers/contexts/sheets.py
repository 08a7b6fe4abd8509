"""Statutory forms 06 and 07: the control sheet of one dossier, and the register of an office."""

from dataclasses import dataclass
from datetime import date, datetime

from .frame import StatutoryForm
from .wording import clock_and_day, plain_day


@dataclass(frozen=True)
class Passage:
    """One passing of responsibility; `result` is early, on time or late in words, where the stretch had a budget."""

    giver: str
    receiver: str
    what: str
    at: datetime
    result: str = ""
    note: str = ""

    @property
    def at_words(self) -> str:
        return clock_and_day(self.at)


@dataclass(frozen=True, kw_only=True)
class ControlSheetContext(StatutoryForm):
    """Form 06; `result` is that of the whole dossier, while it runs 'Đang giải quyết'."""

    applicant_name: str
    procedure_code: str
    procedure_name: str
    lead_agency_name: str
    coordinating: tuple[str, ...]
    passages: tuple[Passage, ...]
    received_words: str
    due_words: str
    finished_words: str
    result: str


@dataclass(frozen=True)
class RegisterRow:
    """One dossier in the register; instants in words, '' for what has not happened."""

    code: str
    procedure: str
    sets: int
    person: str
    reach: str
    agency: str
    received: str
    due: str
    sent: str
    back: str
    returned: str
    way: str
    note: str


@dataclass(frozen=True, kw_only=True)
class RegisterContext(StatutoryForm):
    """Form 07 of an office from one day to another (inclusive); `checksum` is that of its rows."""

    from_on: date
    until_on: date
    rows: tuple[RegisterRow, ...]
    checksum: str
    printed_by: str

    @property
    def title(self) -> str:
        return f"{self.name.title} {self.office_name}, {self.period_words}"

    @property
    def foot(self) -> str:
        return f"{self.name.footer} ({self.name.circular}) · Mã kiểm tra {self.checksum}"

    @property
    def period_words(self) -> str:
        return f"từ ngày {plain_day(self.from_on)} đến ngày {plain_day(self.until_on)}"

    @property
    def count_words(self) -> str:
        return f"{len(self.rows)} hồ sơ"
