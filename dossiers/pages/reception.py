"""What the reception page shows beside its form: papers with their files, and the promise worked out so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from accounts.cipher import blind_index
from accounts.id_card import WARNINGS, Card, CardRefused, read_card
from accounts.models import User
from accounts.names import fold
from accounts.roles import Role
from dossiers.access import visible_to
from dossiers.filing import CASE_NEEDED
from dossiers.models import Document, Dossier
from dossiers.persons import FIELDS as PERSON_FIELDS
from dossiers.queries import of_province, usual_procedures
from procedures import formats
from procedures.due.calendar import CalendarNotLoaded
from procedures.due.dates import due_of
from procedures.due.sentences import sentences
from procedures.due.time_limits import is_case_needed
from procedures.fees import FeeRefused, quote
from procedures.models import ProcedureVersion, Requirement
from procedures.queries import version_in_force

from .competent import Competent, competent
from .forms import ANY_COMMUNE, commune_in, procedure_code
from .particulars import case_names, entered
from .reception_form import typed_answers

CHANNEL = Dossier.Channel.DIRECT.value
MOST_EARLIER = 3
NOT_CHOSEN = {"case_not_chosen", "category_not_chosen"}
FEW_LETTERS = 4  # so few tell little of what is meant: habit tells more
DIGITS = 4  # of a number of copies that is worth working out


@dataclass
class Paper:
    """One line of the checklist. `files` are the uploads that stay attached, whatever happens to the form."""

    number: int
    name: str
    originals: int
    copies: int
    condition: str
    is_required: bool
    is_digitised: bool
    is_ticked: bool = False
    files: list[Document] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class Promise:
    """What the applicant would be told if the dossier were accepted now.

    `due_at` is None until the agency is known, by whose office hours it counts; and where the law sets no time
    (`is_open_ended`). `due_needed`, `fee_needed`: what is missing for them.
    """

    competent: Competent
    due_at: datetime | None = None
    due_why: list[str] = field(default_factory=list)
    due_needed: str = ""
    is_open_ended: bool = False
    fee: int | None = None
    fee_why: list[str] = field(default_factory=list)
    fee_needed: str = ""


def version_of(typed: str) -> ProcedureVersion | None:
    """Return the version in force today of the procedure that was typed or chosen."""
    return version_in_force(procedure_code(typed), localdate())


def usual(words: str, *, user: User) -> list[ProcedureVersion]:
    """Return what the clerk's centres receive most and a word of which begins so; none for more than few letters."""
    letters = fold(words)
    if len(letters) > FEW_LETTERS:
        return []
    codes = usual_procedures(frozenset(user.agency_ids(Role.RECEPTION_CLERK)))
    versions = [version_in_force(code, localdate()) for code in codes]
    return [
        each
        for each in versions
        if each and any(word.startswith(letters) for word in (each.procedure.code, *each.search_name.split()))
    ]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < DIGITS


def uploaded_keys(data: QueryDict) -> list[tuple[int, str]]:
    """Return (number of the requirement, document key) of the files that the page carries along."""
    removed, found = data.get("remove", ""), []
    for value in data.getlist("document"):
        number, _colon, key = value.partition(":")
        if is_number(number) and key != removed:
            found.append((int(number), key))
    return found


def papers(
    version: ProcedureVersion | None, data: QueryDict, *, user: User, faults: Mapping[int, str]
) -> list[Paper]:
    """Return the checklist of a version, with what was ticked and uploaded so far."""
    keys = uploaded_keys(data)
    kept = {each.key: each for each in uploads(user, (key for _number, key in keys))}
    ticked = set(data.getlist("handed_in"))
    listed = (
        []
        if version is None
        else [each for each in version.requirements.all() if asked_at_counter(each, version, data)]
    )
    return [
        Paper(
            number=each.number,
            name=each.name,
            originals=each.originals,
            copies=each.copies,
            condition=each.condition,
            is_required=each.is_required,
            is_digitised=each.is_digitised,
            is_ticked=str(each.number) in ticked,
            files=[kept[key] for number, key in keys if number == each.number and key in kept],
            error=faults.get(each.number, ""),
        )
        for each in listed
    ]


def asked_at_counter(paper: Requirement, version: ProcedureVersion, data: QueryDict) -> bool:
    """Say whether a paper is asked for at the counter, in the cases that were ticked.

    No channels named: at every one. A case that nobody can tick is a condition in words: it is shown.
    """
    other_case = paper.case in case_names(version) and paper.case not in data.getlist("cases")
    return (not paper.channels or CHANNEL in paper.channels) and not other_case


def uploads(user: User, keys: Iterable[str]) -> list[Document]:
    """Return the person's own uploads that no dossier took yet."""
    wanted = list(keys)
    if not wanted:
        return []
    return list(Document.objects.filter(key__in=wanted, dossier=None, uploaded_by=user).defer("text"))


