"""Close an agency: its last day is set, a successor does its work, and its name stays on what it did."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, Membership, User
from accounts.names import printable
from accounts.permissions import require_may
from accounts.rehoming import open_work

from .recording import record


@transaction.atomic
def close_agency(agency: Agency, *, on: date, successor: Agency | None, basis: str, by: User) -> Agency:
    """Let the agency end with the day `on` (its last). Nothing may be open there, nobody appointed beyond that day.

    `successor`: who does its work since (None: nobody). Raises Invalid by field, PermissionDenied.
    """
    require_may("close_agency", by=by)
    agency, basis = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk), printable(basis).strip()
    if faults := _faults(agency, on, successor, basis):
        raise Invalid(faults)
    agency.valid_until_on, agency.successor = on, successor
    agency.save(update_fields=["valid_until_on", "successor"])
    points = agency.service_points.filter(Q(valid_until_on=None) | Q(valid_until_on__gt=on))
    points.update(valid_until_on=on)
    facts: dict[str, Any] = {"on": on.isoformat(), "successor": successor and successor.code, "basis": basis}
    record("close_agency", by=by, agency=agency, **facts)
    return agency


def _faults(agency: Agency, on: date, successor: Agency | None, basis: str) -> dict[str, Fault]:
    faults = {}
    if agency.valid_until_on is not None and agency.valid_until_on < localdate():
        faults["agency"] = Fault("already_closed", _("This agency is closed already. Nothing is left to do."))
    if on < agency.valid_from_on:
        faults["on"] = Fault("ends_before_it_begins", _("The last day lies before the first."))
    if successor is not None and not _succeeds(successor, agency, on):
        faults["successor"] = Fault(
            "successor_not_valid", _("Choose another agency that goes on after that day.")
        )
    if not basis:
        faults["basis"] = Fault("required", _("Fill in this field."))
    posts = Membership.objects.filter(agency=agency, ended_at=None)
    if posts.filter(Q(until_on=None) | Q(until_on__gt=on)).exists():
        faults["agency"] = Fault(
            "agency_has_staff",
            _("People are appointed there beyond that day. Move them to another agency first."),
        )
    elif agency.children.filter(Q(valid_until_on=None) | Q(valid_until_on__gt=on)).exists():
        faults["agency"] = Fault(
            "agency_has_children", _("Agencies below it go on after that day. Close them first.")
        )
    elif number := open_work(agency):
        sentence = _("%(number)s dossiers are open there. Have them finished or handed over first.")
        faults["agency"] = Fault("agency_has_open_work", sentence % {"number": number})
    return faults


def _succeeds(successor: Agency, agency: Agency, on: date) -> bool:
    goes_on = successor.valid_until_on is None or successor.valid_until_on > on
    return successor.pk != agency.pk and successor.province == agency.province and goes_on
