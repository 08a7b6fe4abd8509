"""Statutory forms 02 to 05: what the office writes to the applicant about a dossier."""

from dataclasses import dataclass
from datetime import date, datetime

from .frame import StatutoryForm
from .wording import plain_day, weekday_and_time

MONEY_WORDS = {
    "none": "Hồ sơ chưa thu phí, lệ phí.",
    "refund": "Phí, lệ phí đã nộp được hoàn trả theo quy định.",
    "kept": "Phí, lệ phí đã nộp không được hoàn trả theo quy định.",
}


@dataclass(frozen=True, kw_only=True)
class Letter(StatutoryForm):
    """A form about a dossier: whom it is from and what was asked for. Optional texts are left out when empty.

    `signer_title` may hold two lines ('KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH').
    """

    applicant_name: str
    procedure_code: str
    procedure_name: str
    signer_name: str
    subject_name: str = ""
    representative_name: str = ""
    representative_basis: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    content: str = ""
    received_at: datetime | None = None
    signer_title: str = ""

    @property
    def requested(self) -> str:
        return self.content or self.procedure_name

    @property
    def received_words(self) -> str:
        return weekday_and_time(self.received_at) if self.received_at else ""

    @property
    def signer_title_lines(self) -> tuple[str, ...]:
        return tuple(self.signer_title.split("\n")) if self.signer_title else ()


@dataclass(frozen=True, kw_only=True)
class SupplementContext(Letter):
    """Form 02, a request for a supplement; `until` is the day by which it is expected, `legal_bases` of the version.

    `restarts`: the time limit begins anew when the supplement has come, else it pauses meanwhile.
    """

    items: tuple[str, ...]
    reason: str
    contact: str = ""
    until: date | None = None
    restarts: bool = False
    legal_bases: tuple[str, ...] = ()

    @property
    def until_words(self) -> str:
        return plain_day(self.until) if self.until else ""


@dataclass(frozen=True, kw_only=True)
class DeclinedContext(Letter):
    """Form 03, the refusal to receive; `reason` is a sentence for the person, never a code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ApologyContext(Letter):
    """Form 04, the apology with a new day: what was promised, why it is not kept, what is promised now."""

    due_at: datetime | None
    new_due_at: datetime
    reason: str

    @property
    def due_words(self) -> str:
        return weekday_and_time(self.due_at) if self.due_at else "Chưa hẹn"

    @property
    def new_due_words(self) -> str:
        return weekday_and_time(self.new_due_at)


@dataclass(frozen=True, kw_only=True)
class StoppingContext(Letter):
    """Form 05, the notice of stopping; `asked` says that the applicant withdrew. `money`: none, refund or kept."""

    asked: bool
    reason: str
    basis: str = ""
    money: str = ""
    fee_words: str = ""

    @property
    def money_words(self) -> str:
        return MONEY_WORDS.get(self.money, "")
