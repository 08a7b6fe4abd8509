"""Lease numbers: a service point gets a block of dossier codes, to write receipts by hand while the system is away."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import ServicePoint, User
from accounts.permissions import require_may
from accounts.queries import reception_point
from accounts.roles import Role
from dossiers.models import NumberLease
from dossiers.numbering import block_in, dossier_series

MOST_NUMBERS = 200
MOST_DAYS_AHEAD = 31


@transaction.atomic
def lease_numbers(point: str, count: int, *, on: date | None = None, by: User) -> NumberLease:
    """Take the next `count` numbers (1 to 200) of a point's series of a day (None: today) for that point alone.

    A centre head leases to the own centre's points. Raises Invalid, PermissionDenied.
    """
    require_may("lease_numbers", by=by)
    found = reception_point(point) if isinstance(point, str) and point.isprintable() else None
    day = on or localdate()
    _check(found, count, day)
    assert found is not None
    require_place(found, by=by)
    series = dossier_series(found.agency, day)
    numbers = block_in(series, count, province=found.province)
    return NumberLease.objects.create(
        province=found.province,
        series=series,
        on=day,
        first=numbers[0],
        last=numbers[-1],
        point=found,
        leased_by=by,
        leased_at=now(),
    )


def require_place(point: ServicePoint, *, by: User) -> None:
    """Raise PermissionDenied unless `by` runs the system, or leads the centre of the point."""
    if not by.holds(Role.ADMINISTRATOR) and not by.holds(Role.CENTRE_HEAD, at=point.agency_id):
        raise PermissionDenied("lease_numbers")


def _check(point: ServicePoint | None, count: int, day: date) -> None:
    faults = {}
    if point is None:
        faults["point"] = Fault("point_unknown", _("There is no open service point with this code."))
    if type(count) is not int or not 1 <= count <= MOST_NUMBERS:
        sentence = _("Enter a whole number from %(least)s to %(most)s.") % {"least": 1, "most": MOST_NUMBERS}
        faults["count"] = Fault("number_not_valid", sentence)
    if not localdate() <= day <= localdate() + timedelta(days=MOST_DAYS_AHEAD):
        sentence = _("Choose today, or a day of the next %(days)s days.") % {"days": MOST_DAYS_AHEAD}
        faults["on"] = Fault("day_not_valid", sentence)
    if faults:
        raise Invalid(faults)
