"""A Content brought into the rows of a version, and back."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.names import fold

from .content import Content, LegalBasis, Named, Paper, ResultKind, RouteLink, RouteStep, StepKind
from .due.time_limits import row_of
from .eforms import ordered
from .fees import Rate, rate_of
from .models import FeeRule, FieldOfWork, Procedure, ProcedureVersion, Requirement, Step, VersionFrozen

# Fields with the same name and the same value in Content and ProcedureVersion.
ALIKE = (
    "name",
    "service_level",
    "executing",
    "conditions",
    "is_nonterritorial",
    "accepts_e_copies",
    "e_copies_basis",
    "presence_required",
    "silent_approval",
    "financial_duty",
    "on_supplement",
    "competence",
    "form",
    "decision",
    "decision_on",
    "repeal",
    "source",
    "confidence",
    "valid_from_on",
    "valid_until_on",
)
# Tuples of texts there, lists here.
LISTS = ("channels", "levels", "coordinating", "own_forms", "replaces")
# Tuples of dataclasses there, lists of mappings here.
ROWS: dict[str, type] = {
    "subjects": Named,
    "cases": Named,
    "results": ResultKind,
    "legal_bases": LegalBasis,
    "links": RouteLink,
}
PAPER_FIELDS = tuple(Paper.__dataclass_fields__)
STEP_FIELDS = tuple(RouteStep.__dataclass_fields__)


@transaction.atomic
def store(content: Content, *, version: ProcedureVersion | None = None) -> ProcedureVersion:
    """Write a draft with all its rows, new or in the place of `version`; VersionFrozen for a published one.

    The field and the procedure are made where they are missing. What is right and what overlaps is not asked
    here: that is procedures.review's.
    """
    if version is None:
        version = ProcedureVersion(procedure=_procedure(content), number=content.number)
    elif version.published_at is not None:
        raise VersionFrozen
    for name, value in columns(content).items():
        setattr(version, name, value)
    version.save()
    for rows in (version.requirements, version.fee_rules, version.steps):
        rows.all().delete()
    write_parts(version, content)
    return version


def freeze(version: ProcedureVersion) -> None:
    """Publish: from here on the version never changes."""
    version.status, version.published_at = ProcedureVersion.Status.PUBLISHED, now()
    version.save(update_fields=["status", "published_at"])


def columns(content: Content) -> dict[str, Any]:
    """Return the content as the columns of ProcedureVersion hold it."""
    return {
        **{name: getattr(content, name) for name in ALIKE},
        **{name: list(getattr(content, name)) for name in LISTS},
        **{name: [asdict(row) for row in getattr(content, name)] for name in ROWS},
        "time_rules": [row_of(rule) for rule in content.time_rules],
        "form": ordered(content.form),  # the database keeps no order of keys
        "search_name": fold(content.name)[:1000],
    }


def write_parts(version: ProcedureVersion, content: Content) -> None:
    """Write papers, fees and steps of a version that has none yet."""
    Requirement.objects.bulk_create(Requirement(version=version, **row) for row in paper_rows(content))
    FeeRule.objects.bulk_create(FeeRule(version=version, **row) for row in fee_rows(content.rates))
    Step.objects.bulk_create(Step(version=version, **row) for row in step_rows(content))


def paper_rows(content: Content) -> list[dict[str, Any]]:
    """Return the papers as the rows of Requirement hold them."""
    return [{**asdict(paper), "channels": list(paper.channels)} for paper in content.papers]


def fee_rows(rates: Iterable[Rate]) -> list[dict[str, Any]]:
    """Return rates as the rows of FeeRule hold them and procedures.fees.rate_of() reads them."""
    return [_fee_row(number, rate) for number, rate in enumerate(rates, start=1)]


def _fee_row(number: int, rate: Rate) -> dict[str, Any]:
    row = {name: getattr(rate, name) for name in Rate.__dataclass_fields__}
    return row | {
        "number": number,
        "channels": list(rate.channels),
        "per": str(rate.per),
        "tiers": [
            {"from_unit": tier.first, "to_unit": tier.last, "amount": tier.amount} for tier in rate.tiers
        ],
        "cap": None if rate.cap is None else {"amount": rate.cap, "per": "COPY"},
        "exemptions": [asdict(one) for one in rate.exemptions],
    }


def step_rows(content: Content) -> list[dict[str, Any]]:
    """Return the steps as the rows of Step hold them."""
    return [
        {**asdict(step), "kind": str(step.kind), "number": number}
        for number, step in enumerate(content.steps, start=1)
    ]


def content_of(version: ProcedureVersion) -> Content:
    """Return what a version says; reads its papers, fees and steps (prefetched or not)."""
    procedure = version.procedure
    papers = [
        _picked(row, PAPER_FIELDS) | {"channels": tuple(row.channels)} for row in version.requirements.all()
    ]
    steps = [_picked(row, STEP_FIELDS) | {"kind": StepKind(row.kind)} for row in version.steps.all()]
    said: dict[str, Any] = {
        **{name: getattr(version, name) for name in ALIKE},
        **{name: tuple(getattr(version, name)) for name in LISTS},
        **{name: tuple(kind(**row) for row in getattr(version, name)) for name, kind in ROWS.items()},
    }
    return Content(
        code=procedure.code,
        number=version.number,
        field_code=procedure.field.code,
        field_name=procedure.field.name,
        papers=tuple(Paper(**paper) for paper in papers),
        rates=tuple(rate_of(row) for row in version.fee_rules.all()),
        steps=tuple(RouteStep(**step) for step in steps),
        time_rules=version.limits,
        **said,
    )


def _procedure(content: Content) -> Procedure:
    field, _made = FieldOfWork.objects.get_or_create(
        code=content.field_code, defaults={"name": content.field_name}
    )
    return Procedure.objects.get_or_create(code=content.code, defaults={"field": field})[0]


def _picked(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
