"""Leased numbers: which codes of a lease are used, and taking one for a dossier whose receipt was written by hand."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import ServicePoint, User
from accounts.roles import Role

from .code_pattern import LONGEST_CODE
from .models import Dossier, NumberLease
from .numbering import code_of

_NUMBER = re.compile(r"[0-9]{3,9}$")
NOT_LEASED = Fault(
    "code_not_leased",
    _("This code is not leased to the service point. Compare it with the receipt, or leave the field empty."),
)
FROM_LATER_DAY = Fault(
    "code_of_a_later_day", _("This code is leased for a later day. Use it from that day on.")
)
USED = Fault("code_used", _("A dossier has this code already. Compare it with the receipt."))


@dataclass(frozen=True)
class Leased:
    """A lease with its codes; `unused` are those that no dossier has."""

    lease: NumberLease
    codes: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names the lease in addresses and in talk: its first code."""
        return self.codes[0]


def leases_seen_by(user: User) -> "QuerySet[NumberLease]":
    """The leases that this person may see: the administrator all, a centre head those of the own centre."""
    found = NumberLease.objects.filter(province=settings.ONESTOP_PROVINCE)
    found = found.select_related("point__agency", "leased_by", "returned_by").order_by("-pk")
    if user.holds(Role.ADMINISTRATOR):
        return found
    return found.filter(point__agency__in=user.agency_ids(Role.CENTRE_HEAD))


def points_leased_to_by(user: User) -> list[ServicePoint]:
    """The open points to which this person may lease numbers: the administrator all, a centre head the own ones."""
    points = ServicePoint.objects.valid(localdate()).filter(
        province=settings.ONESTOP_PROVINCE, kind=ServicePoint.Kind.RECEPTION, is_open=True
    )
    if not user.holds(Role.ADMINISTRATOR):
        points = points.filter(agency__in=user.agency_ids(Role.CENTRE_HEAD))
    return list(points.order_by("code"))


def with_codes(leases: list[NumberLease]) -> list[Leased]:
    """Return leases with their codes, in one statement."""
    codes = {lease.pk: codes_of(lease) for lease in leases}
    asked = [code for many in codes.values() for code in many]
    used = set(
        Dossier.objects.filter(province=settings.ONESTOP_PROVINCE, code__in=asked).values_list(
            "code", flat=True
        )
    )
    return [
        Leased(lease, codes[lease.pk], tuple(code for code in codes[lease.pk] if code not in used))
        for lease in leases
    ]


def codes_of(lease: NumberLease) -> tuple[str, ...]:
    """The codes of a lease, in order; they stand written on receipts, so they follow from the lease alone."""
    agency_code = lease.point.agency.code
    return tuple(code_of(agency_code, lease.on, number) for number in range(lease.first, lease.last + 1))


def lease_with(code: str, found: "QuerySet[NumberLease]") -> NumberLease | None:
    """Return the lease among `found` that holds a code; of the code's number there is one each day at most."""
    ending = _NUMBER.search(code)
    if ending is None or len(code) > LONGEST_CODE:
        return None
    number = int(ending[0])
    near = found.select_related("point__agency").filter(first__lte=number, last__gte=number)
    for lease in near:
        if code_of(lease.point.agency.code, lease.on, number) == code:
            return lease
    return None


def take(code: str, point: ServicePoint, *, key: UUID | None) -> None:
    """Hold the lease of a code until the transaction ends, so that it is used once and not returned meanwhile.

    A repeated request (`key`) may find the code used by its own dossier. Raises Invalid on the field `code`.
    """
    open_leases = NumberLease.objects.filter(province=point.province, point=point, returned_at=None)
    lease = lease_with(code, open_leases)
    if lease is None:
        raise Invalid({"code": NOT_LEASED})
    if is_ahead(lease.on):
        raise Invalid({"code": FROM_LATER_DAY})
    held = NumberLease.objects.select_for_update(of=("self",)).filter(pk=lease.pk, returned_at=None)
    if held.first() is None:
        raise Invalid({"code": NOT_LEASED})
    used_by = Dossier.objects.filter(province=point.province, code=code).first()
    if used_by is not None and (key is None or used_by.intake_key != key):
        raise Invalid({"code": USED})


def is_ahead(on: date) -> bool:
    return on > localdate()
