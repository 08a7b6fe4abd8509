"""Submit: a filing enters before anybody has received it (assisted submission, kiosk, portal)."""

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers.drafting import draft, filed_facts, filed_personal, hand_in, once
from dossiers.filing import Filing
from dossiers.lifecycle import apply
from dossiers.models import Dossier


def submit(filing: Filing, *, by: User) -> Dossier:
    """Write a submitted dossier with its code; the clock starts when it is accepted.

    The same filing key a second time returns the dossier of the first.
    """
    return once(filing, lambda: _submit(filing, by=by), verb="submit")


@transaction.atomic
def _submit(filing: Filing, *, by: User) -> Dossier:
    at = now()
    dossier = draft(filing, at)
    apply(
        dossier.submit,
        at,
        by=by,
        on_behalf_of="applicant",
        personal=filed_personal(filing),
        **filed_facts(filing),
    )
    hand_in(dossier, filing, by=by, verb="submit")
    return dossier
