"""Reclassify: it was filed for the wrong procedure; all is settled again, code, reception and clock are kept."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import clock, refiling
from dossiers.entries import EntryReader
from dossiers.filing import Matter, read_matter, version_on
from dossiers.lifecycle import apply, lock
from dossiers.marks import RECLASSIFIED
from dossiers.models import Document, Dossier, Event
from dossiers.models.status import Status
from dossiers.refusals import Blocked
from dossiers.rules import permits, require

MOST_REASON = 1000
RELEASE_FIRST = Fault(
    "wrong_state",
    _(
        "An officer works on this dossier. The unit head releases it to the agency's list first;"
        " then it can be moved to the right procedure."
    ),
)
SAME = Fault(
    "procedure_unchanged",
    _(
        "The dossier was filed for this procedure already. Choose the one for which it should have been filed."
    ),
)


@dataclass
class Refiled:
    """The dossier under its new version, and its papers under the new version's requirements."""

    dossier: Dossier
    matter: Matter
    carried: refiling.Carried

    def settle(self, dossier: Dossier) -> None:
        _refile(dossier, self.matter)

    def write(self) -> None:
        papers = [document for document in self.carried.documents if document.requirement_id]
        for paper in papers:
            paper.requirement_id = self.carried.requirement_ids.get(paper.requirement_id)
        if papers:
            Document.objects.bulk_update(papers, ["requirement"])


@transaction.atomic
def reclassify(
    code: str,
    *,
    procedure: str,
    area: str = "",
    agency: str = "",
    cases: Collection[str] = (),
    categories: Collection[str] = (),
    pages: int | None = None,
    reason: str,
    by: User,
) -> Dossier:
    """Move a dossier to the version of `procedure` in force on the day of its reception.

    Agency, case, fee and e-form are settled by the code that settles a filing; what is due counts by the new limit
    from the reception there was. Raises Invalid by field, Blocked, PermissionDenied, NotVisible, CalendarNotLoaded.
    """
    at = now()
    dossier = lock(code, by=by)
    if dossier.status == Status.IN_PROCESS and permits(dossier.reclassify, by=by):
        raise Blocked("reclassify", RELEASE_FIRST)
    require(dossier.reclassify, by=by)
    asked: dict[str, Any] = {"procedure": procedure, "area": area, "agency": agency, "reason": reason}
    asked |= {"cases": list(cases), "categories": list(categories), "pages": pages or dossier.pages}
    matter, why = _settled(dossier, asked)
    carried = refiling.carried(dossier, matter.version)
    turned = _turned(dossier, matter, at)
    apply(
        dossier.reclassify,
        by=by,
        on_behalf_of="applicant",
        personal={"reason": why} | refiling.left_out(dossier, matter.answers),
        alongside=(turned, Refiled(dossier, matter, carried)),
        **_facts(dossier, matter),
        **carried.facts,
        **clock.moved(dossier, turned),
    )
    return dossier


def _settled(dossier: Dossier, asked: dict[str, Any]) -> tuple[Matter, str]:
    """Settle again what a filing settles, as of the day of reception. Raises Invalid with every fault."""
    on = localdate(dossier.received_at) if dossier.received_at else localdate()
    reader = EntryReader(asked)
    version = version_on(reader, on)
    if version and version.procedure_id == dossier.procedure_version.procedure_id:
        reader.faults["procedure"] = SAME
    reader.data = asked | {
        "channel": dossier.channel,
        "copies": dossier.copies,
        "answers": refiling.answers_for(dossier, version) if version else None,
    }
    matter = read_matter(reader, version, dossier.point, on)
    why = reader.text("reason", MOST_REASON, needed=True)
    if reader.faults or matter is None:
        raise Invalid(reader.faults)
    return matter, why


def _refile(dossier: Dossier, matter: Matter) -> None:
    dossier.procedure_version, dossier.agency, dossier.area = matter.version, matter.agency, matter.area
    dossier.pages, dossier.fee_total = matter.pages, matter.quote.total
    dossier.cases, dossier.categories = list(matter.cases) or None, list(matter.categories) or None
    dossier.answers = matter.answers or None


def _turned(dossier: Dossier, matter: Matter, at: datetime) -> clock.Turned:
    """Count again under the new version, as the clock will whenever it counts later: pauses stay where they were."""
    if dossier.received_at is None:
        return clock.recounted(dossier, at)
    refiled = copy(dossier)
    _refile(refiled, matter)
    history = clock.history_of(refiled)
    history.events.append(Event(type=RECLASSIFIED, seq=dossier.head_seq + 1))
    found = clock.reckoned(refiled, history)
    return clock.Turned(dossier, at, found.due_at, found.promised_at)


def _facts(dossier: Dossier, matter: Matter) -> dict[str, Any]:
    """What the event says of before and after, besides papers and due instant."""
    before = dossier.procedure_version
    particular = {
        "pages": matter.pages,
        "cases": list(matter.cases),
        "categories": list(matter.categories),
    }
    return {name: value for name, value in particular.items() if value} | {
        "procedure_before": before.procedure.code,
        "version_before": before.number,
        "procedure": matter.version.procedure.code,
        "version": matter.version.number,
        "agency_before": dossier.agency.code,
        "agency": matter.agency.code,
        "area": matter.area.code,
        "fee_before": dossier.fee_total,
        "fee": matter.quote.total,
    }
