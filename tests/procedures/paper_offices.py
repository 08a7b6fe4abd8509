"""A small register of agencies on paper, for rules that need no database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.competence import Office, Place

START = date(2025, 7, 1)


def office(code: str, level: str = "PROVINCE", area: str = "96", **facts: Any) -> Office:
    return Office(code, f"Agency {code}", level, area, **{"valid_from_on": START} | facts)


def committee(code: str, area: str, **facts: Any) -> Office:
    return office(code, "COMMUNE", area, governs=True, **facts)


OFFICES = (
    office("P", governs=True),
    committee("A", "00001"),
    committee("B", "00002"),
    office("A.01", "COMMUNE", "00001", receives_only=True),
    office("P.01", receives_only=True),
    office("LAND"),
    office("POLICE", branch="POLICE"),
    office("OLD", valid_until_on=date(2026, 6, 30), successor="OLDER"),
    office("OLDER", valid_until_on=date(2026, 8, 31), successor="LAND"),
    office("GONE", valid_until_on=date(2026, 6, 30)),
    office("ROUND", valid_until_on=date(2026, 6, 30), successor="ROUND-2"),
    office("ROUND-2", valid_until_on=date(2026, 7, 31), successor="ROUND"),
    office("LATER", valid_from_on=date(2027, 1, 1)),
    office("TO-LATER", valid_until_on=date(2026, 6, 30), successor="LATER"),
)
PLACES = (Place("96", "The province"), Place("00001", "Commune A", "96"), Place("00002", "Commune B", "96"))
POINTS = {"A.01-1": "A.01", "P.01-1": "P.01"}


@dataclass(frozen=True)
class PaperOffices:
    """The register above, or another one."""

    offices: tuple[Office, ...] = OFFICES

    def agency(self, code: str) -> Office | None:
        return next((each for each in self.offices if each.code == code), None)

    def place(self, code: str) -> Place | None:
        return next((each for each in PLACES if each.code == code), None)

    def centre_of(self, point: str) -> Office | None:
        return self.agency(POINTS.get(point, ""))

    def committees(self, area: str) -> tuple[Office, ...]:
        return tuple(each for each in self.offices if each.governs and each.area == area)

    def of_branch(self, branch: str) -> tuple[Office, ...]:
        return tuple(each for each in self.offices if each.branch == branch)

    def at_level(self, level: str) -> tuple[Office, ...]:
        return tuple(each for each in self.offices if each.governs and each.level == level)
