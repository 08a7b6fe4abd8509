"""The procedures of the seeds brought into the catalogue; a published version never changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.timezone import now

from procedures.content import Content
from procedures.models import FeeRule, FieldOfWork, Procedure, ProcedureVersion, Requirement, Step
from procedures.storing import columns, fee_rows, freeze, paper_rows, step_rows

from . import shapes
from .fields import SeedRefused
from .upserting import upsert

PUBLISHED: Final = ProcedureVersion.Status.PUBLISHED
LISTED: Final = ProcedureVersion.Status.LISTED
ENDS: Final = ("valid_until_on", "repeal")  # what a version still learns after it was published


@dataclass(frozen=True)
class _Wanted:
    procedure: Procedure
    content: Content
    is_listed: bool

    @property
    def key(self) -> tuple[str, int]:
        return self.content.code, self.content.number


def load_procedures(seeds: Sequence[shapes.ProcedureSeed]) -> None:
    """Publish or list the versions that are missing; SeedRefused when a published one would have to change.

    A few statements in all, whatever the number of procedures.
    """
    fields = _fields(seeds)
    rows = [Procedure(code=seed.code, field=fields[seed.field_code]) for seed in seeds]
    procedures = {one.code: one for one in upsert(Procedure, rows, by=["code"])}
    wanted = [
        _Wanted(procedures[seed.code], content, content.number in seed.listed)
        for seed in seeds
        for content in seed.versions
    ]
    stored = {
        (version.procedure.code, version.number): version
        for version in ProcedureVersion.objects.filter(procedure__code__in=procedures)
        .select_related("procedure")
        .prefetch_related("requirements", "fee_rules", "steps")
    }
    for one in wanted:
        if one.key in stored:
            _bring_up_to_date(stored[one.key], one)
    _make([one for one in wanted if one.key not in stored])


def _fields(seeds: Iterable[shapes.ProcedureSeed]) -> dict[str, FieldOfWork]:
    names = {seed.field_code: seed.field_name for seed in seeds}
    rows = [
        FieldOfWork(code=code, name=name, is_official=code.startswith("G") and "-" in code)
        for code, name in names.items()
    ]
    return {field.code: field for field in upsert(FieldOfWork, rows, by=["code"])}


def _make(wanted: Sequence[_Wanted]) -> None:
    """Write versions with what belongs to them; then publish, which freezes them, all but the listed ones."""
    versions = ProcedureVersion.objects.bulk_create(
        ProcedureVersion(
            procedure=one.procedure,
            number=one.content.number,
            status=LISTED if one.is_listed else ProcedureVersion.Status.DRAFT,
            **columns(one.content),
        )
        for one in wanted
    )
    _make_parts(list(zip(versions, (one.content for one in wanted), strict=True)))
    drafts = [version.pk for version in versions if version.status != LISTED]
    ProcedureVersion.objects.filter(pk__in=drafts).update(status=PUBLISHED, published_at=now())


def _make_parts(pairs: Sequence[tuple[ProcedureVersion, Content]]) -> None:
    Requirement.objects.bulk_create(
        Requirement(version=version, **row) for version, content in pairs for row in paper_rows(content)
    )
    FeeRule.objects.bulk_create(
        FeeRule(version=version, **row) for version, content in pairs for row in fee_rows(content.rates)
    )
    Step.objects.bulk_create(
        Step(version=version, **row) for version, content in pairs for row in step_rows(content)
    )


def _bring_up_to_date(stored: ProcedureVersion, one: _Wanted) -> None:
    """Leave what is alike, set the end of an open version, rewrite a listed one; refuse any other change."""
    content, differing = one.content, _differing(stored, one.content)
    if stored.status == LISTED and (differing or not one.is_listed):
        _rewrite(stored, content)
        if not one.is_listed:
            freeze(stored)
    elif differing:
        sentence = (
            f"This version is {stored.status} and differs in: {', '.join(differing)}. "
            "Give the change a new number."
        )
        raise SeedRefused(f"{content.code}.yaml", f"version {content.number}", sentence)
    if content.valid_until_on is not None and stored.valid_until_on is None:
        # An end that is there already was set by publishing or retiring here, which knows better.
        ProcedureVersion.objects.filter(pk=stored.pk).update(
            valid_until_on=content.valid_until_on, repeal=content.repeal
        )


def _differing(stored: ProcedureVersion, content: Content) -> list[str]:
    wanted = {name: value for name, value in columns(content).items() if name not in ENDS}
    parts: list[tuple[str, Iterable[models.Model], list[dict[str, Any]]]] = [
        ("papers", stored.requirements.all(), paper_rows(content)),
        ("rates", stored.fee_rules.all(), fee_rows(content.rates)),
        ("steps", stored.steps.all(), step_rows(content)),
    ]
    return [
        *(name for name, value in wanted.items() if getattr(stored, name) != value),
        *(name for name, rows, facts in parts if not _are(rows, facts)),
    ]


def _rewrite(stored: ProcedureVersion, content: Content) -> None:
    for rows in (stored.requirements, stored.fee_rules, stored.steps):
        rows.all().delete()
    for name, value in columns(content).items():
        if name not in ENDS:
            setattr(stored, name, value)
    stored.save()
    _make_parts([(stored, content)])


def _are(rows: Iterable[models.Model], wanted: list[dict[str, Any]]) -> bool:
    """Say whether the stored rows are the wanted ones, in this order."""
    stored = list(rows)
    alike = [{key: getattr(row, key) for key in facts} for row, facts in zip(stored, wanted, strict=False)]
    return len(stored) == len(wanted) and alike == wanted
