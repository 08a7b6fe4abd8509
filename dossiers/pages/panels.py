"""What stands beside the history of a dossier: its steps and opinions, papers, results, deliveries, persons, wishes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.phone import readable_phone
from accounts.queries import agency_code, agency_name
from accounts.roles import Role
from dossiers.access import OpenDossier, reads_contents, reads_opinion
from dossiers.identity import party_shown_to
from dossiers.models import Event, Result, StepRun
from dossiers.models.status import PAUSED
from procedures import formats

from .forms import WAY_WORDS

Facts = list[tuple[Any, Any]]


@dataclass(frozen=True)
class StepLine:
    """One stretch at a step: who has or had it, since when, until when, and how it ended."""

    name: str
    role: str
    agency: str
    officer: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    ending: str
    is_late: bool


@dataclass(frozen=True)
class OpinionLine:
    """An opinion that was asked for; `question`, `verdict` and `answer` only for who may read them."""

    number: int
    agency: str
    is_mandatory: bool
    is_open: bool
    due_at: datetime | None
    ended_at: datetime | None
    ending: str
    question: str
    verdict: str
    answer: str


@dataclass(frozen=True)
class Wish:
    """Something that a person wrote on the dossier for others."""

    who: str
    at: datetime
    text: str


def panels(opened: OpenDossier, reader: User, at: datetime) -> dict[str, Any]:
    """Return what the panels of a dossier's page show; an empty one is not drawn.

    What colleagues write to each other is not for who only helps people to file.
    """
    told = opened.events if reads_contents(reader) else []
    return {
        "steps": [step_line(run, at) for run in opened.step_runs if run.kind == "task"],
        "opinions": [opinion_line(run, opened, reader) for run in opened.step_runs if run.kind == "opinion"],
        "paper_facts": paper_facts(opened),
        "results": result_facts(opened.results),
        "deliveries": delivery_facts(opened),
        "party_facts": party_facts(opened, reader),
        "instructions": wishes(told, "dossier.instructed", "instruction"),
        "asked": asked(opened),
        "sent_back": sent_back(told),
    }


def step_line(run: StepRun, at: datetime) -> StepLine:
    return StepLine(
        name=run.name,
        role=str(Role(run.role).label) if run.role in Role.values else "",
        agency=run.agency.short_name,
        officer=str(run.officer) if run.officer else "",
        started_at=run.started_at,
        due_at=run.due_at,
        ended_at=run.ended_at,
        ending=run.get_ending_display(),
        is_late=run.due_at is not None and run.due_at < (run.ended_at or at),
    )


def opinion_line(run: StepRun, opened: OpenDossier, reader: User) -> OpinionLine:
    readable = reads_opinion(reader, opened.dossier, run)
    return OpinionLine(
        number=run.number,
        agency=str(run.agency),
        is_mandatory=run.is_mandatory,
        is_open=run.ended_at is None,
        due_at=run.due_at,
        ended_at=run.ended_at,
        ending="" if run.verdict and readable else run.get_ending_display(),
        question=(run.question or run.name) if readable else run.name,
        verdict=run.get_verdict_display() if readable else "",
        answer=run.answer if readable else "",
    )


def paper_facts(opened: OpenDossier) -> Facts:
    """Where the papers are, and on which list they travel."""
    it = opened.dossier
    facts: Facts = []
    if it.papers_at_id:
        facts.append((_("Papers are at"), _agency(it.papers_at_id, opened)))
    if it.transit_to_id:
        facts.append((_("On their way to"), _agency(it.transit_to_id, opened)))
    if travelling := next((one for one in opened.hand_overs if one.ended_at is None), None):
        facts.append((_("Hand-over list"), travelling.list.number_text))
        facts.append((_("Tracking number"), travelling.list.tracking_number))
    return facts


def result_facts(found: list[Result]) -> Facts:
    """Each version of each result: its number, and how far it has come."""
    return [(one.number_text, _progress(one)) for one in found]


def _progress(one: Result) -> str:
    if one.is_void:
        return _("void: another result was given")
    for instant, words in (
        (one.delivered_at, _("delivered")),
        (one.issued_at, _("issued")),
        (one.sealed_at, _("sealed")),
        (one.signed_at, _("signed")),
        (one.rendered_at, _("waits for the approver")),
    ):
        if instant:
            return f"{one.get_outcome_display()}, {words}"
    words = _("being prepared")
    return f"{one.get_outcome_display()}, {words}"


def delivery_facts(opened: OpenDossier) -> Facts:
    return [
        (
            WAY_WORDS.get(one.way, one.way),
            " · ".join(word for word in (one.get_status_display(), one.tracking_number) if word),
        )
        for one in opened.deliveries
    ]


def party_facts(opened: OpenDossier, reader: User) -> Facts:
    facts: Facts = []
    for one in opened.parties:
        facts.append((one.get_kind_display(), one.name))
        facts.append((_("Personal number"), party_shown_to(reader, opened.dossier, one)))
        facts.append((_("Basis"), one.basis))
        facts.append((_("Telephone"), readable_phone(one.phone)))
    return facts


def wishes(events: list[Event], type_name: str, key: str) -> list[Wish]:
    """The texts of one type of event, the newest first, as long as they are kept."""
    return [
        Wish(str(one.actor), one.at, one.personal[key])
        for one in reversed(events)
        if one.type == type_name and one.personal and one.personal.get(key)
    ]


def sent_back(events: list[Event]) -> Wish | None:
    """Why the proposal was sent back, until another is made."""
    types = ("dossier.sent_back", "dossier.proposed")
    last = next((one for one in reversed(events) if one.type in types), None)
    return next(iter(wishes([last], types[0], "reason")), None) if last else None


def asked(opened: OpenDossier) -> dict[str, Any] | None:
    """What the applicant is asked for, while the dossier waits for it."""
    if opened.dossier.status not in PAUSED:
        return None
    types = ("dossier.supplement_requested", "dossier.payment_requested")
    last = next((one for one in reversed(opened.events) if one.type in types), None)
    if last is None:
        return None
    said = last.personal or {}
    return {
        "items": [item.get("what", "") for item in said.get("items", ())],
        "reason": said.get("reason", ""),
        "contact": said.get("contact", ""),
        "amount": last.facts.get("amount"),
        "until": formats.day(date.fromisoformat(until)) if (until := last.facts.get("until")) else "",
        "at": last.at,
    }


def _agency(agency_id: int, opened: OpenDossier) -> str:
    it = opened.dossier
    known = {it.agency_id: it.agency_name, it.receiving_agency_id: str(it.receiving_agency)}
    return known.get(agency_id) or agency_name(agency_id, it.named_on) or agency_code(agency_id)
