"""Rename an agency: the new name stands on what comes, the old one stays on the dossiers of its time."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, AgencyName, User
from accounts.names import printable
from accounts.permissions import require_may

from .recording import record

MOST = {"name": 200, "short_name": 100, "basis": 200}


@transaction.atomic
def rename_agency(
    agency: Agency, *, name: str, short_name: str, on: date | None = None, basis: str, by: User
) -> Agency:
    """Give the agency a new name from the day `on` (today where None, never later). Raises Invalid by field."""
    require_may("rename_agency", by=by)
    agency, day = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk), on or localdate()
    given = {"name": name, "short_name": short_name, "basis": basis}
    given = {key: printable(text).strip() for key, text in given.items()}
    last = agency.former_names.order_by("valid_until_on").last()
    since = last.valid_until_on + timedelta(days=1) if last else agency.valid_from_on
    if faults := _faults(agency, given, day, since):
        raise Invalid(faults)
    AgencyName.objects.create(
        agency=agency,
        name=agency.name,
        short_name=agency.short_name,
        valid_from_on=since,
        valid_until_on=day - timedelta(days=1),
        basis=given["basis"],
    )
    before, agency.name, agency.short_name = agency.name, given["name"], given["short_name"]
    agency.save(update_fields=["name", "short_name"])
    facts: dict[str, Any] = {
        "before": before,
        "after": agency.name,
        "on": day.isoformat(),
        "basis": given["basis"],
    }
    record("rename_agency", by=by, agency=agency, **facts)
    return agency


def _faults(agency: Agency, given: dict[str, str], day: date, since: date) -> dict[str, Fault]:
    faults = {
        key: Fault("text_not_valid", _("Enter a text of 1 to %(most)s characters.") % {"most": MOST[key]})
        for key, text in given.items()
        if not text or len(text) > MOST[key]
    }
    if given["name"] == agency.name:
        faults["name"] = Fault("same_name", _("The agency has this name already."))
    if day > localdate():
        faults["on"] = Fault("rename_in_the_future", _("Rename the agency on the day itself, not before."))
    elif day <= since:
        faults["on"] = Fault(
            "rename_too_early", _("The agency took its present name later than that. Choose a later day.")
        )
    return faults
