"""What the seed files say, as frozen dataclasses whose fields are named as those of the models."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.content import Content


@dataclass(frozen=True)
class AreaSeed:
    code: str
    name: str
    full_name: str
    kind: str
    parent: str | None
    valid_from_on: date
    valid_until_on: date | None
    successor: str | None
    source: str


@dataclass(frozen=True)
class AgencySeed:
    """`parent`, `area` and `successor` are codes."""

    code: str
    name: str
    short_name: str
    kind: str
    branch: str
    level: str
    parent: str | None
    area: str
    valid_from_on: date
    valid_until_on: date | None
    successor: str | None


@dataclass(frozen=True)
class ServicePointSeed:
    """`agency` is the code of the service centre."""

    code: str
    name: str
    agency: str
    kind: str
    valid_from_on: date | None
    valid_until_on: date | None


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
    """`periods` as OfficeHoursRule keeps them and procedures.due.calendar.office_hours() reads them."""

    code: str
    name: str
    periods: dict[str, Any]
    source: str


@dataclass(frozen=True)
class CalendarYearSeed:
    year: int
    is_provisional: bool
    source: str


@dataclass(frozen=True)
class OfficeHoursUseSeed:
    """`agency` and `hours` are codes."""

    agency: str
    hours: str
    valid_from_on: date
    valid_until_on: date | None
    source: str


@dataclass(frozen=True)
class CalendarSeed:
    years: tuple[CalendarYearSeed, ...]
    special_days: tuple[SpecialDaySeed, ...]
    office_hours: OfficeHoursSeed
    other_hours: tuple[OfficeHoursSeed, ...]
    uses: tuple[OfficeHoursUseSeed, ...]


@dataclass(frozen=True)
class ProcedureSeed:
    """`listed`: the numbers of versions that nobody can file for."""

    code: str
    field_code: str
    field_name: str
    versions: tuple[Content, ...]
    listed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class FormSeed:
    """An e-form (a JSON Schema) of a procedure, for its versions that are in force on its first day or later."""

    code: str
    valid_from_on: date
    schema: dict[str, Any]


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
    calendar: CalendarSeed
    procedures: tuple[ProcedureSeed, ...]
    people: tuple[PersonSeed, ...]
