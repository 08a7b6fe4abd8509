"""Complete a step: who took it is done, and what follows on the route of the procedure begins."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from dossiers.rules import require
from dossiers.way import Way

MOST = 1000


@transaction.atomic
def complete_step(code: str, *, note: str = "", without_opinions: str = "", by: User) -> Dossier:
    """End the open step; while only opinions are awaited, go on to the step at which they come together.

    `without_opinions`: why the responsible goes on without a mandatory opinion; those that are still awaited then end
    as passed. The step at which the result is signed ends with its approval alone. Raises Invalid, Blocked,
    PermissionDenied.
    """
    dossier, at = lock(code, by=by), now()
    reader = EntryReader({"note": note, "without_opinions": without_opinions})
    note, reason = reader.text("note", MOST), reader.text("without_opinions", MOST)
    if reader.faults:
        raise Invalid(reader.faults)
    dossier.goes_on_without = reason
    require(dossier.complete_step, by=by)
    if fault := ends_otherwise(dossier):
        raise Blocked("complete_step", fault)
    is_passing = bool(reason and dossier.opinions_open())
    before = dossier.step
    agency = dossier.task.agency if dossier.task else dossier.agency
    moved = travel.complete(dossier, at, by=by, passing=is_passing)
    personal = {"note": note, "without_opinions": reason if is_passing else ""}
    apply(
        dossier.complete_step,
        by=by,
        on_behalf_of=f"agency:{agency.code}",
        personal={name: text for name, text in personal.items() if text},
        step=before,
        next=moved.next,
        alongside=(moved,),
    )
    return dossier


def ends_otherwise(dossier: Dossier) -> Fault | None:
    """Say why this step ends with another verb, or not yet; pages do not offer to complete it then."""
    task, way = dossier.task, Way(dossier)
    if task is None:
        return None
    if way.signs(way.step(task.key)):
        sentence = _("This step ends when the result is approved. Approve it, or send it back.")
        return Fault("step_ends_with_approval", sentence)
    is_examined = way.examines(way.step(task.key))
    if is_examined and way.needs_proposal(task.key) and way.signer is None:
        return Fault("result_not_proposed", _("What follows is the approval. Propose a result instead."))
    return None
