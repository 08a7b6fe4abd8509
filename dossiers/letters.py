"""Statutory forms 02 to 05, each from the event that it puts in writing: what the office told the applicant."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from accounts.models import Agency
from accounts.queries import agency as agency_of
from accounts.queries import signature_title
from procedures.models import ProcedureVersion

from .models import Dossier, Event
from .papers.contexts import (
    ApologyContext,
    DeclinedContext,
    Letter,
    StoppingContext,
    SupplementContext,
    dong,
    form_name,
)
from .persons import on_paper

MOST_BASES = 3


@dataclass(frozen=True)
class Written:
    """One event as its letter sees it; `said` is what was typed (empty after the erasure)."""

    event: Event
    dossier: Dossier
    version: ProcedureVersion
    office: Agency

    @property
    def said(self) -> dict[str, Any]:
        return self.event.personal or {}

    @property
    def is_at_counter(self) -> bool:
        """Whether the service centre speaks, in the name of the point at which the dossier was received."""
        return self.office.pk == self.dossier.receiving_agency_id


def letter(event: Event, form: str) -> Letter:
    """Return the letter of an event, `form` '02' to '05', with the names of the day on which it was written."""
    dossier = event.dossier
    written = Written(event, dossier, _version(event), _office(event))
    return _BODIES[form](written, _frame(written, form))


def _version(event: Event) -> ProcedureVersion:
    """The version by which the dossier went then: it may have been moved to another procedure since."""
    moved = Event.objects.filter(dossier=event.dossier_id, type="dossier.reclassified", seq__gt=event.seq)
    first = moved.order_by("seq").first()
    if first is None:
        return event.dossier.procedure_version
    versions = ProcedureVersion.objects.select_related("procedure")
    return versions.get(procedure__code=first.facts["procedure_before"], number=first.facts["version_before"])


def _office(event: Event) -> Agency:
    """Who wrote: the office that the event names, else the agency to which its verb belongs."""
    named = event.facts.get("office") or event.on_behalf_of.partition("agency:")[2]
    found = agency_of(named) if named else None
    if found is not None:
        return found
    is_competent = event.type in ("dossier.extended", "dossier.stopped")
    return event.dossier.agency if is_competent else event.dossier.receiving_agency


def _frame(written: Written, form: str) -> dict[str, Any]:
    """What every letter shows around its body."""
    event, dossier, office = written.event, written.dossier, written.office
    on = localdate(event.at)
    centre = dossier.receiving_agency
    return on_paper(dossier) | {
        "form": form_name(form, tuple(written.version.own_forms)).code,
        "superior_name": (centre.parent or centre).name_on(on) if written.is_at_counter else "",
        "office_name": dossier.point.name if written.is_at_counter else office.name_on(on),
        "place": office.area.name,
        "at": event.at,
        "dossier_code": dossier.code,
        "number": str(event.facts.get("number", "")),
        "link": dossier.tracking_url,
        "procedure_code": written.version.procedure.code,
        "procedure_name": written.version.name,
        "content": dossier.request,
        "received_at": dossier.received_at,
        "signer_name": str(event.actor),
    }


def _title(written: Written) -> str:
    """What stands above the signature, with KT. where somebody signs for the head."""
    return signature_title(written.event.actor_id, written.office.pk, localdate(written.event.at))


def _supplement(written: Written, frame: dict[str, Any]) -> Letter:
    until = written.event.facts.get("until")
    asked = {one.number: one.name for one in written.version.requirements.all()}
    return SupplementContext(
        **frame,
        items=tuple(_item(item, asked) for item in written.said.get("items", ())),
        reason=written.said.get("reason", ""),
        contact=written.said.get("contact", ""),
        until=date.fromisoformat(until) if until else None,
        restarts=written.event.facts.get("policy") == ProcedureVersion.OnSupplement.RESTART,
        legal_bases=tuple(
            f"{base['title']} ({base['number']})" for base in written.version.legal_bases[:MOST_BASES]
        ),
    )


def _item(item: dict[str, Any], asked: dict[int, str]) -> str:
    """Word one thing that is missing: the paper as the procedure names it, and what of it."""
    paper = asked.get(item.get("requirement") or 0, "")
    return f"{paper}: {item['what']}" if paper and paper != item["what"] else item["what"]


def _declined(written: Written, frame: dict[str, Any]) -> Letter:
    return DeclinedContext(**frame, reason=written.said.get("reason", ""))


def _apology(written: Written, frame: dict[str, Any]) -> Letter:
    before, after = written.event.facts.get("due_before"), written.event.facts["due_after"]
    return ApologyContext(
        **frame,
        signer_title=_title(written),
        due_at=datetime.fromisoformat(before) if before else None,
        new_due_at=datetime.fromisoformat(after),
        reason=written.said.get("reason", ""),
    )


def _stopping(written: Written, frame: dict[str, Any]) -> Letter:
    asked, money = written.event.type == "dossier.withdrawn", written.event.facts.get("money", "")
    fee = written.dossier.fee_total if money in ("refund", "kept") else 0
    found = StoppingContext(
        **frame,
        asked=asked,
        reason=written.said.get("reason", ""),
        basis=written.said.get("basis", ""),
        money=money,
        fee_words=dong(fee) if fee else "",
    )
    return found if asked else replace(found, signer_title=_title(written))


_BODIES: dict[str, Callable[[Written, dict[str, Any]], Letter]] = {
    "02": _supplement,
    "03": _declined,
    "04": _apology,
    "05": _stopping,
}
