"""Supplement: what was asked for has come; the dossier goes back to where it was, and the clock runs again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from accounts.faults import Invalid
from accounts.models import User
from dossiers import clock, moves
from dossiers.drafting import give
from dossiers.entries import EntryReader, HandedIn
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

MOST_NOTE = 1000


@dataclass
class PapersIn:
    """Papers came to a dossier that had none on paper: the service centre answers for them."""

    def settle(self, dossier: Dossier) -> None:
        if dossier.papers_at_id is None:
            dossier.papers_at = dossier.receiving_agency

    def write(self) -> None:
        """Nothing beside the dossier changes."""


@transaction.atomic
def supplement(
    code: str,
    *,
    papers: Sequence[HandedIn] = (),
    handed_in: Sequence[int] = (),
    note: str = "",
    by: User,
) -> Dossier:
    """Take what has come: `papers` that `by` uploaded, numbers of requirements `handed_in` on paper or shown, a note.

    Raises Invalid, Blocked, PermissionDenied, CalendarNotLoaded.
    """
    dossier = lock(code, by=by)
    require(dossier.supplement, by=by)
    version = dossier.procedure_version
    numbers = {requirement.number for requirement in version.requirements.all()}
    uploads = [{"document": paper.key, "requirement": paper.requirement} for paper in papers]
    reader = EntryReader({"note": note, "handed_in": list(handed_in), "papers": uploads})
    said, came = reader.text("note", MOST_NOTE), reader.requirements(numbers)
    scans = reader.papers(numbers)
    if reader.faults:
        raise Invalid(reader.faults)
    at = now()
    resumed, budgets = clock.resuming(dossier, at, reason="supplemented"), moves.paused(dossier, at)
    apply(
        dossier.supplement,
        by=by,
        on_behalf_of="applicant",
        personal={"note": said} if said else None,
        alongside=(resumed, budgets, PapersIn()) if came else (resumed, budgets),
        handed_in=list(came),
        papers=uploads,
        **clock.moved(dossier, resumed),
    )
    give(dossier, scans, version, by=by, verb="supplement")
    return dossier
