"""Render the receipt: statutory form 01 with the QR that opens the tracking page."""

import hashlib

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import files, paperwork
from dossiers.lifecycle import apply, lock
from dossiers.models import Document
from dossiers.queries import of_province


def render_receipt(code: str, *, by: User) -> None:
    """Make the receipt unless it is there; doing it again writes the same bytes to the same place."""
    dossier = of_province().select_related(*paperwork.RECEIPT_NEEDS).get(code=code)
    if dossier.documents.filter(kind=Document.Kind.RECEIPT).exists():
        return
    content = paperwork.receipt(dossier)
    with transaction.atomic():
        locked = lock(code, by=by)
        if locked.documents.filter(kind=Document.Kind.RECEIPT).exists():
            return
        path = files.store(files.place("receipts", dossier.token, "receipt.pdf"), content)
        sha256 = hashlib.sha256(content).hexdigest()
        Document.objects.create(
            province=locked.province,
            key=files.new_key(),
            kind=Document.Kind.RECEIPT,
            dossier=locked,
            name=f"{code}.pdf",
            mime="application/pdf",
            size=len(content),
            sha256=sha256,
            file=path,
            uploaded_by=by,
            uploaded_at=now(),
        )
        apply(locked.render_receipt, by=by, sha256=sha256)
