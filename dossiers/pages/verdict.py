"""The verification of a result in words: genuine or not in one sentence, and what must stand on the paper."""

import hashlib
import logging
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.memory import remember
from accounts.names import mask_name
from dossiers import files, paperwork
from dossiers.models import Result
from procedures import formats

log = logging.getLogger(__name__)
SENTENCES: dict[str, Promise] = {
    "genuine": gettext_lazy("This document is genuine"),
    "replaced": gettext_lazy("This document was genuine and has been replaced by a newer one"),
    "pending": gettext_lazy("This document has not been issued"),
    "forged": gettext_lazy("This document is not genuine"),
    "unknown": gettext_lazy("There is no such document"),
}
EXPLANATIONS: dict[str, Promise] = {
    "genuine": gettext_lazy(
        "It carries the signature of the approver and the seal of the agency, and nothing was changed."
    ),
    "replaced": gettext_lazy("Ask the holder for the newer document."),
    "pending": gettext_lazy(
        "It is still being made. A paper that looks finished with this QR code must not be accepted."
    ),
    "forged": gettext_lazy(
        "The file that we keep does not pass the check of its signatures. Tell the agency that issued it."
    ),
    "unknown": gettext_lazy(
        "No result with this QR code was ever made here. Do not accept the paper; tell the agency named on it."
    ),
}
NOT_FOUND, OK = 404, 200


@dataclass(frozen=True)
class Verdict:
    """`verdict` is one of SENTENCES; `facts` are what a reader compares with the paper."""

    verdict: str
    number: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    sha256: str = ""
    download_url: str = ""
    http_status: int = OK

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.verdict])

    @property
    def explanation(self) -> str:
        return str(EXPLANATIONS[self.verdict])


def of(key: str, result: Result | None) -> Verdict:
    """Judge the result that a QR names; the file itself is checked, not what the table says of it."""
    if result is None:
        return Verdict("unknown", http_status=NOT_FOUND)
    if result.issued_at is None:
        return Verdict("pending", number=result.number_text)
    is_ours = sealed_content(result) is not None
    url = reverse("verified_document", args=[key])
    judged = "genuine" if is_ours else "forged"
    if is_ours and newest_seq(result) != result.seq:
        judged = "replaced"
    return Verdict(judged, result.number_text, facts(result), result.sealed_sha256, url if is_ours else "")


def sealed_content(result: Result) -> bytes | None:
    """Return the file of an issued result; None if it is missing or not the one that was sealed.

    The hash is taken every time; the signatures, which cost a tenth of a second, once a minute.
    """
    try:
        content = files.read(result.sealed_file) if result.issued_at else b""
    except FileNotFoundError:
        content = b""
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != result.sealed_sha256 or not _signatures_stand(result.pk, sha256):
        log.error("the file of result %s is not the one that was issued", result.pk)
        return None
    return content


@remember(seconds=60)
def _signatures_stand(pk: int, sha256: str) -> bool:
    result = Result.objects.get(pk=pk)
    return paperwork.is_as_sealed(files.read(result.sealed_file), result)


def newest_seq(result: Result) -> int:
    """Return the version of the result in force of the same dossier."""
    newest = result.dossier.result
    return newest.seq if newest and newest.issued_at else result.seq


def facts(result: Result) -> list[tuple[str, str]]:
    """Return what must stand on the paper; the holder's name is masked, because anybody may open this page."""
    issued = formats.instant(result.issued_at) if result.issued_at else ""
    signed = formats.instant(result.signed_at) if result.signed_at else ""
    return [
        (_("Number"), result.number_text),
        (_("Document"), result.dossier.procedure_version.result_name),
        (_("Issued by"), result.agency.name_on(localdate(result.proposed_at))),
        (_("Signed by"), str(result.approver)),
        (_("Signed at"), signed),
        (_("Issued at"), issued),
        (_("Holder"), mask_name(result.dossier.applicant_name)),
    ]
