"""Loading the 15,500 certificates of a province from CSV, against the bare INSERT of the same rows."""

import time

from django.db import transaction

from accounts.actions import import_certificates
from accounts.certificate_list import COLUMNS
from accounts.models import Agency, Certificate
from accounts.queries import system_user

from .row import Row
from .site import Site

ROWS = 15_500
GOAL = 1_000.0  # rows a second: the whole list in a quarter of a minute
CHUNK = 1000


def measure(site: Site) -> list[Row]:
    """Import the list, and insert the same rows without reading or checking anything; both are rolled back."""
    by, agency, content = system_user(), Agency.objects.get(code="H12.226"), _list()
    with transaction.atomic():
        started = time.perf_counter()
        found = import_certificates(content, by=by)
        ours = ROWS / (time.perf_counter() - started)
        assert found.added == ROWS
        rows = list(Certificate.objects.filter(issuer="bench", agency=agency))
        transaction.set_rollback(True)
    for row in rows:
        row.pk = None
    with transaction.atomic():
        started = time.perf_counter()
        Certificate.objects.bulk_create(rows, batch_size=CHUNK)
        bare = ROWS / (time.perf_counter() - started)
        transaction.set_rollback(True)
    return [
        Row("certificates.load", ours, "rows/s", goal=GOAL),
        Row("certificates.load_to_bare", ours, "rows/s", baseline=bare, ratio=ours / bare),
    ]


def _list() -> bytes:
    rows = (
        f"AGENCY,,H12.226,{number:x},bench,Cơ quan mẫu,,2026-01-01,2030-01-01,,,result receipt"
        for number in range(1, ROWS + 1)
    )
    return "\n".join([",".join(COLUMNS), *rows]).encode()
