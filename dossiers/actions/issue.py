"""Issue: the sealed result may leave the house, once both signatures and the approver's hash have been checked."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from dossiers import clock, files, travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.paperwork import is_as_sealed
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def issue(code: str, *, by: User) -> Dossier:
    """Check the file itself, not what the table says of it; a file that fails stays in the house."""
    dossier = lock(code, by=by)
    require(dossier.issue, by=by)
    result = dossier.result
    assert result is not None  # the guard RESULT_SIGNED has seen it
    if not is_as_sealed(files.read(result.sealed_file), result):
        sentence = _(
            "The file of the result is not the one that was signed and sealed. Tell the administrator."
        )
        raise Blocked("issue", Fault("result_not_genuine", sentence))
    at = now()
    moved = travel.leave(dossier, at, ending=StepRun.Ending.DONE)
    if dossier.finished_at is None:
        clock.stop(dossier, at)
    event = apply(
        dossier.issue,
        at,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        result=result.key,
        sha256=result.sealed_sha256,
        alongside=(moved,),
    )
    result.issued_at = event.at
    result.save(update_fields=["issued_at"])
    return dossier
