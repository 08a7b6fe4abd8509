"""Submit: a filing enters before anybody has received it (assisted submission, kiosk, portal)."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.roles import HELPERS, Role
from dossiers.drafting import draft, filed_by, filed_facts, filed_personal, hand_in
from dossiers.filing import Filing
from dossiers.idempotency import once
from dossiers.lifecycle import apply
from dossiers.models import Dossier


def submit(filing: Filing, *, by: User) -> Dossier:
    """Write a submitted dossier with its code; the clock starts when it is accepted.

    The same filing key a second time returns the dossier of the first.
    """
    return once(filing, lambda: enter(filing, by=by), verb="submit", by=by)


@transaction.atomic
def enter(filing: Filing, *, by: User) -> Dossier:
    """Write it, whether or not the same was sent before; for `submit`, and for `decline_filing` behind it."""
    _check_helper(filing, by)
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


def _check_helper(filing: Filing, by: User) -> None:
    """Who helps people to file is no applicant and receives nothing: the point stands in the event as helped_by."""
    if by.holds(Role.RECEPTION_CLERK) or not by.agency_ids(*HELPERS):
        return
    faults = {}
    if filing.helped_at is None or filing.helped_at.agency_id not in by.agency_ids(*HELPERS):
        sentence = _("Name the point at which you help; it must belong to your service centre.")
        faults["helped_at"] = Fault("helped_at_needed", sentence)
    if filing.channel == Dossier.Channel.DIRECT:
        sentence = _("Whoever helps files online or by post. Choose one of the two.")
        faults["channel"] = Fault("channel_not_for_helpers", sentence)
    if faults:
        raise Invalid(faults)
