"""What of a filing goes over to another procedure: papers that it asks for too, answers that its e-form knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.faults import Invalid
from accounts.names import fold
from procedures.eforms import filed_answers
from procedures.models import ProcedureVersion, Requirement

from .models import Document, Dossier

# The events that say what was handed in; the last of them that moved the dossier says all that came before.
FILED = ("dossier.submitted", "dossier.accepted", "dossier.supplemented", "dossier.reclassified")


@dataclass(frozen=True)
class HandedInSoFar:
    """Numbers of requirements ticked, papers as {document, requirement}, and names of papers nobody asks for now."""

    numbers: list[int]
    papers: list[dict[str, Any]]
    besides: list[dict[str, Any]]


@dataclass(frozen=True)
class Carried:
    """The papers under the new version: facts of the event, and for documents the new requirement by the old one."""

    facts: dict[str, Any]
    documents: list[Document]
    requirement_ids: dict[int | None, int]


def handed_in(dossier: Dossier) -> HandedInSoFar:
    """Return what was handed in by now, as the events say it. One statement."""
    numbers: list[int] = []
    papers: list[dict[str, Any]] = []
    besides: list[dict[str, Any]] = []
    for event in dossier.events.filter(type__in=FILED).order_by("seq"):
        if event.type == "dossier.reclassified":
            numbers, papers, besides = [], [], []
        numbers += event.facts.get("handed_in", [])
        papers += event.facts.get("papers", [])
        besides += event.facts.get("handed_in_besides", [])
    return HandedInSoFar(sorted(set(numbers)), papers, besides)


def carried(dossier: Dossier, version: ProcedureVersion) -> Carried:
    """Work out under which requirements of another version the papers of a dossier stand; some under none."""
    old = list(dossier.procedure_version.requirements.all())
    same = _same(old, list(version.requirements.all()))
    filed = handed_in(dossier)
    left = [one for one in old if one.number in filed.numbers and one.number not in same]
    scanned = {paper["requirement"] for paper in filed.papers}
    besides = [
        {"name": one.name, "originals": one.originals, "copies": one.copies}
        for one in left
        if one.number not in scanned  # a scan stands under its own name
    ]
    papers = [
        {"document": paper["document"], "requirement": _number(same.get(paper["requirement"]))}
        for paper in filed.papers
    ]
    facts: dict[str, Any] = {
        "handed_in": sorted({same[number].number for number in filed.numbers if number in same}),
        "papers": papers,
    }
    if filed.besides or besides:
        facts["handed_in_besides"] = filed.besides + besides
    ids: dict[int | None, int] = {one.pk: same[one.number].pk for one in old if one.number in same}
    return Carried(facts, list(dossier.documents.defer("text")), ids)


def answers_for(dossier: Dossier, version: ProcedureVersion) -> dict[str, Any] | None:
    """Return the answers that the e-form of another version knows; None where they do not fit and none are needed."""
    known = (version.form or {}).get("properties") or {}
    kept = {name: value for name, value in (dossier.answers or {}).items() if name in known}
    if not kept or dossier.channel == Dossier.Channel.ONLINE:
        return kept or None
    try:
        return filed_answers(version.form, kept, is_needed=False)
    except Invalid:
        return None


def left_out(dossier: Dossier, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers as they were for the event's personal data, where not all of them went over."""
    before = dossier.answers or {}
    return {"answers": before} if before and before != answers else {}


def _same(old: Iterable[Requirement], new: list[Requirement]) -> dict[int, Requirement]:
    """By number of the old requirement: the new one with its national code or, without one, its name."""
    by_code = {one.code: one for one in new if one.code}
    by_name = {fold(one.name): one for one in new}
    found = {one.number: by_code.get(one.code) or by_name.get(fold(one.name)) for one in old}
    return {number: one for number, one in found.items() if one is not None}


def _number(requirement: Requirement | None) -> int | None:
    return requirement.number if requirement else None
