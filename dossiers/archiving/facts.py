"""What a package says of its dossier in JSON: the facts, the events with their hashes, the line of the register.

Personal data are true and in clear, identity numbers too: an archive that needs this system's keys is none. That is why
the folder belongs to this account alone (decision 0026).
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from dossiers.chain import instant
from dossiers.identity import id_number, party_number
from dossiers.models import Dossier, Event, Result

NEEDS = (
    "procedure_version__procedure",
    "receiving_agency",
    "agency",
    "point",
    "helped_at",
    "area",
    "officer",
)
# Columns that only this database needs, or that stand elsewhere in the package.
LEFT_OUT = {
    "id",
    "province",
    "dossier_id",
    "token",
    "id_encrypted",
    "id_index",
    "id_key",
    "intake_key",
    "intake_digest",
    "applicant_search",
    "head_hash",
}


def dossier_facts(dossier: Dossier) -> dict[str, Any]:
    """Return the dossier as it is, with its people, its way through the steps, its clock and its hand-overs."""
    return _columns(dossier) | {
        "procedure": procedure(dossier),
        "receiving_agency": _named(dossier.receiving_agency),
        "competent_agency": _named(dossier.agency),
        "point": _named(dossier.point),
        "helped_at": _named(dossier.helped_at),
        "area": _named(dossier.area),
        "officer": dossier.officer and dossier.officer.username,
        "id_number": id_number(dossier),
        "parties": [
            _columns(party) | {"id_number": party_number(party, dossier)}
            for party in dossier.parties.order_by("kind")
        ],
        "steps": [
            _columns(run) | {"agency": run.agency.code, "officer": run.officer and run.officer.username}
            for run in dossier.step_runs.select_related("agency", "officer").order_by("number")
        ],
        "clock": [_columns(run) for run in dossier.clock_runs.order_by("started_at")],
        "hand_overs": [
            _columns(one)
            | {"list": one.list.number_text, "from": one.list.giver.code, "to": one.list.receiver.code}
            for one in dossier.hand_overs.select_related("list__giver", "list__receiver").order_by("id")
        ],
        "deliveries": [_columns(one) for one in dossier.deliveries.order_by("id")],
        "results": [
            _columns(result)
            | {"agency": result.agency.code, "approver": result.approver and str(result.approver)}
            for result in _results(dossier)
        ],
    }


def event_facts(event: Event) -> dict[str, Any]:
    """Return one event with all that its hash is made of, so that the chain can be checked from the package alone."""
    return {
        "province": event.province,
        "seq": event.seq,
        "type": event.type,
        "source": event.source,
        "target": event.target,
        "actor": event.actor_id,
        "actor_name": str(event.actor),
        "actor_username": event.actor.username,
        "on_behalf_of": event.on_behalf_of,
        "helped_by": event.helped_by,
        "facts": event.facts,
        "at": instant(event.at),
        "personal": event.personal,
        "salt": _plain(event.salt),
        "commitment": _plain(event.commitment),
        "prev_hash": _plain(event.prev_hash),
        "hash": _plain(event.hash),
    }


def register_line(dossier: Dossier, events: list[Event]) -> dict[str, Any]:
    """Return the dossier's line of the register (statutory form 07 of Circular 03/2025/TT-VPCP)."""
    returned = next((event for event in reversed(events) if event.type == "dossier.returned"), None)
    issued = [result.number_text for result in _results(dossier) if result.issued_at]
    return {
        "code": dossier.code,
        "procedure": dossier.procedure_version.name,
        "copies": dossier.copies,
        "applicant_name": dossier.applicant_name,
        "applicant_address": dossier.applicant_address,
        "applicant_phone": dossier.applicant_phone,
        "competent_agency": dossier.agency_name,
        "received_at": _plain(dossier.received_at),
        "promised_at": _plain(dossier.promised_at),
        "finished_at": _plain(dossier.finished_at),
        "result_numbers": issued,
        "returned_at": _plain(returned.at) if returned else None,
        "way": returned.facts.get("way") if returned else None,
        "recipient_name": (returned.personal or {}).get("recipient_name") if returned else None,
        "status": str(dossier.status),
    }


def procedure(dossier: Dossier) -> dict[str, Any]:
    version = dossier.procedure_version
    return {"code": version.procedure.code, "name": version.name, "version": version.number}


def _results(dossier: Dossier) -> list[Result]:
    return list(dossier.results.select_related("agency", "approver").order_by("kind", "seq"))


def _columns(row: Model) -> dict[str, Any]:
    """Return the plain columns of a row; what it points to is said by code where it matters."""
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.is_relation and field.attname not in LEFT_OUT
    }


def _named(row: Any) -> dict[str, str] | None:
    return {"code": row.code, "name": row.name} if row is not None else None


def _plain(value: Any) -> Any:
    """Return what JSON can hold: instants in UTC with microseconds, days in ISO 8601, bytes in hexadecimal."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