def promise(version: ProcedureVersion | None, data: QueryDict) -> Promise | None:
    """Work out due instant, fee and competent agency, as far as they are known; None without a procedure."""
    copies = data.get("copies") or "1"
    if version is None or not is_number(copies):
        return None
    more = entered(version, data)
    found = Promise(competent(version, data))
    if found.competent.agency_id is not None:
        found = replace(found, **_due(version, found.competent.agency_id, more["cases"]))
    if is_case_needed(version.limits, channel=CHANNEL, cases=more["cases"]):
        found = replace(found, due_needed=str(CASE_NEEDED.sentence), is_open_ended=False)
    pages = int(more["pages"]) if is_number(more["pages"]) else None
    try:
        fees = quote(
            version.rates,
            channel=CHANNEL,
            on=localdate(),
            copies=int(copies),
            pages=pages,
            cases=more["cases"],
            categories=more["categories"],
        )
    except FeeRefused as refused:
        return replace(found, fee_needed=str(refused.sentence))
    choose = [remark.sentence for remark in fees.remarks if remark.code in NOT_CHOSEN]
    if choose:  # published, but not for what was ticked so far: never "unpublished"
        return replace(found, fee_needed=" ".join(choose))
    return replace(found, fee=fees.total, fee_why=fees.explanation)


def _due(version: ProcedureVersion, agency_id: int, cases: list[str]) -> dict[str, Any]:
    """Return the due part of a promise; the reason instead of a day where the calendar is not loaded."""
    try:
        due = due_of(version, now(), channel=CHANNEL, cases=cases, agency_id=agency_id)
    except CalendarNotLoaded as refused:
        return {"due_needed": str(refused)}
    return {"due_at": due.at, "due_why": sentences(due), "is_open_ended": due.at is None}


def area_words(promise: Promise | None) -> str:
    """Say at the area's field which commune is meant."""
    return promise.competent.area_words if promise else str(ANY_COMMUNE)


def filing_data(data: QueryDict) -> dict[str, Any]:
    """Return the page's fields under the names of filing.FIELDS."""
    same = (
        "point",
        "area",
        "agency",
        "applicant_name",
        "id_number",
        "applicant_phone",
        "applicant_address",
        *PERSON_FIELDS,
        "request",
        "copies",
    )
    version = version_of(data.get("procedure", ""))
    asked = {requirement.number for requirement in version.requirements.all()} if version else set()
    papers = [
        {"document": key, "requirement": number if number in asked else None}
        for number, key in uploaded_keys(data)
    ]
    ticked = {int(number) for number in data.getlist("handed_in") if is_number(number)}
    typed = {name: data.get(name, "") for name in same}
    return {
        **typed,
        **entered(version, data),
        "procedure": procedure_code(data.get("procedure", "")),
        "channel": CHANNEL,
        "answers": typed_answers(version, data),
        "handed_in": sorted(ticked & asked),
        "papers": papers,
    }


def card_fields(card: Card) -> dict[str, str]:
    """Return what a card fills in, by field."""
    return {
        "applicant_name": card.full_name,
        "id_number": card.id_number,
        "applicant_address": card.address,
        "area": commune_in(card.address),
        "card_born_on": card.born_on.isoformat(),
        "card_sex": card.sex.value,
    }


def card_words(card: Card) -> str:
    """Say whom the card shows, for the clerk to compare with the face."""
    return _("%(name)s, born %(day)s.") % {"name": card.full_name, "day": formats.short_day(card.born_on)}


def earlier_dossiers(id_number: str, *, user: User) -> list[dict[str, str]]:
    """Return the newest dossiers of this person that the clerk may see, as links."""
    same = of_province().filter(visible_to(user), id_index=blind_index(id_number))
    newest = same.select_related("procedure_version").order_by("-pk")[:MOST_EARLIER]
    return [
        {
            "url": reverse("dossier", args=[each.code]),
            "words": f"{each.code} · {each.procedure_version.name} · {each.get_status_display()}",
        }
        for each in newest
    ]


def card_warnings(card: Card) -> list[str]:
    """Return the contradictions of a card as sentences."""
    return [str(WARNINGS[code]) for code in card.warnings]


def with_card(data: QueryDict) -> tuple[QueryDict, str]:
    """Fill in from a card that was scanned into a form without script; return the fault, if it cannot be read."""
    scanned = data.get("card", "")
    if not scanned.strip():
        return data, ""
    try:
        card = read_card(scanned)
    except CardRefused as refused:
        return data, str(refused.sentence)
    filled = data.copy()
    filled["card"] = ""
    for name, value in card_fields(card).items():
        filled[name] = value or data.get(name, "")
    return filled, ""
