"""The seed files, read into dataclasses and checked against each other before anything touches the database."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from . import shapes
from .fields import SeedRefused
from .reading_calendar import read_calendar
from .reading_places import read_agencies, read_areas, read_cast, read_service_points
from .reading_procedures import read_procedures

HERE: Final = Path(__file__).resolve().parent


def read_seeds(directory: Path = HERE) -> shapes.Seeds:
    """Read and check all files of the directory; raise SeedRefused for the first thing that is wrong."""
    areas = read_areas(directory / "areas.csv")
    agencies = read_agencies(directory / "agencies.yaml")
    points = read_service_points(directory / "service_points.yaml")
    calendar = read_calendar(directory / "calendar.yaml")
    procedures = read_procedures(directory)
    people = read_cast(directory / "cast.yaml")
    area_codes = _unique("areas.csv", [area.code for area in areas])
    agency_codes = _unique("agencies.yaml", [agency.code for agency in agencies])
    _unique("service_points.yaml", [point.code for point in points])
    _unique("calendar.yaml", [day.on.isoformat() for day in calendar.special_days])
    _unique("procedures/", [procedure.code for procedure in procedures])
    _unique("cast.yaml", [person.username for person in people])
    _known("areas.csv", [area.parent for area in areas], area_codes)
    _known("agencies.yaml", [agency.parent for agency in agencies], agency_codes)
    _known("areas.csv", [area.successor for area in areas], area_codes)
    _known("agencies.yaml", [agency.successor for agency in agencies], agency_codes)
    _known("agencies.yaml", [agency.area for agency in agencies], area_codes)
    _known("service_points.yaml", [point.agency for point in points], agency_codes)
    _known("calendar.yaml", [use.agency for use in calendar.uses], agency_codes)
    _known("cast.yaml", [agency for person in people for _role, agency in person.roles], agency_codes)
    return shapes.Seeds(areas, agencies, points, calendar, procedures, people)


def fingerprint(directory: Path = HERE) -> str:
    """Return a hash over the seed files and the code that reads them: equal means nothing to load."""
    found = hashlib.sha256()
    for path in sorted([*directory.rglob("*.yaml"), *directory.rglob("*.csv"), *HERE.glob("*.py")]):
        found.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


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
