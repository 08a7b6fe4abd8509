"""Plain answers of the API, written by hand: what serializers.py describes."""

from typing import Any

from django.utils.timezone import now

from accounts.models import User
from accounts.queries import agency_code
from dossiers.access import OpenDossier, reads_opinion
from dossiers.identity import party_shown_to, sees_numbers, shown_to
from dossiers.models import (
    Delivery,
    Document,
    Dossier,
    Event,
    HandOver,
    HandOverList,
    Party,
    Result,
    StepRun,
)
from dossiers.models.status import PORTAL_STATUS
from dossiers.rules import Offer
from dossiers.time_split import time_split
from dossiers.timeline import Line, timeline
from procedures.eforms import masked


def state(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "status": dossier.status,
        "portal_status": PORTAL_STATUS[dossier.status],
        "step": dossier.step,
        "step_role": dossier.step_role,
        "step_agency": agency_code(dossier.step_agency_id),
        "supplements": dossier.supplements,
        "papers_at": agency_code(dossier.papers_at_id),
        "transit_to": agency_code(dossier.transit_to_id),
        "replacing": dossier.replacing,
        "received_at": dossier.received_at,
        "promised_at": dossier.promised_at,
        "due_at": dossier.due_at,
        "version": dossier.version,
    }


def accepted(dossier: Dossier) -> dict[str, Any]:
    return state(dossier) | {
        "tracking_url": dossier.tracking_url,
        "agency": dossier.agency_name,
        "fee_total": dossier.fee_total,
    }


def row(dossier: Dossier) -> dict[str, Any]:
    return state(dossier) | {
        "applicant_name": dossier.applicant_name,
        "procedure": dossier.procedure_version.name,
        "agency": dossier.agency_name,
        "officer": dossier.officer.username if dossier.officer else None,
    }


def document(paper: Document) -> dict[str, Any]:
    return {
        "key": paper.key,
        "kind": paper.kind,
        "name": paper.name,
        "mime": paper.mime,
        "size": paper.size,
        "pages": paper.pages,
        "sha256": paper.sha256,
        "digitised_at": paper.digitised_at,
        "confidence": paper.confidence,
        "failure_code": paper.failure_code,
    }


def event(one: Event, line: Line) -> dict[str, Any]:
    """An event as it was written, as far as the reader may know it, and as people read it."""
    return {
        "seq": one.seq,
        "type": one.type,
        "source": one.source,
        "target": one.target,
        "actor": one.actor.username,
        "on_behalf_of": one.on_behalf_of,
        "helped_by": one.helped_by,
        "facts": line.facts,
        "at": one.at,
        "hash": bytes(one.hash).hex(),
        "who": line.who,
        "sentence": line.sentence,
        "details": line.details,
        "office": line.office,
    }


def party(one: Party, it: Dossier, reader: User) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "id_number": party_shown_to(reader, it, one),
        "basis": one.basis,
        "phone": one.phone,
    }


def step_run(run: StepRun, it: Dossier, reader: User) -> dict[str, Any]:
    """The texts of an opinion only for who may read it."""
    readable = reads_opinion(reader, it, run)
    return {
        "number": run.number,
        "key": run.key,
        "name": run.name,
        "kind": run.kind,
        "role": run.role,
        "agency": run.agency.code,
        "officer": run.officer.username if run.officer else None,
        "is_mandatory": run.is_mandatory,
        "minutes": run.minutes,
        "started_at": run.started_at,
        "taken_at": run.taken_at,
        "due_at": run.due_at,
        "ended_at": run.ended_at,
        "ending": run.ending,
        "verdict": run.verdict if readable else "",
        "question": run.question if readable else "",
        "answer": run.answer if readable else "",
    }


def result(one: Result) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "seq": one.seq,
        "number": one.number_text,
        "outcome": one.outcome,
        "draft": one.draft,
        "approver": one.approver.username if one.approver else None,
        "rendered_sha256": one.rendered_sha256,
        "signed_at": one.signed_at,
        "sealed_at": one.sealed_at,
        "issued_at": one.issued_at,
        "delivered_at": one.delivered_at,
    }


def delivery(one: Delivery) -> dict[str, Any]:
    return {
        "way": one.way,
        "status": one.status,
        "tracking_number": one.tracking_number,
        "sent_at": one.sent_at,
        "ended_at": one.ended_at,
    }


def hand_over_list(one: HandOverList) -> dict[str, Any]:
    return {
        "number": one.number_text,
        "giver": agency_code(one.giver_id),
        "receiver": agency_code(one.receiver_id),
        "carrier": one.carrier,
        "tracking_number": one.tracking_number,
        "given_at": one.given_at,
    }


def hand_over(one: HandOver) -> dict[str, Any]:
    return hand_over_list(one.list) | {"ended_at": one.ended_at, "ending": one.ending}


def offer(one: Offer, it: Dossier) -> dict[str, Any]:
    """A verb with where to send it; the two of papers are about whole lists."""
    place = one.verb if one.verb in ("hand_over", "receive_hand_over") else f"{it.code}/{one.verb}"
    return {
        "verb": one.verb,
        "url": f"/api/v1/dossiers/{place}/",
        "blockers": [{"code": each.code, "detail": str(each.sentence)} for each in one.reasons],
    }


def dossier(found: OpenDossier, *, reader: User) -> dict[str, Any]:
    it = found.dossier
    return accepted(it) | {
        "procedure": it.procedure_version.procedure.code,
        "point": it.point.code,
        "officer": it.officer.username if it.officer else None,
        "applicant_name": it.applicant_name,
        "id_number": shown_to(reader, it),
        "applicant_phone": it.applicant_phone,
        "applicant_address": it.applicant_address,
        "request": it.request,
        "copies": it.copies,
        "answers": form_answers(it, reader),
        "parties": [party(one, it, reader) for one in found.parties],
        "step_runs": [step_run(run, it, reader) for run in found.step_runs],
        "results": [result(one) for one in found.results],
        "deliveries": [delivery(one) for one in found.deliveries],
        "hand_overs": [hand_over(one) for one in found.hand_overs],
        "documents": [document(paper) for paper in found.documents],
        "events": [event(*both) for both in zip(found.events, timeline(found, reader), strict=True)],
        "time_split": split(found),
    }


def split(found: OpenDossier) -> dict[str, Any] | None:
    """Whose time it has cost so far; None before reception."""
    shares = time_split(found, now())
    if shares is None:
        return None
    return {
        name: {
            "applicant": each.applicant,
            "office": each.office,
            "third_party": each.third_party,
            "whole": each.whole,
        }
        for name, each in (("seconds", shares.seconds), ("working_minutes", shares.working_minutes))
    }


def form_answers(it: Dossier, reader: User) -> dict[str, Any]:
    """Return the answers of the e-form, with identity numbers masked for who needs them not."""
    given = it.answers or {}
    return given if not given or sees_numbers(reader, it) else masked(it.procedure_version.form, given)
