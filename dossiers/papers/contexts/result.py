"""The answer to a dossier: an extract or copy when granted, a letter of refusal when refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .wording import day_month_year, day_of, heading_lines, without_scheme


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
