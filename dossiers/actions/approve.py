"""Approve: the approver signs exactly the bytes that were shown, and the dossier is decided."""

import hashlib

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import Certificate, User
from accounts.queries import may_sign
from dossiers import files, paperwork, travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.guards import SIGNER_CERTIFIED
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def approve(code: str, *, sha256: str, by: User) -> Dossier:
    """Sign personally and decide; `sha256` is that of the file the approver has read.

    Permission and guards are asked before the key is used; a signing that fails leaves everything as it was.
    """
    at = now()
    dossier = lock(code, by=by)
    require(dossier.approve, by=by)
    result = dossier.result
    assert result is not None  # the guard RESULT_RENDERED has seen it
    draft = files.read(result.rendered_file)
    if not sha256 == result.rendered_sha256 == hashlib.sha256(draft).hexdigest():
        sentence = _("This is not the draft that you have read. Open it again and read it before you sign.")
        raise Blocked("approve", Fault("other_draft", sentence))
    signed = paperwork.sign(draft, result, by=by, at=at)
    if not may_sign(by.pk, dossier.agency_id, Certificate.Purpose.RESULT, at, serial=signed.serial):
        raise Blocked("approve", Fault(SIGNER_CERTIFIED.code, SIGNER_CERTIFIED.sentence))
    result.signed_file = files.store(files.place("results", result.key, "signed.pdf"), signed.content)
    result.signed_sha256 = hashlib.sha256(signed.content).hexdigest()
    result.signed_at, result.signer_serial = at, signed.serial
    moved = travel.advance(dossier, at, by=by, outcome=result.outcome)
    apply(
        dossier.approve,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        outcome=result.outcome,
        number=result.number_text,
        sha256=sha256,
        signed_sha256=result.signed_sha256,
        certificate=signed.serial,
        alongside=(moved,),
    )
    result.save(update_fields=["signed_file", "signed_sha256", "signed_at", "signer_serial"])
    return dossier
