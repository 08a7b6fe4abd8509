"""Give an opinion: the agency that was asked agrees, agrees under conditions, or objects."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.roles import MAY
from dossiers import travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.rules import require

MOST_ANSWER = 4000


@transaction.atomic
def give_opinion(code: str, *, verdict: str, answer: str, number: int | None = None, by: User) -> Dossier:
    """Answer what was asked of an agency at which `by` is officer, unit head or approver.

    `verdict`: agrees, agrees_if or objects; conditions and objections are written down. `number`: which run, where
    several opinions are asked of these agencies. Raises Invalid, Blocked, PermissionDenied.
    """
    dossier, at = lock(code, by=by), now()
    require(dossier.give_opinion, by=by)
    reader = EntryReader({"answer": answer})
    if verdict not in StepRun.Verdict.values:
        sentence = _("Choose whether your agency agrees, agrees under conditions, or objects.")
        reader.faults["verdict"] = Fault("verdict_unknown", sentence)
    needs_words = verdict in (StepRun.Verdict.AGREES_IF, StepRun.Verdict.OBJECTS)
    answer = reader.text("answer", MOST_ANSWER, needed=needs_words)
    run = _asked(dossier, number, by, reader.faults)
    if reader.faults or run is None:
        raise Invalid(reader.faults)
    run.verdict, run.answer = verdict, answer
    moved = travel.answered(dossier, run, at, by=by)
    principal = by.principal_for(*MAY["give_opinion"].roles, at=run.agency_id)
    apply(
        dossier.give_opinion,
        by=by,
        on_behalf_of=f"user:{principal.username}"[:80] if principal else f"agency:{run.agency.code}",
        personal={"answer": answer} if answer else None,
        number=run.number,
        of=run.agency.code,
        step=run.key,
        verdict=verdict,
        next=moved.next,
        alongside=(moved,),
    )
    return dossier


def _asked(dossier: Dossier, number: int | None, by: User, faults: dict[str, Fault]) -> StepRun | None:
    """The open opinion that is meant, among those asked of the agencies of `by`; else a fault."""
    agencies = by.agency_ids(*MAY["give_opinion"].roles)
    asked = [run for run in dossier.opinions_open() if run.agency_id in agencies]
    meant = [run for run in asked if number in (None, run.number)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        sentence = _("Several opinions are asked of your agency. Say which one you give: %(numbers)s.")
        numbers = ", ".join(str(run.number) for run in meant)
        faults["number"] = Fault("opinion_ambiguous", sentence % {"numbers": numbers})
    else:
        sentence = _(
            "This opinion is not asked of your agency, or was given already. Open the dossier again."
        )
        faults["number"] = Fault("opinion_not_open", sentence)
    return None
