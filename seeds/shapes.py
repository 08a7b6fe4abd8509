"""What the seed files say, as frozen dataclasses whose fields are named as those of the models."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procedures.calendar import TimeLimit
from procedures.fees import Rate


@dataclass(frozen=True)
class AreaSeed:
    code: str
    name: str
    full_name: str
    kind: str
    parent: str | None


@dataclass(frozen=True)
class AgencySeed:
    """`parent` and `area` are codes."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None
    area: str
    valid_from_on: date
    valid_until_on: date | None


@dataclass(frozen=True)
class ServicePointSeed:
    """`agency` is the code of the service centre."""

    code: str
    name: str
    agency: str


@dataclass(frozen=True)
class SpecialDaySeed:
    on: date
    kind: str
    name: str
    is_working: bool
    is_provisional: bool
    source: str


@dataclass(frozen=True)
class OfficeHoursSeed:
    """`periods` as OfficeHoursRule keeps them and procedures.calendar.office_hours() reads them."""

    code: str
    name: str
    periods: dict[str, Any]
    source: str


@dataclass(frozen=True)
class RequirementSeed:
    number: int
    code: str
    name: str
    originals: int
    copies: int
    is_required: bool
    is_digitised: bool
    channels: tuple[str, ...]
    condition: str


@dataclass(frozen=True)
class StepSeed:
    number: int
    name: str
    hours: Decimal


@dataclass(frozen=True)
class VersionSeed:
    number: int
    name: str
    service_level: str
    channels: tuple[str, ...]
    time_limit: TimeLimit
    is_nonterritorial: bool
    competence: dict[str, str]
    result_name: str
    result_symbol: str
    legal_bases: tuple[dict[str, str], ...]
    decision: str
    valid_from_on: date
    valid_until_on: date | None
    requirements: tuple[RequirementSeed, ...]
    fees: tuple[Rate, ...]
    steps: tuple[StepSeed, ...]


@dataclass(frozen=True)
class ProcedureSeed:
    code: str
    field_code: str
    field_name: str
    versions: tuple[VersionSeed, ...]


@dataclass(frozen=True)
class PersonSeed:
    """`roles` are pairs of role and agency code; `title` stands above an approver's name on a result."""

    username: str
    full_name: str
    title: str
    roles: tuple[tuple[str, str], ...]
    valid_from_on: date


@dataclass(frozen=True)
class Seeds:
    """All of it, checked against itself."""

    areas: tuple[AreaSeed, ...]
    agencies: tuple[AgencySeed, ...]
    service_points: tuple[ServicePointSeed, ...]
    special_days: tuple[SpecialDaySeed, ...]
    office_hours: OfficeHoursSeed
    procedures: tuple[ProcedureSeed, ...]
    people: tuple[PersonSeed, ...]
