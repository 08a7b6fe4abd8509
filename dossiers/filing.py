"""What a person files, read from a form or a request and checked, before anything is written.

`read_filing` is the one parser of both doors (page and API). It is written by hand because it stands on the
busiest path; the OpenAPI document describes the same fields (dossiers/api/serializers.py), and a test compares.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.cipher import blind_index
from accounts.faults import Fault, Invalid
from accounts.id_card import check_id_number
from accounts.models import Agency, Area, ServicePoint, User
from accounts.names import clean_name
from accounts.phone import normalise_phone
from procedures import queries as catalogue
from procedures.competence import CompetenceRefused, Question
from procedures.competence.registered import settled
from procedures.due.time_limits import is_case_needed
from procedures.eforms import filed_answers
from procedures.fees import FeeRefused, Quote
from procedures.models import ProcedureVersion

from .code_pattern import LONGEST_CODE
from .entries import EntryReader, HandedIn
from .models import Dossier
from .persons import FIELDS as PERSON_FIELDS
from .persons import NOBODY, Persons, read_persons

FIELDS = (
    "procedure",
    "point",
    "helped_at",
    "area",
    "agency",
    "channel",
    "applicant_name",
    "id_number",
    "applicant_phone",
    "applicant_address",
    *PERSON_FIELDS,
    "request",
    "copies",
    "pages",
    "cases",
    "categories",
    "answers",
    "handed_in",
    "papers",
    "code",
)
MOST_ADDRESS = 250
MOST_REQUEST = 500
MOST_COPIES = 100
MOST_PAGES = 2000
FEE_FIELDS = {
    "pages_needed": "pages",
    "number_out_of_range": "copies",
}  # else two cases contradict each other
CASE_NEEDED = Fault("case_needed", _("Tick the case that applies: the time limit depends on it."))


class Matter(NamedTuple):
    """What is asked for under which version, and what follows: who decides, what it costs, what the e-form says."""

    version: ProcedureVersion
    channel: str
    copies: int
    pages: int | None
    cases: tuple[str, ...]
    categories: tuple[str, ...]
    answers: dict[str, Any]
    agency: Agency
    area: Area
    quote: Quote


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
    pages: int | None
    cases: tuple[str, ...]
    categories: tuple[str, ...]
    answers: dict[str, Any]
    quote: Quote
    handed_in: tuple[int, ...]
    papers: tuple[HandedIn, ...]
    key: UUID | None
    persons: Persons = NOBODY
    code: str = ""

    def digest(self, verb: str, by: User) -> bytes:
        """Return a keyed hash of verb, clerk and entries: equal for the same form sent twice, telling nothing else."""
        places = [self.point.pk, self.helped_at and self.helped_at.pk, self.agency.pk, self.area.pk]
        person = [self.applicant_name, self.id_number, self.applicant_phone, self.applicant_address]
        papers = [self.handed_in, [[paper.key, paper.requirement] for paper in self.papers]]
        entries = [
            verb,
            by.pk,
            self.version.pk,
            self.channel,
            self.request,
            self.copies,
            self.pages,
            self.cases,
            self.categories,
            self.answers,
            *places,
            *person,
            *papers,
            *(astuple(self.persons) if self.persons else ()),
            *([self.code] if self.code else ()),
        ]
        return blind_index(json.dumps(entries))


def read_filing(data: Mapping[str, Any], *, key: str = "") -> Filing:
    """Return the checked filing; `key` makes a repeated request harmless. Raises Invalid with every fault."""
    reader, today = EntryReader(data), localdate()
    version = version_on(reader, today)
    point = _point(reader, "point", needed=True)
    helped_at = _point(reader, "helped_at", needed=False)
    applicant_name = reader.checked("applicant_name", 200, clean_name)
    id_number = reader.checked("id_number", 40, check_id_number)
    applicant_phone = reader.checked("applicant_phone", 40, normalise_phone, needed=False)
    applicant_address = reader.text("applicant_address", MOST_ADDRESS)
    persons = read_persons(reader, applicant_id_number=id_number)
    request = reader.text("request", MOST_REQUEST)
    matter = read_matter(reader, version, point, today)
    numbers = {requirement.number for requirement in version.requirements.all()} if version else set()
    papers, handed_in = reader.papers(numbers), reader.requirements(numbers)
    code = reader.text("code", LONGEST_CODE)
    intake_key = _uuid(reader, key)
    if reader.faults or point is None or matter is None:
        raise Invalid(reader.faults)
    return Filing(
        version=matter.version,
        point=point,
        helped_at=helped_at,
        area=matter.area,
        agency=matter.agency,
        channel=matter.channel,
        applicant_name=applicant_name,
        id_number=id_number,
        applicant_phone=applicant_phone,
        applicant_address=applicant_address,
        request=request,
        copies=matter.copies,
        pages=matter.pages,
        cases=matter.cases,
        categories=matter.categories,
        answers=matter.answers,
        quote=matter.quote,
        handed_in=tuple(sorted({*handed_in, *(paper.requirement for paper in papers if paper.requirement)})),
        papers=papers,
        key=intake_key,
        persons=persons,
        code=code,
    )


def read_matter(
    reader: EntryReader, version: ProcedureVersion | None, point: ServicePoint | None, on: date
) -> Matter | None:
    """Settle what is asked for under a version, as of a day; what is wrong is collected by the reader."""
    channel = _channel(reader, version)
    copies = reader.number("copies", 1, MOST_COPIES, 1)
    pages = reader.number("pages", 1, MOST_PAGES, 0) or None
    cases = reader.choices("cases", {case["name"] for case in version.cases} if version else set())
    if (
        version
        and "cases" not in reader.faults
        and is_case_needed(version.limits, channel=channel, cases=cases)
    ):
        reader.faults["cases"] = CASE_NEEDED
    categories = reader.choices("categories", version.exempt_categories if version else set())
    if version is None:
        return None
    answers = _answers(reader, version, channel)
    competent = _competent(reader, version, point, cases, on)
    fees = _quote(reader, version, channel, (copies, pages), cases, categories, on)
    if competent is None or fees is None:
        return None
    return Matter(version, channel, copies, pages, cases, categories, answers, *competent, fees)


def version_on(reader: EntryReader, on: date) -> ProcedureVersion | None:
    """Return the version of the procedure that is named, as it is in force on a day."""
    code = reader.text("procedure", 20, needed=True)
    version = catalogue.version_in_force(code, on) if code else None
    if version is None and "procedure" not in reader.faults:
        reader.faults["procedure"] = Fault(
            "procedure_unknown", _("There is no procedure with this code today. Choose one from the list.")
        )
    return version


def _channel(reader: EntryReader, version: ProcedureVersion | None) -> str:
    channel = reader.text("channel", 10) or Dossier.Channel.DIRECT.value
    if channel not in Dossier.Channel.values:
        reader.faults["channel"] = Fault("channel_unknown", _("Choose direct, online or post."))
    elif version and channel not in version.channels:
        reader.faults["channel"] = Fault(
            "channel_not_offered", _("This procedure cannot be filed this way. Choose another channel.")
        )
    return channel


def _answers(reader: EntryReader, version: ProcedureVersion, channel: str) -> dict[str, Any]:
    """The answers of the version's e-form; at the counter and by post the paper form is as lawful."""
    is_needed = channel == Dossier.Channel.ONLINE
    try:
        return filed_answers(version.form, reader.data.get("answers"), is_needed=is_needed)
    except Invalid as invalid:
        reader.faults |= invalid.faults
        return {}


