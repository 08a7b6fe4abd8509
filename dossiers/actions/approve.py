"""Approve: the approver signs exactly the bytes that were shown, and the dossier is decided."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Certificate, User
from accounts.queries import may_sign
from dossiers import files, paperwork, results, travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.models.guards import SIGNER_CERTIFIED
from dossiers.refusals import Blocked
from dossiers.rules import require

MOST_REASON = 1000


@transaction.atomic
def approve(code: str, *, sha256: str | Sequence[str], without_opinions: str = "", by: User) -> Dossier:
    """Sign personally and decide; `sha256` is that of the file the approver has read, or all of them, in any order.

    All results that are proposed are signed together. `without_opinions`: why the approver does not wait for a
    mandatory opinion. Permission and guards are asked before the key is used; a signing that fails leaves
    everything as it was.
    """
    at = now()
    dossier = lock(code, by=by)
    dossier.goes_on_without = _reason(without_opinions)
    require(dossier.approve, by=by)
    if not travel.is_signed_here(dossier):
        sentence = _("Another approver signs after you: complete this step instead.")
        raise Blocked("approve", Fault("another_approver_signs", sentence))
    signed = dossier.results_in_hand
    drafts = _as_read(signed, [sha256] if isinstance(sha256, str) else list(sha256))
    pages = [_sign(draft, result, by=by, at=at) for result, draft in zip(signed, drafts, strict=True)]
    moved = travel.decided(dossier, at, by=by, outcome=signed[0].outcome)
    apply(
        dossier.approve,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"without_opinions": dossier.goes_on_without} if dossier.goes_on_without else None,
        outcome=signed[0].outcome,
        number=", ".join(result.number_text for result in signed),
        results=[
            {
                "kind": result.kind,
                "number": result.number_text,
                "sha256": result.rendered_sha256,
                "signed_sha256": page.sha256,
            }
            for result, page in zip(signed, pages, strict=True)
        ],
        certificate=pages[0].serial,
        alongside=(moved,),
    )
    for result, page in zip(signed, pages, strict=True):  # placed by its key: done again, it is written over
        result.signed_file = files.store(files.place("results", result.key, "signed.pdf"), page.content)
        result.signed_sha256, result.signed_at, result.signer_serial = page.sha256, at, page.serial
    results.keep(signed, "signed_file", "signed_sha256", "signed_at", "signer_serial")
    return dossier


def _reason(without_opinions: str) -> str:
    reader = EntryReader({"without_opinions": without_opinions})
    reason = reader.text("without_opinions", MOST_REASON)
    if reader.faults:
        raise Invalid(reader.faults)
    return reason


def _as_read(signed: Sequence[Result], hashes: Sequence[str]) -> list[bytes]:
    """Return the drafts, if they are exactly those that were read."""
    expected = {result.rendered_sha256 for result in signed}
    if len(expected) > 1 and set(hashes) < expected:
        sentence = _("%(count)s results are signed together. Read each draft before you sign.")
        raise Blocked("approve", Fault("drafts_not_read", sentence % {"count": len(expected)}))
    drafts = [files.read(result.rendered_file) for result in signed]
    stand = [hashlib.sha256(draft).hexdigest() for draft in drafts]
    if sorted(hashes) != sorted(expected) or stand != [result.rendered_sha256 for result in signed]:
        sentence = _("This is not the draft that you have read. Open it again and read it before you sign.")
        raise Blocked("approve", Fault("other_draft", sentence))
    return drafts


def _sign(draft: bytes, result: Result, *, by: User, at: datetime) -> paperwork.Signed:
    signed = paperwork.sign(draft, result, by=by, at=at)
    if not may_sign(by.pk, result.agency_id, Certificate.Purpose.RESULT, at, serial=signed.serial):
        raise Blocked("approve", Fault(SIGNER_CERTIFIED.code, SIGNER_CERTIFIED.sentence))
    return signed
