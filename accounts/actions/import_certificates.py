"""Import certificates: a whole list, or nothing; the same list a second time changes nothing."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.certificate_list import Known, ListRefused, RowFault, read_certificates
from accounts.models import Agency, Certificate, User
from accounts.permissions import require_may

from .recording import record

SAID = (
    "kind",
    "holder_id",
    "agency_id",
    "subject",
    "fingerprint",
    "valid_from_at",
    "valid_until_at",
    "revoked_at",
    "revoked_reason",
    "may_sign",
)
CHUNK = 1000


@dataclass(frozen=True)
class Imported:
    """How many certificates of the list were new, changed, or as registered."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def import_certificates(content: bytes, *, dry_run: bool = False, by: User) -> Imported:
    """Register the certificates of a CSV list (columns: accounts.certificate_list.COLUMNS).

    `dry_run`: say what would happen and change nothing. Raises ListRefused with every faulty row, PermissionDenied.
    """
    require_may("register_certificates", by=by)
    listed = read_certificates(content, _known())
    registered = {(one.issuer, one.serial): one for one in Certificate.objects.select_for_update()}
    added = [one for one in listed if (one.issuer, one.serial) not in registered]
    changed = [
        one
        for one in listed
        if (before := registered.get((one.issuer, one.serial))) is not None and _said(before) != _said(one)
    ]
    _keep_revoked(content, changed, registered)
    found = Imported(len(added), len(changed), len(listed) - len(added) - len(changed))
    if not dry_run and (added or changed):
        _write(added + changed)
        record("register_certificates", by=by, added=found.added, changed=found.changed)
    return found


def _known() -> Known:
    agencies = Agency.objects.filter(province=settings.ONESTOP_PROVINCE)
    return Known(
        people=dict(User.objects.exclude(username=User.SYSTEM).values_list("username", "pk")),
        agencies=dict(agencies.values_list("code", "pk")),
    )


def _said(certificate: Certificate) -> list[Any]:
    """What a list says of a certificate, comparable: instants are equal whatever their offset."""
    return [getattr(certificate, name) for name in SAID]


def _keep_revoked(
    content: bytes, changed: list[Certificate], registered: dict[tuple[str, str], Certificate]
) -> None:
    """Refuse a list that would give a revoked certificate back its force: most likely it is an old one."""
    back = [
        one
        for one in changed
        if (was := registered[one.issuer, one.serial].revoked_at)
        and (one.revoked_at is None or one.revoked_at > was)
    ]
    if not back:
        return
    sentence = _("This certificate is registered as revoked, the list says otherwise. Is it an old list?")
    lines = content.decode("utf-8-sig").splitlines()
    faults = [RowFault(_line_of(one.serial, lines), "revoked", "revoked_before", sentence) for one in back]
    raise ListRefused(faults)


def _line_of(serial: str, lines: list[str]) -> int:
    places = (n for n, line in enumerate(lines, start=1) if serial in line.lower().replace(":", ""))
    return next(places, 0)


def _write(certificates: list[Certificate]) -> None:
    Certificate.objects.bulk_create(
        certificates,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["issuer", "serial"],
        update_fields=[name.removesuffix("_id") for name in SAID],
    )
