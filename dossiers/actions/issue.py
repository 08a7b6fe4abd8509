"""Issue: the sealed result may leave the house, once both signatures and the approver's hash have been checked."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from dossiers import clock, files, results, travel
from dossiers.alongside import Alongside
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.paperwork import is_as_sealed
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def issue(code: str, *, by: User) -> Dossier:
    """Check the file itself, not what the table says of it; a file that fails stays in the house."""
    dossier = lock(code, by=by)
    require(dossier.issue, by=by)
    issued = dossier.results_in_hand
    if not all(is_as_sealed(files.read(result.sealed_file), result) for result in issued):
        sentence = _(
            "The file of the result is not the one that was signed and sealed. Tell the administrator."
        )
        raise Blocked("issue", Fault("result_not_genuine", sentence))
    at = now()
    alongside: tuple[Alongside, ...] = (travel.issued(dossier, at, by=by),)
    if dossier.finished_at is None:  # a replaced result is issued once more; the clock ended with the first
        alongside += (clock.stopping(dossier, at),)
    event = apply(
        dossier.issue,
        at,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        results=[
            {
                "kind": result.kind,
                "key": result.key,
                "number": result.number_text,
                "name": result.name,
                "sha256": result.sealed_sha256,
            }
            for result in issued
        ],
        alongside=alongside,
    )
    for result in issued:
        result.issued_at = event.at
    results.keep(issued, "issued_at")
    return dossier
