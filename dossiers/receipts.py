"""Statutory form 01 from rows: what the receipt says, the first time, as a replacement, and printed again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate

from accounts.names import mask_id
from procedures.wording import time_words

from .identity import id_number
from .models import Document, Dossier, Event
from .papers.contexts import HandedInPaper, ReceiptContext, Reprint, form_name
from .papers.render import render
from .persons import on_paper

RECEIPT_NEEDS = (
    "procedure_version__procedure",
    "point",
    "receiving_agency__parent",
    "receiving_agency__area",
    "agency",
)
RENDERED = "dossier.receipt_rendered"
CHANGED = ("dossier.intake_corrected", "dossier.reclassified")  # each makes the receipt in hand untrue
FILED = ("dossier.submitted", "dossier.accepted", "dossier.supplemented", "dossier.reclassified")


@dataclass(frozen=True)
class Issues:
    """The receipts of a dossier: the renderings so far, and what happened to its intake, in order."""

    rendered: list[Event] = field(default_factory=list)
    changed: list[Event] = field(default_factory=list)
    filed: list[Event] = field(default_factory=list)

    @property
    def accepted(self) -> Event:
        return next(event for event in self.filed if event.type == "dossier.accepted")

    @property
    def is_current(self) -> bool:
        """Whether the last receipt says what stands in the dossier."""
        last = self.rendered[-1].seq if self.rendered else 0
        return last > max((event.seq for event in self.changed), default=0) and bool(self.rendered)


def issues_of(dossier: Dossier) -> Issues:
    """Read what the receipts of a dossier depend on, in one statement."""
    events = Event.objects.filter(dossier=dossier, type__in={RENDERED, *CHANGED, *FILED})
    found = list(events.select_related("actor").order_by("seq"))
    accepted = next((event.seq for event in found if event.type == "dossier.accepted"), 0)
    return Issues(
        rendered=[event for event in found if event.type == RENDERED],
        changed=[event for event in found if event.type in CHANGED and event.seq > accepted],
        filed=[event for event in found if event.type in FILED and _counts(event, accepted)],
    )


def _counts(event: Event, accepted: int) -> bool:
    """What came after the acceptance stands on no receipt, unless the dossier was moved to another procedure."""
    return event.seq <= accepted or event.type == "dossier.reclassified"


def receipt_year(dossier: Dossier, issues: Issues) -> int:
    """The year in whose register a new receipt is numbered: that of the day it bears."""
    assert dossier.received_at is not None
    return localdate(issues.changed[-1].at if issues.rendered else dossier.received_at).year


def new_receipt(dossier: Dossier, issues: Issues, *, number: int) -> bytes:
    """Print the next receipt under its reserved number; it names the one that it replaces."""
    replaced = issues.rendered[-1] if issues.rendered else None
    return _printed(dossier, issues, str(number), replaced, None)


def receipt(dossier: Dossier, *, reprint: Reprint | None = None) -> bytes:
    """Print the last receipt as it was rendered, or as it would be now where none was: without a number."""
    issues = issues_of(dossier)
    number = str(issues.rendered[-1].facts.get("number", "")) if issues.rendered else ""
    replaced = issues.rendered[-2] if len(issues.rendered) > 1 else None
    return _printed(dossier, issues, number, replaced, reprint)


def _printed(
    dossier: Dossier, issues: Issues, number: str, replaced: Event | None, reprint: Reprint | None
) -> bytes:
    """The paper is Vietnamese whatever the clerk's language."""
    with translation.override("vi"):
        return render("receipt.html", _context(dossier, issues, number, replaced, reprint))


def _context(
    dossier: Dossier, issues: Issues, number: str, replaced: Event | None, reprint: Reprint | None
) -> ReceiptContext:
    assert dossier.received_at is not None
    version, centre = dossier.procedure_version, dossier.receiving_agency
    made = issues.changed[-1] if replaced and issues.changed else None
    dated_at = made.at if made else dossier.received_at
    return ReceiptContext(
        **on_paper(dossier),
        form=form_name("01", tuple(version.own_forms)).code,
        superior_name=(centre.parent or centre).name_on(dossier.named_on),
        office_name=dossier.point.name,
        number=number,
        register_book=str(localdate(dated_at).year) if number else "",
        register_number=number,
        replaces_at=replaced.at if replaced else None,
        reprint=reprint,
        dossier_code=dossier.code,
        link=dossier.tracking_url,
        place=centre.area.name,
        at=dated_at,
        id_number=mask_id(id_number(dossier)),
        procedure_code=version.procedure.code,
        procedure_name=version.name,
        papers=_papers(dossier, issues.filed),
        time_limit=time_words(version.time_limit(channel=dossier.channel, cases=dossier.cases or ())),
        received_at=dossier.received_at,
        due_at=_promised(dossier, issues),
        result_place=dossier.point.name,
        result_way="Trực tiếp",
        clerk_name=str((made or issues.accepted).actor),
        content=dossier.request,
        competent_agency_name=dossier.agency_name,
        fee=dossier.fee_total,
        fee_note=f"Đối tượng: {', '.join(dossier.categories)}" if dossier.categories else "",
        asks_papers=any(paper.is_required for paper in version.requirements.all()),
        case_words="; ".join(dossier.cases or ()),
        count_words=_count_words(dossier),
    )


def _promised(dossier: Dossier, issues: Issues) -> datetime | None:
    """What was promised with the receipt in hand: a day that was named later stands on a paper of its own."""
    events = [
        event
        for event in (issues.accepted, *issues.changed)
        if "promised_at" in event.facts or "due_after" in event.facts
    ]
    said = events[-1].facts if events else {}
    at = said.get("due_after") or said.get("promised_at")
    return datetime.fromisoformat(at) if at else dossier.promised_at


def _count_words(dossier: Dossier) -> str:
    """Word copies and pages where somebody asked for more than one copy, or pays by the page."""
    if dossier.pages:
        return f"{dossier.copies} bản, mỗi bản {dossier.pages} trang"
    return f"{dossier.copies} bản" if dossier.copies > 1 else ""


def _papers(dossier: Dossier, filed: Iterable[Event]) -> tuple[HandedInPaper, ...]:
    """What was handed in by the acceptance, from the events' facts; a move to another procedure says it all anew."""
    numbers: set[int] = set()
    scans: list[dict[str, Any]] = []
    besides: list[dict[str, Any]] = []
    for event in filed:
        if event.type == "dossier.reclassified":
            numbers, scans, besides = set(), [], []
        numbers |= set(event.facts.get("handed_in", ()))
        scans += event.facts.get("papers", ())
        besides += event.facts.get("handed_in_besides", ())
    scanned = {paper["requirement"] for paper in scans}
    asked = dossier.procedure_version.requirements.filter(number__in=numbers)
    papers = [
        HandedInPaper(
            name=one.name,
            form="Bản điện tử" if one.number in scanned else _paper_form(one.originals),
            quantity=max(one.originals or one.copies, 1),
        )
        for one in asked
    ]
    others = [
        HandedInPaper(one["name"], _paper_form(one["originals"]), max(one["originals"] or one["copies"], 1))
        for one in besides
    ]
    keys = [paper["document"] for paper in scans if paper["requirement"] is None]
    names = (
        Document.objects.filter(dossier=dossier, key__in=keys).order_by("id").values_list("name", flat=True)
    )
    return (*papers, *others, *(HandedInPaper(name, "Bản điện tử", 1) for name in names))


def _paper_form(originals: int) -> str:
    return "Bản chính" if originals else "Bản sao"
