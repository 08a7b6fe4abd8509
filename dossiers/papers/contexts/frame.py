"""What every statutory form shows around its body: who speaks, number, place and day, form number, QR, reprint mark."""

from dataclasses import dataclass
from datetime import datetime

from .names import FORM_NAMES, FormName
from .wording import clock_and_day, day_month_year, heading_lines, without_scheme


@dataclass(frozen=True)
class Reprint:
    """The `times`-th printing after the original: when, and by whom."""

    times: int
    at: datetime
    by: str

    @property
    def words(self) -> str:
        return f"BẢN IN LẠI lần {self.times}, lúc {clock_and_day(self.at)}, người in: {self.by}"


@dataclass(frozen=True, kw_only=True)
class StatutoryForm:
    """The frame of a statutory form.

    `superior_name` heads `office_name` ('' for none). `number` is the running number of office and year ('' prints
    none); `at` dates the paper. `link` goes into the QR, which `link_words` explains ('' for no QR).
    """

    form: str
    superior_name: str
    office_name: str
    place: str
    at: datetime
    dossier_code: str = ""
    number: str = ""
    link: str = ""
    link_words: str = "Quét mã để theo dõi hồ sơ"
    reprint: Reprint | None = None

    @property
    def name(self) -> FormName:
        return FORM_NAMES[self.form]

    @property
    def title(self) -> str:
        return f"{self.name.title} {self.dossier_code}".strip()

    @property
    def foot(self) -> str:
        return f"{self.name.footer} ({self.name.circular}) · {self.dossier_code}"

    @property
    def mark(self) -> str:
        return self.reprint.words if self.reprint else ""

    @property
    def created_at(self) -> datetime:
        """The date inside the file: that of the event, so that the same facts give the same bytes."""
        return self.at

    @property
    def qr_text(self) -> str:
        return self.link

    @property
    def qr_words(self) -> str:
        return without_scheme(self.link)

    @property
    def superior_lines(self) -> tuple[str, ...]:
        return heading_lines(self.superior_name) if self.superior_name else ()

    @property
    def agency_lines(self) -> tuple[str, ...]:
        return heading_lines(self.office_name)

    @property
    def date_words(self) -> str:
        return day_month_year(self.at)

    @property
    def number_line(self) -> str:
        return f"Số: {self.number}/{self.name.symbol}" if self.number and self.name.symbol else ""
