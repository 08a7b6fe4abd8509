"""From a story to rows: dossier, events in a chain, runs of the clock and of steps, result, receipt."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.conf import settings
from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.names import fold
from accounts.roles import Role
from dossiers import chain, files, identity
from dossiers.models import ClockRun, Document, Dossier, Event, Result, StepRun
from dossiers.models.status import PAUSED, Status
from dossiers.reckoning.count import Mark, MarkKind, Reason, reckon
from procedures.due.calendar import WorkingCalendar, add_working_minutes
from procedures.due.dates import due_of

from .facts import CONTENT, Story, told
from .offices import AT_COUNTER, Matter, Offices
from .people import Person
from .plans import Chapter

PAUSES = {"supplement_requested": Reason.SUPPLEMENT, "payment_requested": Reason.PAYMENT}
ENDS = {"supplemented": "supplemented", "fee_settled": "fee_settled"}
CLOSING = {"issued", "declined", "withdrawn", "stopped"}
# After an event, the role whose step is open; None: no step is.
AT_STEP = {"taken_up": Role.PROCESSING_OFFICER, "proposed": Role.APPROVER, "approved": Role.RECORDS_CLERK}


def story_of(matter: Matter, person: Person, life: list[Chapter], calendar: WorkingCalendar) -> Story:
    """Return the dossier as it is at the end of its life so far, not yet numbered or written."""
    first, last = life[0], life[-1]
    received = next((chapter.at for chapter in life if chapter.event == "accepted"), None)
    channel = Dossier.Channel.ONLINE if first.event == "submitted" else Dossier.Channel.DIRECT
    dossier = Dossier(
        province=settings.ONESTOP_PROVINCE,
        token=files.new_key(),
        status=last.target,
        procedure_version=matter.version,
        channel=channel,
        point=matter.point,
        receiving_agency=matter.point.agency,
        agency=matter.agency,
        area=matter.area,
        applicant_name=person.name,
        applicant_search=fold(person.name),
        applicant_phone=person.phone,
        applicant_address=person.address,
        pages=matter.pages,
        fee_total=matter.fee,
        papers_at=None if channel == Dossier.Channel.ONLINE else matter.point.agency,
        submitted_at=first.at if first.event == "submitted" else None,
        received_at=received,
        held_from=_held_from(life),
        supplements=sum(chapter.event == "supplement_requested" for chapter in life),
        proposals=sum(chapter.event == "proposed" for chapter in life),
        finished_at=next((chapter.at for chapter in life if chapter.event in CLOSING), None),
        archived_at=next((chapter.at for chapter in life if chapter.event == "archived"), None),
        step="",
        step_role="",
        replacing=False,
        runs=0,
    )
    identity.seal(dossier, person.id_number)
    story = Story(dossier, matter, person, life, None)
    if received:
        _reckon(story, received, calendar)
    return story


def _held_from(life: list[Chapter]) -> str:
    """The state before the last pause."""
    found = [
        before.target for before, chapter in zip(life, life[1:], strict=False) if chapter.event in PAUSES
    ]
    return str(found[-1]) if found else ""


def _reckon(story: Story, received: datetime, calendar: WorkingCalendar) -> None:
    """Work out the promise, and what each pause did to it, by the product's own reckoning."""
    dossier, matter, marks = story.dossier, story.matter, list[Mark]()
    start = due_of(matter.version, received, channel=dossier.channel, agency_id=matter.agency.pk)
    story.due_at = start.at
    found = reckon(start, marks)
    for chapter in story.life:
        before = found.due_at
        if reason := PAUSES.get(chapter.event):
            restarts = reason is Reason.SUPPLEMENT and matter.version.on_supplement == "RESTART"
            marks.append(Mark(MarkKind.PAUSED, chapter.at, calendar, reason, restarts))
        elif chapter.event in ENDS:
            marks.append(Mark(MarkKind.RESUMED, chapter.at, calendar))
            before = found.promised_at
        else:
            continue
        found = reckon(start, marks)
        story.moves[chapter.event] = (before, found.due_at)
    dossier.promised_at = found.promised_at
    ticks = dossier.finished_at is None and dossier.status not in PAUSED
    dossier.due_at = found.due_at if ticks else None


def clock_runs(story: Story) -> list[ClockRun]:
    """Return the stretches during which the office's clock ran."""
    runs: list[ClockRun] = []
    for chapter in story.life:
        if chapter.event in (*PAUSES, *CLOSING) and runs and runs[-1].stopped_at is None:
            runs[-1].stopped_at = chapter.at
        if chapter.event in ("accepted", *ENDS):
            began = {"province": story.dossier.province, "dossier": story.dossier, "started_at": chapter.at}
            runs.append(ClockRun(**began, reason=chapter.event))
    return runs


