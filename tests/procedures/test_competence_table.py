"""The golden table of competence: procedure, case, area, receiving point lead to an office, for these reasons."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from accounts.memory import forget_all
from accounts.models import Agency, Area
from procedures.competence import Competence, CompetenceRefused, Question, decide
from procedures.competence.registered import RegisteredOffices, competence_of
from procedures.queries import version_in_force

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("competence_table.md")
DAY = "2026-11-20"


@dataclass(frozen=True)
class Row:
    """One row of the table, its cells as written."""

    what: str
    procedure: str
    rule: str
    case: str
    area: str
    point: str
    chosen: str
    on: str
    office: str
    alternatives: str
    reasons: str


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return [Row(*(cell.strip() for cell in line.strip().strip("|").split("|"))) for line in lines[1:]]


def area(code: str, name: str, **facts: Any) -> Area:
    return Area.objects.create(
        code=code, name=name, full_name=name, kind="xã", **{"valid_from_on": date(1997, 1, 1)} | facts
    )


def agency(code: str, name: str, area: str, **facts: Any) -> Agency:
    common = {"province": settings.ONESTOP_PROVINCE, "valid_from_on": date(1997, 1, 1), "level": "PROVINCE"}
    kind = Agency.Kind.DEPARTMENT
    facts = common | {"kind": kind, "short_name": name, "area": Area.objects.get(code=area)} | facts
    return Agency.objects.create(code=code, name=name, **facts)


@pytest.fixture(autouse=True)
def others(db: None) -> Iterator[None]:
    """What the seeds have none of; see the head of the table."""
    closed, now = {"valid_until_on": date(2025, 6, 30)}, Area.objects.get
    old = area("95", "Tỉnh Bạc Liêu", successor=now(code="96"), **closed)
    area("31813", "Phường 1 (cũ)", parent=old, successor=now(code="31825"), **closed)
    area("31999", "Xã không còn", parent=old, **closed)
    area("32998", "Xã Thử nghiệm", parent=now(code="96"))
    mine, whole = Agency.objects.get, "96"
    merged = {"valid_until_on": date(2026, 7, 31), "successor": mine(code="H12.226"), "level": "COMMUNE"}
    agency("H12.296", "Ủy ban nhân dân xã Thử nghiệm", "32998", kind=Agency.Kind.COMMUNE_PC, **merged)
    gone = {"valid_until_on": date(2025, 2, 28)}
    agency("H12.299", "Sở Giao thông vận tải tỉnh Cà Mau", whole, successor=mine(code="H12.07"), **gone)
    agency("H12.298", "Ban không còn", whole, **gone)
    agency("H12.297", "Sở sẽ có", whole, valid_from_on=date(2027, 1, 1))
    police = {"kind": Agency.Kind.VERTICAL_AGENCY, "branch": "POLICE", "level": "COMMUNE"}
    agency("CA-32002", "Công an phường An Xuyên", "32002", **police)
    forget_all()
    yield
    forget_all()


def answer(row: Row) -> Competence:
    on = date.fromisoformat(row.on or DAY)
    cases = tuple(case.strip() for case in row.case.split(";") if case.strip())
    question = Question(on, row.point, row.area, row.chosen, cases)
    if row.rule:
        return decide(json.loads(row.rule), question, RegisteredOffices(on))
    version = version_in_force(row.procedure, on)
    assert version is not None, f"{row.procedure} is not in the seeds"
    return competence_of(version, question)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.what)
def test_the_office_is_found_for_these_reasons(row: Row) -> None:
    if row.office.startswith("✗"):
        with pytest.raises(CompetenceRefused) as refused:
            answer(row)
        assert (refused.value.code, str(refused.value).count("%")) == (row.office.split()[1], 0)
        return
    found = answer(row)
    assert (found.agency.code if found.agency else "?") == row.office
    assert " ".join(each.code for each in found.alternatives) == row.alternatives
    assert " ".join(reason.code for reason in found.reasons) == row.reasons
    assert all(reason.sentence and "%" not in reason.sentence for reason in found.reasons)


def test_the_table_is_long_enough() -> None:
    assert len(rows()) >= 40
    assert len({row.what for row in rows()}) == len(rows())


def test_a_reason_names_what_led_there() -> None:
    row = next(row for row in rows() if row.what.startswith("Old ward"))
    with translation.override("en"):
        told = [reason.sentence for reason in answer(row).reasons]
    assert told[0] == "Phường 1 (cũ) became part of Phường Bạc Liêu on 01/07/2025."
    assert "phường Bạc Liêu" in told[1]
