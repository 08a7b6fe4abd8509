"""Return numbers: a lease ends; what was not used stays a gap, and the reason explains it."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.permissions import require_may
from dossiers.access import NotVisible
from dossiers.entries import EntryReader
from dossiers.leasing import lease_with, leases_seen_by, with_codes
from dossiers.models import NumberLease
from dossiers.refusals import Blocked

MOST_REASON = 300


@transaction.atomic
def return_numbers(first_code: str, *, reason: str = "", by: User) -> NumberLease:
    """End the lease that begins with this code; its numbers are used no more.

    A reason of at most 300 characters is needed where numbers are left. Raises Invalid, Blocked, NotVisible.
    """
    require_may("return_numbers", by=by)
    seen = leases_seen_by(by)
    lease = lease_with(first_code, seen) if isinstance(first_code, str) else None
    if lease is None:
        raise NotVisible(str(first_code))
    held = (
        NumberLease.objects.select_for_update(of=("self",)).select_related("point__agency").get(pk=lease.pk)
    )
    if held.returned_at is not None:
        sentence = _("These numbers were returned already. Nothing is left to do.")
        raise Blocked("return_numbers", Fault("already_returned", sentence))
    (leased,) = with_codes([held])
    held.reason = _reason(reason, needed=bool(leased.unused))
    held.returned_at, held.returned_by = now(), by
    held.save(update_fields=["reason", "returned_at", "returned_by"])
    return held


def _reason(reason: str, *, needed: bool) -> str:
    reader = EntryReader({"reason": reason})
    text = reader.text("reason", MOST_REASON)
    if needed and not text and not reader.faults:
        sentence = _("Numbers are left: say why they were not used, e.g. the power came back.")
        reader.faults["reason"] = Fault("reason_needed", sentence)
    if reader.faults:
        raise Invalid(reader.faults)
    return text
