"""Accept: the dossier is complete and received; the promise is made and the clock starts."""

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import clock
from dossiers.drafting import draft, filed_by, filed_facts, filed_personal, hand_in
from dossiers.filing import Filing
from dossiers.idempotency import once
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier


@transaction.atomic
def accept(code: str, *, by: User) -> Dossier:
    """Accept a submitted dossier; it keeps its code."""
    at = now()
    dossier = lock(code, by=by)
    started = clock.starting(dossier, at)
    apply(
        dossier.accept,
        at,
        by=by,
        on_behalf_of="applicant",
        promised_at=clock.as_fact(started.promised_at),
        alongside=(started,),
    )
    return dossier


def accept_filing(filing: Filing, *, by: User) -> Dossier:
    """Accept a filing at the counter. The same filing key a second time returns the dossier of the first."""
    return once(filing, lambda: _accept_filing(filing, by=by), verb="accept", by=by)


@transaction.atomic
def _accept_filing(filing: Filing, *, by: User) -> Dossier:
    at = now()
    dossier = draft(filing, at, verb="accept", by=by)
    started = clock.starting(dossier, at)
    apply(
        dossier.accept,
        at,
        by=by,
        personal=filed_personal(filing),
        promised_at=clock.as_fact(started.promised_at),
        alongside=(started,),
        **filed_by(filing),
        **filed_facts(filing),
    )
    hand_in(dossier, filing, by=by, verb="accept")
    return dossier
