"""The history of a dossier as sentences: who acted, in whose place, for whom, with whose help, where, when, what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import agency as agency_of
from accounts.queries import full_name, service_point
from accounts.roles import MAY, Place, Role

from .access import READERS, OpenDossier, reads_contents
from .details import OPINIONS, agency_words, details, facts_without_words
from .event_types import EVENT_TYPES
from .models import Dossier, Event

SETTLING = ("dossier.submitted", "dossier.accepted", "dossier.rerouted", "dossier.reclassified")


@dataclass(frozen=True)
class Line:
    """One event in words. Empty: `public` for what the applicant is not told, the others where there is nobody.

    `facts` are those of the event that the reader may know.
    `in_place_of` is whom a substitute stands in for, `on_behalf_of` for whom the act was done (applicant,
    representative, agency), `helped_by` the point that helped, `office` where the actor acted.
    """

    seq: int
    at: datetime
    who: str
    sentence: str
    details: tuple[str, ...]
    public: str
    in_place_of: str
    on_behalf_of: str
    helped_by: str
    office: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class PublicLine:
    """One event as the applicant may know it."""

    at: datetime
    sentence: str


def timeline(opened: OpenDossier, reader: User) -> list[Line]:
    """Return the history for a person who works on the dossier, the oldest event first; reads nothing beside it."""
    dossier, competent = opened.dossier, ""
    lines = []
    for event in opened.events:
        if event.type in SETTLING:
            competent = str(event.facts.get("agency") or event.facts.get("to") or competent)
        lines.append(_line(event, dossier, competent, reads_texts=_reads_texts(reader, event, dossier)))
    return lines


def public_timeline(events: Iterable[Event]) -> list[PublicLine]:
    """Return the history for the applicant: what has a public sentence, without persons and without texts."""
    told = ((event.at, EVENT_TYPES[event.type].public) for event in events)
    return [PublicLine(at, str(sentence)) for at, sentence in told if sentence]


def _line(event: Event, dossier: Dossier, competent: str, *, reads_texts: bool) -> Line:
    known = EVENT_TYPES[event.type]
    in_place_of, on_behalf_of = _for_whom(event, dossier)
    return Line(
        seq=event.seq,
        at=event.at,
        who=str(event.actor),
        sentence=str(known.sentence),
        details=details(event, dossier, reads_texts=reads_texts),
        public=str(known.public or ""),
        in_place_of=in_place_of,
        on_behalf_of=on_behalf_of,
        helped_by=_point_words(event.helped_by, dossier),
        office=_office(event, dossier, competent),
        facts=event.facts if reads_texts else facts_without_words(event),
    )


def _reads_texts(reader: User, event: Event, dossier: Dossier) -> bool:
    """Who only helps people to file reads no contents; the words of an opinion are for who asked or was asked."""
    here = reader.agency_ids(*READERS)
    if event.type not in OPINIONS or reader.holds(Role.SUPERVISOR):
        return reads_contents(reader)
    asked = agency_of(str(event.facts.get("of", "")))
    return dossier.agency_id in here or (asked is not None and asked.pk in here)


def _for_whom(event: Event, dossier: Dossier) -> tuple[str, str]:
    """Return (in whose place, on whose behalf) the actor acted."""
    kind, _colon, code = event.on_behalf_of.partition(":")
    if kind == "applicant":
        return "", _("the applicant")
    if kind == "representative":
        return "", _("the applicant's representative")
    if kind == "agency":
        return "", _agency_words(code, event, dossier)
    if kind == "user":  # what the system does, it does for somebody; a person stands in for a colleague
        return ("", full_name(code)) if event.actor.is_system else (full_name(code), "")
    return "", event.on_behalf_of


def _office(event: Event, dossier: Dossier, competent: str) -> str:
    """Name the office at which the actor's right was held; none for the system and for whom no office is named."""
    if event.actor.is_system:
        return ""
    kind, _colon, code = event.on_behalf_of.partition(":")
    code = code if kind == "agency" else str(event.facts.get("office") or "")
    if code:
        return _agency_words(code, event, dossier)
    if point := event.facts.get("point"):
        return _point_words(f"point:{point}", dossier)
    place = _places().get(event.type)
    if place is Place.RECEIVING:
        return dossier.receiving_agency.name
    if place is Place.COMPETENT and competent:
        return _agency_words(competent, event, dossier)
    return ""


@cache
def _places() -> dict[str, Place]:
    """Where the right to the verb of each type of event is held in the first place."""
    return {
        rule.custom["event"]: MAY[verb].place
        for verb in MAY
        for rule in getattr(Dossier, verb)._django_fsm.transitions.values()
    }


def _agency_words(code: str, event: Event, dossier: Dossier) -> str:
    return dossier.agency_name if code == dossier.agency.code else agency_words(code, localdate(event.at))


def _point_words(helped_by: str, dossier: Dossier) -> str:
    kind, _colon, code = helped_by.partition(":")
    if kind != "point":
        return helped_by
    found = dossier.point if code == dossier.point.code else service_point(code)
    return found.name if found else code
