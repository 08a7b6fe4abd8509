"""Send back: who reviews or signs does not want this draft; the officer's last step begins again."""

from django.db import transaction
from django.utils.timezone import now

from accounts.faults import Invalid
from accounts.models import User
from dossiers import results, travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.rules import require

MOST_REASON = 1000


@transaction.atomic
def send_back(code: str, *, reason: str, by: User) -> Dossier:
    """Void the drafts: they have to be proposed anew, under the same numbers. Raises Invalid, Blocked."""
    dossier, at = lock(code, by=by), now()
    require(dossier.send_back, by=by)
    reader = EntryReader({"reason": reason})
    reason = reader.text("reason", MOST_REASON, needed=True)
    if reader.faults:
        raise Invalid(reader.faults)
    proposed = dossier.results_in_hand
    before = dossier.step
    moved = travel.back(dossier, at, by=by, ending=StepRun.Ending.SENT_BACK)
    apply(
        dossier.send_back,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"reason": reason},
        step=before,
        next=moved.next,
        drafts=[result.draft for result in proposed],
        alongside=(moved,),
    )
    for result in proposed:
        results.release(result)
    results.keep(proposed, *results.RELEASED)
    return dossier
