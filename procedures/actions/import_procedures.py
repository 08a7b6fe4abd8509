"""Import procedures: a file read and checked whole, then brought in whole or not at all.

A list makes listed entries; a record of the portal's model makes a draft, or with `publish` a published version.
Each row of the file has one outcome (see Result). What is published is never changed, and what a person has
edited is left to that person. A second run of the same file changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.memory import forget_all
from accounts.models import User
from accounts.permissions import require_may
from procedures import interchange
from procedures.import_checks import Stored, checked
from procedures.interchange import Finding, Item
from procedures.listed_entries import change_entries, make_entries
from procedures.models import CatalogueAct, ProcedureVersion
from procedures.problems import Severity
from procedures.storing import store

from .publish import publish as publish_version


class Result(StrEnum):
    """What becomes of a row. Known: published already, a list adds nothing. Kept: a person works on its draft."""

    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KNOWN = "known"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, or would."""

    row: int
    code: str
    name: str
    result: Result
    is_full: bool
    is_published: bool = False

    def as_row(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {
            "row": self.row,
            "code": self.code,
            "name": self.name,
            "result": str(self.result),
            "kind": "draft" if self.is_full else "listed",
            "published": self.is_published,
        }


@dataclass(frozen=True)
class ImportReport:
    """What an import found and did. With faults, or on a trial, nothing was changed."""

    kind: str
    is_trial: bool
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(str(one.result) for one in self.outcomes)
        counts["published"] = sum(one.is_published for one in self.outcomes)
        object.__setattr__(self, "counts", counts)

    @property
    def faults(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_fault]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_fault]

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data; the rows are those that do not stay as they are."""
        moving = [one for one in self.outcomes if one.result in (Result.MADE, Result.CHANGED)]
        return {
            "kind": self.kind,
            "dry_run": self.is_trial,
            **{str(result): self.counts[str(result)] for result in Result},
            "published": self.counts["published"],
            "faults": [finding.as_row() for finding in self.faults],
            "warnings": [finding.as_row() for finding in self.warnings],
            "rows": [one.as_row() for one in moving],
        }


@transaction.atomic
def import_procedures(data: bytes, *, by: User, dry_run: bool = False, publish: bool = False) -> ImportReport:
    """Import a file (JSON of the portal, CSV or XLSX); FileRefused when it cannot be read as a whole.

    Any fault in any row: nothing is changed, and the report names every one. `publish` publishes what is
    described in full and has no problem; `by` must then be a catalogue editor.
    """
    require_may("import_procedures", by=by)
    if publish:
        require_may("publish_procedure", by=by)
    kind, found = interchange.read(data)
    checks = checked(found, publishing=publish)
    if checks.has_faults:
        return ImportReport(str(kind), dry_run, (), tuple(checks.findings))
    plans = [_plan(item, checks.stored[item.content.code], publish) for item in checks.items]
    findings = (*checks.findings, *_about(plans))
    report = ImportReport(str(kind), dry_run, tuple(plan.outcome for plan in plans), findings)
    if not dry_run:
        _write(plans, by=by)
    return report


@dataclass(frozen=True, slots=True)
class _Plan:
    item: Item
    stored: Stored
    outcome: Outcome


def _plan(item: Item, before: Stored, publish: bool) -> _Plan:
    result = _full_result(item, before) if item.is_full else _listed_result(item, before)
    publishes = (
        publish and item.is_full and (result in (Result.MADE, Result.CHANGED) or _waits(before, result))
    )
    outcome = Outcome(
        item.row, item.content.code, item.content.name, result, item.is_full, is_published=publishes
    )
    return _Plan(item, before, outcome)


def _waits(before: Stored, result: Result) -> bool:
    """Say whether an unchanged draft of an earlier import waits to be published."""
    return result is Result.UNCHANGED and before.is_draft


def _listed_result(item: Item, before: Stored) -> Result:
    if before.newest is None:
        return Result.MADE
    if not before.is_listed_only:
        return Result.KNOWN
    return Result.UNCHANGED if before.says(item) else Result.CHANGED


def _full_result(item: Item, before: Stored) -> Result:
    if before.is_described(item):
        return Result.UNCHANGED
    if not before.is_draft:
        return Result.MADE
    return Result.KEPT if before.is_edited else Result.CHANGED


def _about(plans: Iterable[_Plan]) -> list[Finding]:
    """Say of which drafts a person has the care, so that the file's content did not come in."""
    sentence = _(
        "Somebody edits the draft of this procedure: it was left alone. "
        "Discard it and import again to have what the file says."
    )
    return [
        Finding(plan.item.row, plan.outcome.code, "draft", "draft_kept", sentence, Severity.WARNING)
        for plan in plans
        if plan.outcome.result is Result.KEPT
    ]


def _write(plans: Sequence[_Plan], *, by: User) -> None:
    listed = [plan for plan in plans if not plan.item.is_full]
    make_entries([plan.item for plan in listed if plan.outcome.result is Result.MADE], by=by)
    change_entries(
        [
            (plan.item, plan.stored.newest)
            for plan in listed
            if plan.outcome.result is Result.CHANGED and plan.stored.newest is not None
        ],
        by=by,
    )
    for plan in plans:
        if plan.item.is_full:
            _write_full(plan, by=by)
    transaction.on_commit(forget_all)


def _write_full(plan: _Plan, *, by: User) -> None:
    version = plan.stored.newest
    if plan.outcome.result is Result.MADE:
        version = store(plan.stored.merged(plan.item))
        CatalogueAct.objects.create(version=version, verb="import", by=by)
    elif plan.outcome.result is Result.CHANGED and version is not None:
        version = store(plan.stored.merged(plan.item), version=version)
        ProcedureVersion.objects.filter(pk=version.pk).update(edits=F("edits") + 1)
        CatalogueAct.objects.create(version=version, verb="import", by=by, facts={"edits": version.edits + 1})
    if plan.outcome.is_published and version is not None:
        seen = ProcedureVersion.objects.values_list("edits", flat=True).get(pk=version.pk)
        publish_version(version, seen_edits=seen, by=by)
