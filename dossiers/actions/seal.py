"""Seal: the agency's electronic seal, as a later incremental revision over the approver's signature."""

import hashlib

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import Certificate, User
from accounts.queries import may_sign
from dossiers import files, paperwork
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.guards import SEAL_CERTIFIED
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def seal(code: str, *, by: User) -> Dossier:
    """Append the seal to the signed file; the personal signature before it stays valid."""
    at = now()
    dossier = lock(code, by=by)
    require(dossier.seal, by=by)
    result = dossier.result
    assert result is not None  # the guard RESULT_SIGNED has seen it
    signed = files.read(result.signed_file)
    if hashlib.sha256(signed).hexdigest() != result.signed_sha256:
        sentence = _("The file of the result is not the one that was signed. Tell the administrator.")
        raise Blocked("seal", Fault("result_not_genuine", sentence))
    sealed = paperwork.seal(signed, dossier.agency, at=at)
    if not may_sign(None, dossier.agency_id, Certificate.Purpose.RESULT, at, serial=sealed.serial):
        raise Blocked("seal", Fault(SEAL_CERTIFIED.code, SEAL_CERTIFIED.sentence))
    sha256 = hashlib.sha256(sealed.content).hexdigest()
    apply(
        dossier.seal,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        sha256=sha256,
        certificate=sealed.serial,
    )
    result.sealed_file = files.store(files.place("results", result.key, "sealed.pdf"), sealed.content)
    result.sealed_sha256, result.sealed_at, result.seal_serial = sha256, at, sealed.serial
    result.save(update_fields=["sealed_file", "sealed_sha256", "sealed_at", "seal_serial"])
    return dossier
