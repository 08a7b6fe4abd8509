"""What a person files, read from a form or a request and checked, before anything is written.

`read_filing` is the one parser of both doors (page and API). It is written by hand because it stands on the
busiest path; the OpenAPI document describes the same fields (dossiers/api/serializers.py), and a test compares.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.cipher import blind_index
from accounts.faults import Fault, Invalid
from accounts.id_card import CardRefused, check_id_number
from accounts.models import Agency, Area, ServicePoint, User
from accounts.names import NameRefused, clean_name, printable
from accounts.phone import PhoneRefused, normalise_phone
from procedures import queries as catalogue
from procedures.competence import NoCompetentAgency, competent_agency
from procedures.fees import FeeRefused, Quote, quote
from procedures.models import ProcedureVersion

from .models import Dossier

FIELDS = (
    "procedure",
    "point",
    "helped_at",
    "area",
    "channel",
    "applicant_name",
    "id_number",
    "applicant_phone",
    "applicant_address",
    "request",
    "copies",
    "handed_in",
    "papers",
)
MOST_COPIES = 100
MOST_PAPERS = 100
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class HandedIn:
    """One uploaded paper: its document key, and the number of the requirement that it meets (None: other)."""

    key: str
    requirement: int | None


@dataclass(frozen=True)
class Filing:
    version: ProcedureVersion
    point: ServicePoint
    helped_at: ServicePoint | None
    area: Area
    agency: Agency
    channel: str
    applicant_name: str
    id_number: str
    applicant_phone: str
    applicant_address: str
    request: str
    copies: int
    quote: Quote
    handed_in: tuple[int, ...]
    papers: tuple[HandedIn, ...]
    key: UUID | None

    def digest(self, verb: str, by: User) -> bytes:
        """Return a keyed hash of verb, clerk and entries: equal for the same form sent twice, telling nothing else."""
        places = [self.point.pk, self.helped_at and self.helped_at.pk, self.agency.pk]
        person = [self.applicant_name, self.id_number, self.applicant_phone, self.applicant_address]
        papers = [self.handed_in, [[paper.key, paper.requirement] for paper in self.papers]]
        entries = [
            verb,
            by.pk,
            self.version.pk,
            self.channel,
            self.request,
            self.copies,
            *places,
            *person,
            *papers,
        ]
        return blind_index(json.dumps(entries))


class _Reader:
    """Reads field after field; collects what is wrong instead of stopping at the first fault."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: dict[str, Fault] = {}

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        value = self.data.get(name) or ""
        if not isinstance(value, str) or len(value) > most or not _is_storable(value):
            self.faults[name] = Fault(
                "text_not_valid", _("Enter a text of at most %(most)s characters.") % {"most": most}
            )
            return ""
        value = printable(value).strip()
        if needed and not value:
            self.faults[name] = Fault("required", _("Fill in this field."))
        return value

    def checked(self, name: str, most: int, check: Callable[[str], str], *, needed: bool = True) -> str:
        value = self.text(name, most, needed=needed)
        if not value:
            return ""
        try:
            return check(value)
        except (CardRefused, NameRefused, PhoneRefused) as refused:
            self.faults[name] = Fault(refused.code, refused.sentence)
            return ""

    def number(self, name: str, least: int, most: int, default: int) -> int:
        value = self.data.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            sentence = _("Enter a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            self.faults[name] = Fault("number_not_valid", sentence)
        return number

    def requirements(self, numbers: set[int]) -> tuple[int, ...]:
        """Return the numbers of the requirements that were handed in or shown, as ticked."""
        ticked = self.data.get("handed_in") or []
        if not isinstance(ticked, list) or not all(type(one) is int and one in numbers for one in ticked):
            self.faults["handed_in"] = Fault(
                "requirement_unknown", _("The procedure asks for no such paper. Choose from its list.")
            )
            return ()
        return tuple(sorted(set(ticked)))

    def papers(self, numbers: set[int]) -> tuple[HandedIn, ...]:
        found = self.data.get("papers") or []
        if not isinstance(found, list) or len(found) > MOST_PAPERS:
            found = [None]  # which is no paper
        try:
            papers = tuple(HandedIn(paper["document"], paper.get("requirement")) for paper in found)
        except (TypeError, KeyError, AttributeError):
            papers = ()
        good = len(papers) == len(found) and all(
            isinstance(paper.key, str)
            and _KEY.fullmatch(paper.key)
            and (paper.requirement is None or type(paper.requirement) is int)
            for paper in papers
        )
        if not good or len({paper.key for paper in papers}) != len(papers):
            self.faults["papers"] = Fault(
                "papers_not_valid", _("A paper is named that was not uploaded. Upload it again.")
            )
            return ()
        if not {paper.requirement for paper in papers} <= numbers | {None}:
            self.faults["papers"] = Fault(
                "requirement_unknown", _("The procedure asks for no such paper. Choose from its list.")
            )
        return papers


def _is_storable(value: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which JSON allows and UTF-8 does not."""
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in value)


def read_filing(data: Mapping[str, Any], *, key: str = "") -> Filing:
    """Return the checked filing; `key` makes a repeated request harmless. Raises Invalid with every fault."""
    reader = _Reader(data)
    version = _version(reader)
    point = _point(reader, "point", needed=True)
    helped_at = _point(reader, "helped_at", needed=False)
    channel = _channel(reader, version)
    applicant_name = reader.checked("applicant_name", 200, clean_name)
    id_number = reader.checked("id_number", 40, check_id_number)
    applicant_phone = reader.checked("applicant_phone", 40, normalise_phone, needed=False)
    applicant_address = reader.text("applicant_address", 250)
    request = reader.text("request", 500)
    copies = reader.number("copies", 1, MOST_COPIES, 1)
    numbers = {requirement.number for requirement in version.requirements.all()} if version else set()
    papers, handed_in = reader.papers(numbers), reader.requirements(numbers)
    agency = _agency(reader, version) if version else None
    fees = _quote(reader, version, copies, channel) if version else None
    intake_key = _uuid(reader, key)
    if reader.faults or version is None or point is None or agency is None or fees is None:
        raise Invalid(reader.faults)
    return Filing(
        version=version,
        point=point,
        helped_at=helped_at,
        area=agency.area,
        agency=agency,
        channel=channel,
        applicant_name=applicant_name,
        id_number=id_number,
        applicant_phone=applicant_phone,
        applicant_address=applicant_address,
        request=request,
        copies=copies,
        quote=fees,
        handed_in=tuple(sorted({*handed_in, *(paper.requirement for paper in papers if paper.requirement)})),
        papers=papers,
        key=intake_key,
    )


def _version(reader: _Reader) -> ProcedureVersion | None:
    code = reader.text("procedure", 20, needed=True)
    version = catalogue.version_in_force(code, localdate()) if code else None
    if version is None and "procedure" not in reader.faults:
        reader.faults["procedure"] = Fault(
            "procedure_unknown", _("There is no procedure with this code today. Choose one from the list.")
        )
    return version


def _channel(reader: _Reader, version: ProcedureVersion | None) -> str:
    channel = reader.text("channel", 10) or Dossier.Channel.DIRECT.value
    if channel not in Dossier.Channel.values:
        reader.faults["channel"] = Fault("channel_unknown", _("Choose direct, online or post."))
    elif version and channel not in version.channels:
        reader.faults["channel"] = Fault(
            "channel_not_offered", _("This procedure cannot be filed this way. Choose another channel.")
        )
    return channel


def _point(reader: _Reader, name: str, *, needed: bool) -> ServicePoint | None:
    code = reader.text(name, 40, needed=needed)
    point = accounts.service_point(code) if code else None
    if code and point is None:
        reader.faults[name] = Fault("point_unknown", _("There is no open service point with this code."))
    return point


def _agency(reader: _Reader, version: ProcedureVersion) -> Agency | None:
    """The competent agency. An area is never guessed: a wrong guess sends the dossier to the wrong agency."""
    area_code = reader.text("area", 5, needed=version.competence["by"] == "area")
    if "area" in reader.faults:
        return None
    try:
        return competent_agency(version, area_code=area_code)
    except NoCompetentAgency as unknown:
        reader.faults["area"] = unknown.fault
        return None


def _quote(reader: _Reader, version: ProcedureVersion, copies: int, channel: str) -> Quote | None:
    try:
        return quote(version.rates, channel=channel, on=localdate(), copies=copies)
    except FeeRefused as refused:
        reader.faults.setdefault("copies", Fault(refused.code, refused.sentence))
        return None


def _uuid(reader: _Reader, key: str) -> UUID | None:
    try:
        return UUID(key) if key else None
    except ValueError:
        reader.faults["key"] = Fault("key_not_valid", _("The idempotency key must be a UUID."))
        return None
