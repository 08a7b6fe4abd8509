"""Submit: a filing enters before anybody has received it (assisted submission, kiosk, portal)."""

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers.drafting import draft, filed_by, filed_facts, filed_personal, hand_in
from dossiers.filing import Filing
from dossiers.idempotency import once
from dossiers.lifecycle import apply
from dossiers.models import Dossier


def submit(filing: Filing, *, by: User) -> Dossier:
    """Write a submitted dossier with its code; the clock starts when it is accepted.

    The same filing key a second time returns the dossier of the first.
    """
    return once(filing, lambda: _submit(filing, by=by), verb="submit", by=by)


@transaction.atomic
def _submit(filing: Filing, *, by: User) -> Dossier:
    at = now()
    dossier = draft(filing, at, verb="submit", by=by)
    apply(
        dossier.submit,
        at,
        by=by,
        personal=filed_personal(filing),
        **filed_by(filing),
        **filed_facts(filing),
    )
    hand_in(dossier, filing, by=by, verb="submit")
    return dossier
