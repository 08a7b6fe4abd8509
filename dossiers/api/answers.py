"""Plain answers of the API, written by hand: what serializers.py describes."""

from typing import Any

from accounts.models import User
from dossiers.access import OpenDossier
from dossiers.identity import sees_numbers, shown_to
from dossiers.models import Document, Dossier, Event
from procedures.eforms import masked


def state(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "status": dossier.status,
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


def event(one: Event) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "type": one.type,
        "source": one.source,
        "target": one.target,
        "actor": one.actor.username,
        "on_behalf_of": one.on_behalf_of,
        "helped_by": one.helped_by,
        "facts": one.facts,
        "at": one.at,
        "hash": bytes(one.hash).hex(),
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
        "documents": [document(paper) for paper in found.documents],
        "events": [event(one) for one in found.events],
    }


def form_answers(it: Dossier, reader: User) -> dict[str, Any]:
    """Return the answers of the e-form, with identity numbers masked for who needs them not."""
    given = it.answers or {}
    return given if not given or sees_numbers(reader, it) else masked(it.procedure_version.form, given)
