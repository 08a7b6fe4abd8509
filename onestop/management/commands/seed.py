"""Load the catalogue, the offices and, in a demonstration, its people; quick when nothing has changed."""

import hashlib
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.models import Agency, Certificate, Membership, User
from accounts.roles import Role
from dossiers.papers import keys
from seeds import demo_accounts, loading, reading
from seeds.fields import SeedRefused

PERSONAL = (Role.APPROVER, Role.UNIT_HEAD)


class Command(BaseCommand):
    """Everything goes in by its code: loading again repairs what is missing and changes nothing else."""

    help = "Load areas, agencies, calendar, procedures and, where ONESTOP_DEMO is true, the demonstration's people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="load although the seed files have not changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what changed since the last time; raise CommandError with file, key and sentence."""
        started = time.monotonic()
        stamp, wanted = (
            _stamp(),
            f"{reading.fingerprint()} {settings.ONESTOP_DEMO} {settings.ONESTOP_PROVINCE}",
        )
        is_current = stamp.exists() and stamp.read_text() == wanted and loading.is_loaded()
        if options["force"] or not is_current:
            try:
                loading.load(reading.read_seeds(), with_cast=settings.ONESTOP_DEMO)
            except SeedRefused as refused:
                raise CommandError(f"seeds/{refused}") from refused
            transaction.on_commit(lambda: _write(stamp, wanted))
        if not settings.ONESTOP_DEMO:
            loading.close_cast(reading.read_seeds().people)
        issue_keys()
        if options["verbosity"]:
            self.tell(
                "up to date" if is_current and not options["force"] else "loaded", time.monotonic() - started
            )

    def tell(self, what: str, seconds: float) -> None:
        """Say what was done and, in a demonstration, who may sign in."""
        self.stdout.write(f"seeds {what} ({seconds:.2f} s)")
        if settings.ONESTOP_DEMO:
            self.stdout.write(f"demo accounts, all with the password {demo_accounts.PASSWORD}:")
            for account in demo_accounts.lines():
                self.stdout.write(f"  {account.username:<22} {account.words}")


def issue_keys() -> None:
    """Issue and register the test certificates that are missing.

    Approvers, and unit heads who may sign in their place, get their own; agencies that issue results a seal.
    """
    roles = [*PERSONAL, Role.RECORDS_CLERK]
    signers = Membership.objects.in_force(localdate()).filter(role__in=roles)
    registered: set[tuple[int | None, int]] = set(Certificate.objects.values_list("holder", "agency"))
    for membership in signers.select_related("user", "agency"):
        user, agency = membership.user, membership.agency
        holder = user if membership.role in PERSONAL else None
        key = (holder.pk if holder else None, agency.pk)
        kept = keys.personal_path(settings.KEYS_DIR, user.username)
        if holder is None:
            kept = keys.seal_path(settings.KEYS_DIR, agency.code)
        if key in registered and kept.exists():
            continue
        if holder is not None:
            issued = keys.issue_personal(settings.KEYS_DIR, user.username, str(user), agency.name)
        else:
            issued = keys.issue_seal(settings.KEYS_DIR, agency.code, agency.name)
        _register(issued, holder, agency)
        registered.add(key)


def _register(issued: keys.Issued, holder: User | None, agency: Agency) -> None:
    kinds = Certificate.Kind
    Certificate.objects.get_or_create(
        issuer=keys.AUTHORITY_NAME,
        serial=issued.serial,
        defaults={
            "kind": kinds.PERSONAL if holder else kinds.AGENCY,
            "holder": holder,
            "agency": agency,
            "subject": issued.common_name,
            "valid_from_at": issued.valid_from,
            "valid_until_at": issued.valid_until,
            "may_sign": [purpose.value for purpose in Certificate.Purpose],
        },
    )


def _stamp() -> Path:
    """Return the file that says what this database was loaded with: one for each database in use."""
    facts = connection.settings_dict
    database = f"{facts['ENGINE']} {facts['HOST']} {facts['PORT']} {facts['NAME']}"
    run: Path = settings.ONESTOP_VAR / "run"
    return run / f"seed-{hashlib.sha256(database.encode()).hexdigest()[:12]}.txt"


def _write(stamp: Path, content: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(content)
