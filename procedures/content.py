"""What one version of a procedure says, as frozen dataclasses: the one shape of seeds, imports, editor and comparison.

Pure data, no database. `procedures.storing` brings a Content into a version's rows and back; `procedures.review`
says what is wrong with it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from .due.calendar import TimeLimit
from .fees import Rate

CHANNELS: Final = ("DIRECT", "ONLINE", "POSTAL")
LEVELS: Final = ("PROVINCE", "COMMUNE")
SERVICE_LEVELS: Final = ("FULL", "PARTIAL", "OFFLINE")
CONFIDENCE: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Named:
    """A code of a national list and its name; the code is empty where nobody published one."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ResultKind:
    """A result of the procedure: national code (KQ.G15.000021), name, symbol of its number in the register."""

    code: str
    name: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class TimeRule:
    """The time that one case allows on some channels. No `limit`: the law sets no time. No channels: all of them."""

    limit: TimeLimit | None
    case: str = ""
    channels: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper (thành phần hồ sơ) asked for.

    `result_code`: the paper is the result of another procedure, by its code; an earlier result replaces it.
    `replaced_by`: the register whose data replace the paper. `has_e_form`: it is filled in as the version's e-form.
    """

    number: int
    name: str
    code: str = ""
    originals: int = 1
    copies: int = 0
    is_required: bool = True
    is_digitised: bool = True
    channels: tuple[str, ...] = ()
    case: str = ""
    condition: str = ""
    is_result: bool = False
    result_code: str = ""
    replaced_by: str = ""
    has_e_form: bool = False


class StepKind(StrEnum):
    """A task is somebody's work; an opinion is asked of another agency; a decision branches; an end closes."""

    TASK = "task"
    OPINION = "opinion"
    DECISION = "decision"
    END = "end"


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step of the internal route.

    `key` is unique in the version. `role` a value of accounts.roles.Role. `place` says at which agency the role is
    held: RECEIVING, COMPETENT, or the code of another agency. `hours` working hours of budget. `outcome` of an
    end: granted, refused or empty. `is_mandatory`: of an opinion. `x`, `y`: cells of the drawing (0 0 is top left).
    """

    key: str
    name: str
    kind: StepKind = StepKind.TASK
    role: str = ""
    place: str = "COMPETENT"
    hours: Decimal = Decimal(0)
    outcome: str = ""
    is_mandatory: bool = True
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class RouteLink:
    """From step to step. `when` empty: always (out of a decision: otherwise).

    {"case": NAME}, {"outcome": "granted"}, or {"answer": FIELD, "is": VALUE} over the e-form.
    """

    source: str
    target: str
    when: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """One version, whole. `competence`: a rule of procedures.competence. `form`: a JSON Schema, {} for none."""

    code: str
    number: int
    name: str
    field_code: str
    field_name: str
    valid_from_on: date
    valid_until_on: date | None = None
    service_level: str = "OFFLINE"
    channels: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    executing: str = ""
    coordinating: tuple[str, ...] = ()
    subjects: tuple[Named, ...] = ()
    cases: tuple[Named, ...] = ()
    time_rules: tuple[TimeRule, ...] = ()
    papers: tuple[Paper, ...] = ()
    rates: tuple[Rate, ...] = ()
    results: tuple[ResultKind, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    own_forms: tuple[str, ...] = ()
    conditions: str = ""
    is_nonterritorial: bool = True
    accepts_e_copies: bool = False
    e_copies_basis: str = ""
    presence_required: bool = False
    silent_approval: bool = False
    financial_duty: bool = False
    on_supplement: str = "PAUSE"
    competence: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    steps: tuple[RouteStep, ...] = ()
    links: tuple[RouteLink, ...] = ()
    decision: str = ""
    decision_on: date | None = None
    repeal: dict[str, Any] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    source: str = ""
    confidence: dict[str, str] = field(default_factory=dict)