def step_runs(story: Story, offices: Offices, calendar: Callable[[int], WorkingCalendar]) -> list[StepRun]:
    """Return the runs of the route's steps, and set on the dossier at which one it is."""
    dossier, matter, at = story.dossier, story.matter, {chapter.event: chapter.at for chapter in story.life}
    if "taken_up" not in at:
        return []
    clerk = offices.person(matter.point.agency, "clerk")
    found: list[StepRun] = []

    def add(
        key: str, role: str, minutes: int | None, begins: datetime, ends: datetime | None, who: User | None
    ) -> None:
        agency = matter.point.agency if role == Role.RECEPTION_CLERK else matter.agency
        due_at = add_working_minutes(begins, minutes, calendar(agency.pk)) if minutes else None
        run = StepRun(
            province=dossier.province,
            dossier=dossier,
            number=len(found) + 1,
            key=key,
            name=key,
            kind="task",
            role=role,
            agency=agency,
            officer=who,
            given_by=clerk,
            minutes=minutes,
            started_at=begins,
            taken_at=begins if who else None,
            due_at=due_at,
            ended_at=ends,
            ending="done" if ends else "",
        )
        found.append(run)

    spans = {
        Role.RECEPTION_CLERK: (at.get("accepted"), at.get("digitisation_confirmed"), "clerk"),
        Role.PROCESSING_OFFICER: (at["taken_up"], at.get("proposed") or at.get("stopped"), "officer"),
        Role.APPROVER: (at.get("proposed"), at.get("approved"), "approver"),
        Role.RECORDS_CLERK: (at.get("approved"), at.get("issued"), ""),
    }
    for key, role, minutes in matter.steps:
        begins, ends, task = spans[Role(role)]
        if begins is not None:
            place = matter.point.agency if task in AT_COUNTER else matter.agency
            add(key, role, minutes, begins, ends, offices.person(place, task) if task else None)
    _name_steps(story, found)
    return found


def _name_steps(story: Story, found: list[StepRun]) -> None:
    dossier = story.dossier
    dossier.runs = len(found)
    if story.life[-1].target == Status.STOPPED and found:
        found[-1].ending = "left"
    open_run = next((run for run in found if run.ended_at is None), None)
    if open_run:
        dossier.step, dossier.step_role, dossier.step_agency = open_run.key, open_run.role, open_run.agency


def result_of(story: Story, number: int, approver: User, chance: Random) -> Result:
    """Return the result as far as the dossier has come; its files are those of no dossier, so none is named."""
    at = {chapter.event: chapter.at for chapter in story.life}

    def sha256() -> str:
        return hashlib.sha256(chance.randbytes(8)).hexdigest()

    signed, sealed = at.get("approved"), at.get("sealed")
    proposed = at["proposed"]
    return Result(
        province=story.dossier.province,
        dossier=story.dossier,
        key=files.new_key(),
        agency=story.matter.agency,
        year=localdate(proposed).year,
        number=number,
        number_text=f"{number}/{story.matter.version.result_symbol}",
        outcome=Result.Outcome.GRANTED if chance.randrange(100) else Result.Outcome.REFUSED,
        content=CONTENT,
        approver=approver,
        proposed_at=proposed,
        rendered_at=at.get("result_rendered"),
        rendered_sha256=sha256() if "result_rendered" in at else "",
        signed_at=signed,
        signed_sha256=sha256() if signed else "",
        signer_serial="5eed" if signed else "",
        sealed_at=sealed,
        sealed_sha256=sha256() if sealed else "",
        seal_serial="5ea1" if sealed else "",
        issued_at=at.get("issued"),
        delivered_at=at.get("returned"),
    )


def receipt_of(story: Story, at: datetime, system: User) -> Document:
    """Return the row of the receipt; its page is made when somebody asks for a reprint."""
    return Document(
        province=story.dossier.province,
        key=files.new_key(),
        kind=Document.Kind.RECEIPT,
        name=f"{story.dossier.code}.pdf",
        mime="application/pdf",
        size=0,
        sha256="0" * 64,
        file="",
        uploaded_by=system,
        uploaded_at=at,
    )


def events_of(story: Story, offices: Offices, system: User) -> list[Event]:
    """Return the events, each linked to the one before it; sets version and head of the dossier."""
    dossier, found = story.dossier, list[Event]()
    previous, before = b"", str(Status.DRAFT)
    for seq, chapter in enumerate(story.life, start=1):
        facts, personal, on_behalf_of = told(story, chapter, is_first=seq == 1)
        salt, commitment = chain.commit(personal or {})
        event = Event(
            province=dossier.province,
            seq=seq,
            type="dossier." + chapter.event,
            source=before,
            target=str(chapter.target),
            actor=_actor(story, chapter, offices, system),
            on_behalf_of=on_behalf_of,
            facts=facts,
            at=chapter.at,
            personal=personal,
            salt=salt or None,
            commitment=commitment,
            prev_hash=previous,
        )
        event.hash = previous = chain.link(event, code=dossier.code)
        before = str(chapter.target)
        found.append(event)
    dossier.version = dossier.head_seq = len(found)
    dossier.head_hash = previous
    return found


def _actor(story: Story, chapter: Chapter, offices: Offices, system: User) -> User:
    if chapter.role == "system":
        return system
    place: Agency = story.matter.point.agency if chapter.role in AT_COUNTER else story.matter.agency
    return offices.person(place, chapter.role)


def officer_of(story: Story, offices: Offices) -> User | None:
    """Return who is responsible: whoever took it up."""
    is_taken = any(chapter.event == "taken_up" for chapter in story.life)
    return offices.person(story.matter.agency, "officer") if is_taken else None
