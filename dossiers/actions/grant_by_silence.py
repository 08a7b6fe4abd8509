"""Grant by silence: the time has passed without an answer, and the procedure takes that for a yes."""

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import clock
from dossiers.access import NotVisible
from dossiers.closing import ended
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.dossier import BEFORE_DECISION
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def grant_by_silence(code: str, *, by: User) -> Dossier:
    """Close the dossier as granted at its due instant, however late that is noticed.

    Raises Blocked, PermissionDenied.
    """
    dossier = lock(code, by=by)
    require(dossier.grant_by_silence, by=by)
    due_at = dossier.due_at
    assert due_at is not None  # the guard SILENCE_GRANTS has seen it
    _clock, left = ended(dossier, now())
    apply(
        dossier.grant_by_silence,
        due_at,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        alongside=(
            left,
            clock.stopping(dossier, due_at),
        ),  # steps end now, the time ended with the due instant
        due_at=clock.as_fact(due_at),
    )
    return dossier


def grant_lapsed(*, by: User) -> int:
    """Grant every dossier whose time has passed in silence, each in its own transaction; return how many."""
    lapsed = Dossier.objects.filter(
        status__in=BEFORE_DECISION, due_at__lte=now(), procedure_version__silent_approval=True
    )
    granted = 0
    for code in lapsed.order_by("pk").values_list("code", flat=True):
        try:
            grant_by_silence(code, by=by)
            granted += 1
        except (Blocked, NotVisible):
            pass  # decided meanwhile, or a result was proposed: then somebody has answered
    return granted
