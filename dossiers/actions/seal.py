"""Seal: the agency's electronic seal, as a later incremental revision over the approver's signature."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import Certificate, User
from accounts.queries import may_sign
from dossiers import files, paperwork, results
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.models.guards import SEAL_CERTIFIED
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def seal(code: str, *, by: User) -> Dossier:
    """Append the seal to each signed file; the personal signature before it stays valid."""
    at = now()
    dossier = lock(code, by=by)
    require(dossier.seal, by=by)
    sealed = dossier.results_in_hand
    pages = [_seal(dossier, result, at=at) for result in sealed]
    apply(
        dossier.seal,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        results=[
            {"kind": result.kind, "number": result.number_text, "sha256": page.sha256}
            for result, page in zip(sealed, pages, strict=True)
        ],
        certificate=pages[0].serial,
    )
    for result, page in zip(sealed, pages, strict=True):  # placed by its key: done again, it is written over
        result.sealed_file = files.store(files.place("results", result.key, "sealed.pdf"), page.content)
        result.sealed_sha256, result.sealed_at, result.seal_serial = page.sha256, at, page.serial
    results.keep(sealed, "sealed_file", "sealed_sha256", "sealed_at", "seal_serial")
    return dossier


def _seal(dossier: Dossier, result: Result, *, at: datetime) -> paperwork.Signed:
    signed = files.read(result.signed_file)
    if hashlib.sha256(signed).hexdigest() != result.signed_sha256:
        sentence = _("The file of the result is not the one that was signed. Tell the administrator.")
        raise Blocked("seal", Fault("result_not_genuine", sentence))
    sealed = paperwork.seal(signed, dossier.agency, at=at)
    if not may_sign(None, dossier.agency_id, Certificate.Purpose.RESULT, at, serial=sealed.serial):
        raise Blocked("seal", Fault(SEAL_CERTIFIED.code, SEAL_CERTIFIED.sentence))
    return sealed
