"""Statutory form 07: which dossiers stand in the register of an office for a period, and what it says of each."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, ServicePoint, User
from accounts.phone import readable_phone
from accounts.roles import Role

from .access import READERS, NotVisible, visible_to
from .control_sheet import RUNNING, WAYS, result_words
from .models import AccessRecord, Dossier, Event
from .papers.contexts import RegisterRow

MOST_LISTED = 10_000
MOST_DAYS = 366
LAST_DAY = date(9999, 1, 1)  # after the last one there is none with which a period could end
CHUNK = 500
MOMENTS = {
    "dossier.digitisation_confirmed": "sent",
    "dossier.papers_handed_over": "sent",
    "dossier.issued": "back",
    "dossier.returned": "returned",
    "dossier.granted_by_silence": "returned",
}


@dataclass(frozen=True)
class Register:
    """The dossiers that an office received, or decides, in a period; `rows` are words, as they are printed."""

    office: ServicePoint | Agency
    from_on: date
    until_on: date
    rows: tuple[RegisterRow, ...]

    @property
    def checksum(self) -> str:
        """16 digits that are the same for the same rows, on paper and in the tables."""
        lines = "\n".join("\t".join(map(str, astuple(row))) for row in self.rows)
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    @property
    def file_name(self) -> str:
        return f"so-theo-doi-{self.office.code}-{self.from_on:%Y%m%d}-{self.until_on:%Y%m%d}"


def read_period(given: Mapping[str, str]) -> tuple[date, date]:
    """Return the days `from` and `to`. Raises Invalid by field."""
    days, faults = [], {}
    for name in ("from", "to"):
        try:
            days.append(date.fromisoformat(given.get(name, "")))
        except ValueError:
            faults[name] = Fault("date_not_valid", _("Enter a day as year-month-day, e.g. 2026-11-20."))
    if faults:
        raise Invalid(faults)
    return days[0], days[1]


def register(
    user: User, *, point: str = "", agency: str = "", from_on: date, until_on: date, most: int = MOST_LISTED
) -> Register:
    """Return the register of a service point or an agency for whom works there, or supervises; who looked is recorded.

    Days are inclusive, at most 366. Raises NotVisible for any other office, Invalid for a period that is not one or
    that holds more than `most` dossiers.
    """
    office = _office(user, point, agency)
    if not (from_on <= until_on < LAST_DAY and (until_on - from_on).days < MOST_DAYS):
        sentence = _("The period ends on or after its first day, and is at most 366 days long.")
        raise Invalid({"to": Fault("period_not_valid", sentence)})
    rows = Dossier.objects.filter(visible_to(user), _at(office), province=settings.ONESTOP_PROVINCE)
    rows = rows.filter(received_at__gte=_begin(from_on), received_at__lt=_begin(until_on + timedelta(days=1)))
    needs = ("procedure_version", "agency", "point")
    dossiers = list(rows.select_related(*needs).order_by("received_at", "pk")[: most + 1])
    if len(dossiers) > most:
        sentence = _(
            "The register of this period holds more than %(most)s dossiers. Choose a shorter period,"
            " or take it as a table (CSV, XLSX)."
        )
        raise Invalid({"to": Fault("register_too_long", sentence % {"most": most})})
    _record(user, dossiers, from_on, until_on)
    with translation.override("vi"):
        return Register(office, from_on, until_on, tuple(_rows(dossiers)))


def _office(user: User, point: str, agency: str) -> ServicePoint | Agency:
    """The office that is named by its code, if the person works there or supervises."""
    if bool(point) == bool(agency):
        raise Invalid({"point": Fault("office_needed", _("Name one office: a service point or an agency."))})
    here = {"province": settings.ONESTOP_PROVINCE, "code": point or agency}
    office: ServicePoint | Agency | None = (
        ServicePoint.objects.select_related("agency__area", "agency__parent").filter(**here).first()
        if point
        else Agency.objects.select_related("area", "parent").filter(**here).first()
    )
    if office is None or not (
        user.holds(Role.SUPERVISOR) or house_of(office).pk in user.agency_ids(*READERS)
    ):
        raise NotVisible(point or agency)
    return office


def house_of(office: ServicePoint | Agency) -> Agency:
    """The agency to which an office belongs: itself, or that of the point."""
    return office.agency if isinstance(office, ServicePoint) else office


def _at(office: ServicePoint | Agency) -> Q:
    """What stands in the register of an office: what it received, of an agency also what it decides."""
    if isinstance(office, ServicePoint):
        return Q(point=office)
    return Q(receiving_agency=office) | Q(agency=office)


def offices_of(user: User) -> tuple[list[ServicePoint], list[Agency]]:
    """The points and agencies whose register this person may open by their own posts, by code."""
    here = user.agency_ids(*READERS)
    points = ServicePoint.objects.filter(agency__in=here, kind=ServicePoint.Kind.RECEPTION).order_by("code")
    return list(points), list(Agency.objects.filter(pk__in=here).order_by("code"))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())


def _record(user: User, dossiers: list[Dossier], from_on: date, until_on: date) -> None:
    """A register opens every dossier in it, so each says so."""
    what = f"register {from_on:%Y-%m-%d} to {until_on:%Y-%m-%d}"
    AccessRecord.objects.bulk_create(
        [AccessRecord(province=one.province, dossier=one, user=user, what=what) for one in dossiers],
        batch_size=1000,
    )


def _rows(dossiers: list[Dossier]) -> Iterator[RegisterRow]:
    for start in range(0, len(dossiers), CHUNK):
        some = dossiers[start : start + CHUNK]
        moments = _moments(some)
        yield from (_row(dossier, moments.get(dossier.pk, {})) for dossier in some)


def _moments(dossiers: list[Dossier]) -> dict[int, dict[str, Any]]:
    """When each dossier went to the agency (first), came back and was returned (last), and in which way."""
    found: dict[int, dict[str, Any]] = {}
    events = Event.objects.filter(dossier__in=dossiers, type__in=MOMENTS).order_by("dossier", "seq")
    for key, kind, at, facts in events.values_list("dossier_id", "type", "at", "facts"):
        known, name = found.setdefault(key, {}), MOMENTS[kind]
        if name != "sent" or name not in known:
            known[name] = at
        if kind == "dossier.returned":
            known["way"] = WAYS.get(facts.get("way", ""), "")
    return found


def _row(dossier: Dossier, moments: dict[str, Any]) -> RegisterRow:
    note = result_words(dossier)
    return RegisterRow(
        code=dossier.code,
        procedure=dossier.procedure_version.name,
        sets=1,
        person=dossier.applicant_name,
        reach="; ".join(filter(None, (dossier.applicant_address, readable_phone(dossier.applicant_phone)))),
        agency=dossier.agency_short_name,
        received=_words(dossier.received_at),
        due=_words(dossier.promised_at),
        sent=_words(moments.get("sent")),
        back=_words(moments.get("back")),
        returned=_words(moments.get("returned")),
        way=moments.get("way", ""),
        note=str(dossier.get_status_display()).capitalize() if note == RUNNING else note,
    )


def _words(at: datetime | None) -> str:
    return f"{localtime(at, get_default_timezone()):%d/%m/%Y %H:%M}" if at else ""
