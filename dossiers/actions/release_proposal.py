"""Release a proposal: the approver whom it names may not sign any more, so the officer proposes it to another."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun


@transaction.atomic
def release_proposal(code: str, *, by: User, on_behalf_of: str = "", **facts: Any) -> Dossier:
    """The draft bears the name of that approver: it is void, its number stays reserved. Raises Blocked."""
    dossier = lock(code, by=by)
    result = dossier.result
    before = result and result.approver and result.approver.username
    moved = travel.Moved()
    if dossier.task and dossier.task.role == Role.APPROVER:
        moved = travel.back(dossier, now(), by=by, ending=StepRun.Ending.LEFT)
    apply(
        dossier.release_proposal, by=by, on_behalf_of=on_behalf_of, before=before, alongside=(moved,), **facts
    )
    assert result is not None  # the guard RESULT_NOT_SIGNED has seen it
    result.approver = None
    result.rendered_file, result.rendered_sha256, result.rendered_at = "", "", None
    result.save(update_fields=["approver", "rendered_file", "rendered_sha256", "rendered_at"])
    return dossier
