"""Render the receipt: statutory form 01 under its number, with the QR that opens the tracking page."""

import hashlib

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import files, receipts
from dossiers.access import look_at
from dossiers.lifecycle import apply, lock
from dossiers.models import Document, Dossier
from dossiers.numbering import form_number, form_series, last_in
from dossiers.queries import of_province
from dossiers.rules import require


def render_receipt(code: str, *, by: User) -> None:
    """Make the receipt unless the one in hand is true; after a correction, one that replaces it.

    The number of office and year is reserved in the transaction that writes the file, so that no crash leaves a gap.
    The page is made before it, with the number that is next: only where somebody took that one meanwhile, or the
    dossier changed, is it made again under the lock.
    """
    dossier = _with_all(code)
    if dossier.received_at is None or (before := receipts.issues_of(dossier)).is_current:
        return
    require(look_at(by, code).render_receipt, by=by)  # no page is made for who may not have it made
    office, year = dossier.receiving_agency, receipts.receipt_year(dossier, before)
    expected = last_in(form_series("01", office, year), province=office.province) + 1
    content = receipts.new_receipt(dossier, before, number=expected)
    with transaction.atomic():
        locked = lock(code, by=by)
        require(locked.render_receipt, by=by)
        issues = receipts.issues_of(locked)
        if issues.is_current:
            return
        number = form_number("01", office, year)
        if (number, locked.version) != (expected, dossier.version):
            content = receipts.new_receipt(_with_all(code), issues, number=number)
        sha256 = hashlib.sha256(content).hexdigest()
        _keep(locked, content, sha256, times=len(issues.rendered), by=by)
        apply(
            locked.render_receipt,
            by=by,
            sha256=sha256,
            number=number,
            office=office.code,
            replaces=issues.rendered[-1].seq if issues.rendered else None,
        )


def _with_all(code: str) -> Dossier:
    return of_province().select_related(*receipts.RECEIPT_NEEDS).get(code=code)


def _keep(dossier: Dossier, content: bytes, sha256: str, *, times: int, by: User) -> None:
    """Write the file beside those before it; the one document of the receipt is the newest of them."""
    name = f"receipt-{times + 1}.pdf" if times else "receipt.pdf"
    written = {
        "name": f"{dossier.code}.pdf",
        "mime": "application/pdf",
        "size": len(content),
        "sha256": sha256,
        "file": files.store(files.place("receipts", dossier.token, name), content),
        "uploaded_by": by,
        "uploaded_at": now(),
    }
    receipt = {"province": dossier.province, "kind": Document.Kind.RECEIPT, "dossier": dossier}
    if not Document.objects.filter(**receipt).update(**written):
        Document.objects.create(key=files.new_key(), **receipt, **written)
