"""Areas, agencies, service points and the cast, read from their seed files."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from accounts.models import Agency, ServicePoint
from accounts.roles import Role

from . import shapes
from .fields import Row, SeedRefused, opened, whole_row

T = TypeVar("T")
LEVELS: Final = ("PROVINCE", "COMMUNE")
AREA_COLUMNS: Final = [
    "code",
    "name",
    "full_name",
    "kind",
    "parent",
    "valid_from_on",
    "valid_until_on",
    "successor",
]


def read_list(path: Path, name: str, read: Callable[[Row], T]) -> tuple[T, ...]:
    """Read a file that is one list."""
    top = opened(path)
    rows = top.rows(name)
    top.done()
    return tuple(whole_row(row, read) for row in rows)


def read_areas(path: Path) -> tuple[shapes.AreaSeed, ...]:
    """Read areas.csv: comments first (one of them '# Source: …'), then the header, then a line for each area."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SeedRefused(path.name, "file", f"It cannot be read: {error}") from error
    comments = [line for line in lines if line.startswith("#")]
    source = next((line.partition(":")[2].strip() for line in comments if line.startswith("# Source:")), "")
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    if next(rows, None) != AREA_COLUMNS:
        raise SeedRefused(path.name, "header", f"The columns must be: {', '.join(AREA_COLUMNS)}.")
    return tuple(_area(path.name, number, row, source) for number, row in enumerate(rows, start=1))


def _area(file: str, number: int, row: list[str], source: str) -> shapes.AreaSeed:
    """Three thousand of them, and the command starts with them: checked by hand, not by Row."""

    def refuse(key: str, sentence: str) -> SeedRefused:
        return SeedRefused(file, f"row {number}.{key}", sentence)

    if len(row) != len(AREA_COLUMNS):
        raise refuse("columns", f"A row has {len(AREA_COLUMNS)} columns, this one {len(row)}.")
    code, name, full_name, kind, parent, begins, ends, successor = row
    if not re.fullmatch(r"[0-9]{2}|[0-9]{5}", code):
        raise refuse("code", "A code has 2 digits for a province, 5 for a commune.")
    if bool(parent) != (len(code) == 5):
        raise refuse("parent", "A commune names its province, a province names none.")
    for key, value, most in (("name", name, 120), ("full_name", full_name, 140), ("kind", kind, 20)):
        if not 0 < len(value) <= most:
            raise refuse(key, f"This must have 1 to {most} characters.")
    try:
        from_on, until_on = date.fromisoformat(begins), date.fromisoformat(ends) if ends else None
    except ValueError:
        raise refuse("valid_from_on", "Write days as 2025-07-01.") from None
    return shapes.AreaSeed(
        code, name, full_name, kind, parent or None, from_on, until_on, successor or None, source
    )


def read_agencies(path: Path) -> tuple[shapes.AgencySeed, ...]:
    return read_list(path, "agencies", _agency)


def _agency(row: Row) -> shapes.AgencySeed:
    found = shapes.AgencySeed(
        code=row.text("code", most=35),
        name=row.text("name", most=200),
        short_name=row.text("short_name", most=100),
        kind=row.text("kind", most=20, choices=Agency.Kind.values),
        branch=row.text("branch", most=20, default="", choices=["", *Agency.Branch.values]),
        level=row.text("level", most=10, choices=LEVELS),
        parent=row.optional_text("parent", most=35),
        area=row.text("area", most=5),
        valid_from_on=row.day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
        successor=row.optional_text("successor", most=35),
    )
    if (found.kind == Agency.Kind.VERTICAL_AGENCY) != bool(found.branch):
        raise row.refusal("branch", "A vertical agency names its branch, any other names none.")
    if found.successor and not found.valid_until_on:
        raise row.refusal("successor", "Only a closed agency has a successor: say until when it was valid.")
    return found


def read_service_points(path: Path) -> tuple[shapes.ServicePointSeed, ...]:
    return read_list(path, "service_points", _service_point)


def _service_point(row: Row) -> shapes.ServicePointSeed:
    row.leave("area")  # for the reader: the centre's own area counts
    kinds = ServicePoint.Kind
    return shapes.ServicePointSeed(
        code=row.text("code", most=40),
        name=row.text("name", most=200),
        agency=row.text("agency", most=35),
        kind=row.text("kind", most=10, default=kinds.RECEPTION.value, choices=kinds.values),
        valid_from_on=row.optional_day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
    )


def read_cast(path: Path) -> tuple[shapes.PersonSeed, ...]:
    top = opened(path)
    since = top.day("valid_from_on")
    people = []
    for row in top.rows("people"):
        username = row.text("username", most=150)
        if not re.fullmatch(r"[a-z]+(\.[a-z]+)*", username):
            raise row.refusal("username", "A user name has small ASCII letters and dots only.")
        full_name = row.text("full_name", most=120)
        title = row.text("title", most=120, default="")
        roles = tuple(whole_row(role, _role) for role in row.rows("roles"))
        row.done()
        people.append(shapes.PersonSeed(username, full_name, title, roles, since))
    top.done()
    return tuple(people)


def _role(row: Row) -> tuple[str, str]:
    return row.text("role", most=30, choices=Role.values), row.text("agency", most=35)
