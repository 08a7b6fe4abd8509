"""The seed files, read into dataclasses and checked against each other before anything touches the database."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from accounts.models import Agency
from accounts.roles import Role
from procedures.calendar import TimeLimit, TimeUnit, office_hours
from procedures.fees import FeeUnit, Rate, tiers_of
from procedures.models import ProcedureVersion

from . import shapes
from .fields import Row, SeedRefused, opened

T = TypeVar("T")
HERE: Final = Path(__file__).resolve().parent
CHANNELS: Final = ("DIRECT", "ONLINE", "POSTAL")
LEVELS: Final = ("PROVINCE", "COMMUNE")
DAY_KINDS: Final = ("HOLIDAY", "COMPENSATION", "SWAP_OFF", "SWAP_WORK")
FOR_PEOPLE: Final = ("confidence", "source", "code_status")  # keys that inform the reader of the file only


def read_seeds(directory: Path = HERE) -> shapes.Seeds:
    """Read and check all files of the directory; raise SeedRefused for the first thing that is wrong."""
    areas = _list(directory / "areas.yaml", "areas", _area)
    agencies = _list(directory / "agencies.yaml", "agencies", _agency)
    points = _list(directory / "service_points.yaml", "service_points", _service_point)
    hours, days = _calendar(directory / "calendar.yaml")
    procedures = tuple(_procedure(path) for path in sorted((directory / "procedures").glob("*.yaml")))
    people = _cast(directory / "cast.yaml")
    area_codes = _unique("areas.yaml", [area.code for area in areas])
    agency_codes = _unique("agencies.yaml", [agency.code for agency in agencies])
    _unique("service_points.yaml", [point.code for point in points])
    _unique("calendar.yaml", [day.on.isoformat() for day in days])
    _unique("procedures/", [procedure.code for procedure in procedures])
    _unique("cast.yaml", [person.username for person in people])
    _known("areas.yaml", [area.parent for area in areas], area_codes)
    _known("agencies.yaml", [agency.parent for agency in agencies], agency_codes)
    _known("agencies.yaml", [agency.area for agency in agencies], area_codes)
    _known("service_points.yaml", [point.agency for point in points], agency_codes)
    _known("cast.yaml", [agency for person in people for _role, agency in person.roles], agency_codes)
    return shapes.Seeds(areas, agencies, points, days, hours, procedures, people)


def fingerprint(directory: Path = HERE) -> str:
    """Return a hash over the seed files and the code that reads them: equal means nothing to load."""
    found = hashlib.sha256()
    for path in sorted([*directory.rglob("*.yaml"), *HERE.glob("*.py")]):
        found.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def _list(path: Path, name: str, read: Callable[[Row], T]) -> tuple[T, ...]:
    """Read a file that is one list."""
    top = opened(path)
    rows = top.rows(name)
    top.done()
    return tuple(_whole_row(row, read) for row in rows)


def _whole_row(row: Row, read: Callable[[Row], T]) -> T:
    """Read a row and refuse what is left of it."""
    found = read(row)
    row.leave(*FOR_PEOPLE)
    row.done()
    return found


def _area(row: Row) -> shapes.AreaSeed:
    code = row.text("code", most=5)
    if not re.fullmatch(r"\d{2}|\d{5}", code):
        raise row.refusal("code", "A code has 2 digits for a province, 5 for a commune.")
    return shapes.AreaSeed(
        code=code,
        name=row.text("name", most=120),
        full_name=row.text("full_name", most=140),
        kind=row.text("kind", most=20),
        parent=row.optional_text("parent", most=5),
    )


def _agency(row: Row) -> shapes.AgencySeed:
    return shapes.AgencySeed(
        code=row.text("code", most=35),
        name=row.text("name", most=200),
        short_name=row.text("short_name", most=100),
        kind=row.text("kind", most=20, choices=Agency.Kind.values),
        level=row.text("level", most=10, choices=LEVELS),
        parent=row.optional_text("parent", most=35),
        area=row.text("area", most=5),
        valid_from_on=row.day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
    )


def _service_point(row: Row) -> shapes.ServicePointSeed:
    row.leave("area")  # for the reader: the centre's own area counts
    return shapes.ServicePointSeed(
        code=row.text("code", most=40), name=row.text("name", most=200), agency=row.text("agency", most=35)
    )


def _calendar(path: Path) -> tuple[shapes.OfficeHoursSeed, tuple[shapes.SpecialDaySeed, ...]]:
    top = opened(path)
    row = top.row("office_hours")
    source = row.text("source", most=250)
    periods = row.plain("periods")
    row.read(
        "periods", lambda: office_hours(periods), 'Write periods as [["07:30", "11:30"], ...] by weekday.'
    )
    hours = shapes.OfficeHoursSeed(row.text("code", most=30), row.text("name", most=120), periods, source)
    row.leave("confidence")
    row.done()
    days = tuple(_whole_row(day, _special_day) for day in top.rows("days"))
    top.done()
    return hours, days


def _special_day(row: Row) -> shapes.SpecialDaySeed:
    row.leave("swapped_with", "lunar")
    kind, working = row.text("kind", most=20, choices=DAY_KINDS), row.flag("working")
    if working != (kind == "SWAP_WORK"):
        raise row.refusal("working", f"A day of the kind {kind} cannot be {'worked' if working else 'free'}.")
    return shapes.SpecialDaySeed(
        on=row.day("day"),
        kind=kind,
        name=row.text("name", most=120),
        is_working=working,
        is_provisional=row.flag("provisional", default=False),
        source=row.text("source", most=250),
    )


def _procedure(path: Path) -> shapes.ProcedureSeed:
    top = opened(path)
    code = top.text("code", most=20)
    if code != path.stem:
        raise top.refusal("code", f"The file {path.name} must hold the procedure {path.stem}.")
    field = top.row("field")
    found = shapes.ProcedureSeed(
        code=code,
        field_code=field.text("code", most=20),
        field_name=field.text("name", most=200),
        versions=tuple(_whole_row(row, _version) for row in top.rows("versions")),
    )
    field.done()
    top.done()
    _check_validity(path, found.versions)
    return found


def _version(row: Row) -> shapes.VersionSeed:
    result = row.row("result")
    return shapes.VersionSeed(
        number=row.whole("number", least=1),
        name=row.text("name", most=400),
        service_level=row.text("service_level", most=10, choices=ProcedureVersion.ServiceLevel.values),
        channels=row.words("channels", choices=CHANNELS),
        time_limit=_time_limit(row.row("time_limit")),
        is_nonterritorial=row.flag("nonterritorial"),
        competence=_competence(row.row("competence")),
        result_name=result.text("name", most=200),
        result_symbol=result.text("symbol", most=30),
        legal_bases=tuple(_whole_row(basis, _legal_basis) for basis in row.rows("legal_bases")),
        decision=row.text("decision", most=100, default=""),
        valid_from_on=row.day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
        requirements=tuple(_whole_row(paper, _requirement) for paper in row.rows("requirements")),
        fees=tuple(_fee(fee) for fee in row.rows("fees")),
        steps=tuple(_step(number, step) for number, step in enumerate(row.rows("steps"), start=1)),
    )


def _time_limit(row: Row) -> TimeLimit:
    unit = TimeUnit(row.text("unit", most=12, choices=[unit.value for unit in TimeUnit]))
    quantity, cutoff = row.decimal("quantity"), row.clock("cutoff")
    row.done()
    return row.read("quantity", lambda: TimeLimit(quantity, unit, cutoff))


def _competence(row: Row) -> dict[str, str]:
    by = row.text("by", most=10, choices=("area", "agency"))
    rule = {"by": by}
    if by == "area":
        rule["level"] = row.text("level", most=10, choices=LEVELS)
    else:
        rule["code"] = row.text("code", most=35)
    row.done()
    return rule


def _legal_basis(row: Row) -> dict[str, str]:
    return {"number": row.text("number", most=40), "title": row.text("title", most=300)}


def _requirement(row: Row) -> shapes.RequirementSeed:
    row.leave("is_procedure_result")
    return shapes.RequirementSeed(
        number=row.whole("number", least=1),
        code=row.text("code", most=40, default=""),
        name=row.text("name", most=400),
        originals=row.whole("originals"),
        copies=row.whole("copies"),
        is_required=row.flag("required"),
        is_digitised=row.flag("digitise"),
        channels=row.words("channels", choices=CHANNELS),
        condition=row.text("condition", most=400, default=""),
    )


def _fee(row: Row) -> Rate:
    tiers, cap = row.values.pop("tiers", []), row.values.pop("cap", None)
    rate = Rate(
        kind=row.text("kind", most=10, choices=("PHI", "LE_PHI")),
        name=row.text("name", most=200),
        amount=row.optional_whole("amount"),
        per=FeeUnit(row.text("per", most=60, choices=[unit.value for unit in FeeUnit])),
        channels=row.words("channels", choices=CHANNELS),
        tiers=row.read("tiers", lambda: tiers_of(tiers)),
        cap=row.read("cap", lambda: int(cap["amount"]) if cap else None),
        collected_at=row.text("collected_at", most=12, choices=("RECEPTION", "RESULT")),
        source=row.text("source", most=200),
        valid_from_on=row.optional_day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
    )
    row.leave("confidence")
    row.done()
    return rate


def _step(number: int, row: Row) -> shapes.StepSeed:
    found = shapes.StepSeed(number, row.text("name", most=200), row.decimal("hours"))
    row.done()
    return found


def _cast(path: Path) -> tuple[shapes.PersonSeed, ...]:
    top = opened(path)
    since = top.day("valid_from_on")
    people = []
    for row in top.rows("people"):
        username = row.text("username", most=150)
        if not re.fullmatch(r"[a-z]+(\.[a-z]+)*", username):
            raise row.refusal("username", "A user name has small ASCII letters and dots only.")
        full_name = row.text("full_name", most=120)
        title = row.text("title", most=120, default="")
        roles = tuple(_whole_row(role, _role) for role in row.rows("roles"))
        row.done()
        people.append(shapes.PersonSeed(username, full_name, title, roles, since))
    top.done()
    return tuple(people)


def _role(row: Row) -> tuple[str, str]:
    return row.text("role", most=30, choices=Role.values), row.text("agency", most=35)


def _check_validity(path: Path, versions: tuple[shapes.VersionSeed, ...]) -> None:
    """Versions follow one another in number and in time: a day never has two of them."""
    for position, (earlier, later) in enumerate(zip(versions, versions[1:], strict=False)):
        until = earlier.valid_until_on
        if later.number <= earlier.number or until is None or until >= later.valid_from_on:
            key = f"versions[{position + 1}]"
            raise SeedRefused(
                path.name, key, "It must have a higher number and begin after the one before ends."
            )
    for version in versions:
        if version.valid_until_on is not None and version.valid_until_on < version.valid_from_on:
            raise SeedRefused(path.name, f"version {version.number}", "It ends before it begins.")


def _unique(file: str, keys: Collection[str]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise SeedRefused(file, key, "This stands in the file twice.")
        seen.add(key)
    return seen


def _known(file: str, keys: Iterable[Any], known: set[str]) -> None:
    for key in keys:
        if key is not None and key not in known:
            raise SeedRefused(file, str(key), "Nothing in the seed files has this code.")
