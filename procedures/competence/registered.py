"""Competence by the agencies that are registered: what the pure part asks, answered from memory."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.conf import settings

from accounts import queries as accounts
from accounts.memory import remember
from accounts.models import Agency, Area
from procedures.models import ProcedureVersion

from .answers import Competence, CompetenceRefused, Question
from .deciding import decide
from .offices import COMMUNE, Office, Place, is_valid
from .rules import ByHolder, RuleRefused, read_rule

COMMITTEES: Final = (Agency.Kind.PROVINCE_PC, Agency.Kind.COMMUNE_PC)
CENTRES: Final = (Agency.Kind.PROVINCE_CENTRE, Agency.Kind.COMMUNE_CENTRE)


def competence_of(version: ProcedureVersion, question: Question) -> Competence:
    """Return who decides what is asked under a version. Raises CompetenceRefused.

    A case may be named by its name or its code.
    """
    cases = tuple(_case_words(version, question.cases))
    return decide(version.competence, replace(question, cases=cases), RegisteredOffices(question.on))


def rows_of(found: Competence) -> tuple[Agency, Area]:
    """Return the agency of a settled answer and the area the dossier is about: the one that led there, else its own."""
    assert found.agency is not None, "a choice is still open"
    agency = _register().by_code[found.agency.code]
    area = _area(found.area) if found.area else None
    return agency, area or agency.area


@remember(seconds=30)
def settled(version: ProcedureVersion, question: Question) -> tuple[Agency, Area]:
    """Return the one agency that decides, and the area the dossier is about. Raises CompetenceRefused.

    Where the applicant has to choose first, its `field` is "agency". Remembered: the register is small, and every
    dossier that is filed asks.
    """
    found = competence_of(version, question)
    if found.agency is None:
        raise CompetenceRefused("agency", found.choice_needed.code, found.choice_needed.sentence)
    return rows_of(found)


def holders(version: ProcedureVersion, on: date) -> tuple[Office, ...]:
    """Return the agencies above the communes that may keep the register, where the rule leaves the level open."""
    try:
        rule = read_rule(version.competence)
    except RuleRefused:
        return ()
    if not isinstance(rule, ByHolder) or rule.level:
        return ()
    offices = RegisteredOffices(on)
    found = (offices.agency(code) for code in _register().by_code)
    return tuple(
        each
        for each in found
        if each and each.level != COMMUNE and not each.receives_only and is_valid(each, on)
    )


def _case_words(version: ProcedureVersion, cases: Iterable[str]) -> Iterable[str]:
    """Yield what was said and, where it is a case of the version, both its name and its code."""
    chosen = set(cases)
    yield from cases
    for case in version.cases:
        words = {case["name"], case["code"]} - {""}
        if words & chosen:
            yield from words - chosen


class RegisteredOffices:
    """The register of agencies of this province; names are those of the day."""

    def __init__(self, on: date) -> None:
        self.on = on

    def agency(self, code: str) -> Office | None:
        return self._named(_register().by_code.get(code))

    def place(self, code: str) -> Place | None:
        row = _area(code)
        if row is None:
            return None
        return Place(
            code=row.code,
            name=row.full_name,
            parent=row.parent.code if row.parent else "",
            valid_from_on=row.valid_from_on,
            valid_until_on=row.valid_until_on,
            successor=row.successor.code if row.successor else "",
        )

    def centre_of(self, point: str) -> Office | None:
        found = accounts.service_point(point)
        return self.agency(found.agency.code) if found else None

    def committees(self, area: str) -> tuple[Office, ...]:
        return self._all(_register().committees.get(area, ()))

    def of_branch(self, branch: str) -> tuple[Office, ...]:
        return self._all(_register().branches.get(branch, ()))

    def at_level(self, level: str) -> tuple[Office, ...]:
        register = _register()
        rows = (row for rows in register.committees.values() for row in rows if row.level == level)
        return self._all(rows)

    def _all(self, rows: Iterable[Agency]) -> tuple[Office, ...]:
        return tuple(office for row in rows if (office := self._named(row)) is not None)

    def _named(self, row: Agency | None) -> Office | None:
        if row is None:
            return None
        return Office(
            code=row.code,
            name=row.name_on(self.on),
            level=row.level,
            area=row.area.code,
            valid_from_on=row.valid_from_on,
            valid_until_on=row.valid_until_on,
            successor=row.successor.code if row.successor else "",
            branch=row.branch,
            governs=row.kind in COMMITTEES,
            receives_only=row.kind in CENTRES,
        )


@dataclass(frozen=True)
class _Register:
    """All agencies of the province by what competence asks, closed ones too: one statement, then none."""

    by_code: dict[str, Agency]
    committees: dict[str, tuple[Agency, ...]]
    branches: dict[str, tuple[Agency, ...]]


@remember(seconds=30)
def _register() -> _Register:
    rows = Agency.objects.filter(province=settings.ONESTOP_PROVINCE).select_related("area", "successor")
    found = _Register({}, {}, {})
    for row in rows.order_by("code"):
        found.by_code[row.code] = row
        if row.kind in COMMITTEES:
            found.committees[row.area.code] = (*found.committees.get(row.area.code, ()), row)
        if row.branch:
            found.branches[row.branch] = (*found.branches.get(row.branch, ()), row)
    return found


@remember(seconds=30)
def _area(code: str) -> Area | None:
    return Area.objects.select_related("parent", "successor").filter(code=code).first()