def _point(reader: EntryReader, name: str, *, needed: bool) -> ServicePoint | None:
    code = reader.text(name, 40, needed=needed)
    # Nothing is received at a support point: it may only be named as the one that helped.
    known = accounts.reception_point if name == "point" else accounts.service_point
    point = known(code) if code else None
    if code and point is None:
        reader.faults[name] = Fault("point_unknown", _("There is no open service point with this code."))
    return point


def _competent(
    reader: EntryReader,
    version: ProcedureVersion,
    point: ServicePoint | None,
    cases: tuple[str, ...],
    on: date,
) -> tuple[Agency, Area] | None:
    """The agency that decides, and the area the dossier is about. Never guessed: a wrong guess sends it astray."""
    area, agency = reader.text("area", 5), reader.text("agency", 35)
    if {"area", "agency", "cases"} & set(reader.faults):
        return None
    question = Question(on, point.code if point else "", area, agency, cases)
    try:
        return settled(version, question)
    except CompetenceRefused as refused:
        reader.faults.setdefault(refused.field, refused.fault)
        return None


def _quote(
    reader: EntryReader,
    version: ProcedureVersion,
    channel: str,
    counts: tuple[int, int | None],
    cases: tuple[str, ...],
    categories: tuple[str, ...],
    on: date,
) -> Quote | None:
    if {"copies", "pages"} & set(reader.faults):
        return None
    try:
        return catalogue.fee_quote(version, channel, on, *counts, cases, categories)
    except FeeRefused as refused:
        reader.faults.setdefault(FEE_FIELDS.get(refused.code, "cases"), Fault(refused.code, refused.sentence))
        return None


def _uuid(reader: EntryReader, key: str) -> UUID | None:
    try:
        return UUID(key) if key else None
    except ValueError:
        reader.faults["key"] = Fault("key_not_valid", _("The idempotency key must be a UUID."))
        return None
