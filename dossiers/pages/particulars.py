"""What a procedure asks beside its fields, on the reception page: cases, category of the applicant, pages."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.faults import Invalid
from procedures.fees import FeeUnit
from procedures.models import ProcedureVersion

NAMES = ("pages", "cases", "categories")


@dataclass(frozen=True)
class Box:
    """One box to tick."""

    value: str
    is_ticked: bool


@dataclass(frozen=True)
class Particulars:
    """Nothing of it is asked where the version does not speak of it. `errors`: sentences by field."""

    cases: tuple[Box, ...]
    categories: tuple[Box, ...]
    asks_pages: bool
    pages: str
    errors: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.cases or self.categories or self.asks_pages)


def particulars(
    version: ProcedureVersion | None, data: QueryDict, *, invalid: Invalid | None = None
) -> Particulars | None:
    """Return what this version asks, with what was entered so far; None without a procedure."""
    if version is None:
        return None
    faults = invalid.faults if invalid else {}
    return Particulars(
        cases=_boxes(case_names(version), data.getlist("cases")),
        categories=_boxes(sorted(version.exempt_categories), data.getlist("categories")),
        asks_pages=_asks_pages(version),
        pages=data.get("pages", ""),
        errors={name: str(faults[name].sentence) for name in NAMES if name in faults},
    )


def entered(version: ProcedureVersion | None, data: QueryDict) -> dict[str, Any]:
    """Return the same under the names of filing.FIELDS; what belongs to another procedure is left out."""
    if version is None:
        return {}
    return {
        "pages": data.get("pages", "") if _asks_pages(version) else "",
        "cases": [name for name in data.getlist("cases") if name in case_names(version)],
        "categories": [name for name in data.getlist("categories") if name in version.exempt_categories],
    }


def case_names(version: ProcedureVersion) -> list[str]:
    """Return the cases of a version in the order of the catalogue."""
    return [case["name"] for case in version.cases]


def _asks_pages(version: ProcedureVersion) -> bool:
    return any(rate.per is FeeUnit.PAGE for rate in version.rates)


def _boxes(names: list[str], ticked: list[str]) -> tuple[Box, ...]:
    return tuple(Box(name, name in ticked) for name in names)
