"""Release a proposal: the approver whom it names may not sign any more, so the officer proposes it to another."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from dossiers import results, travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.moves import Moved


@transaction.atomic
def release_proposal(code: str, *, by: User, on_behalf_of: str = "", **facts: Any) -> Dossier:
    """The drafts bear the name of that approver: they are no good, their numbers stay reserved. Raises Blocked."""
    dossier = lock(code, by=by)
    proposed = dossier.results_in_hand
    approvers = (result.approver.username for result in proposed if result.approver)
    moved = Moved()
    if dossier.task and dossier.task.role != Role.PROCESSING_OFFICER:
        moved = travel.back(dossier, now(), by=by, ending=StepRun.Ending.LEFT)
    apply(
        dossier.release_proposal,
        by=by,
        on_behalf_of=on_behalf_of,
        before=next(approvers, None),
        alongside=(moved,),
        **facts,
    )
    for result in proposed:
        results.release(result)
    results.keep(proposed, *results.RELEASED)
    return dossier
