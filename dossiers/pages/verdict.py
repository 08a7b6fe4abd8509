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
from dossiers.citizen_queries import issued_as, result_in_force_for
from dossiers.models import Result
from procedures import formats

log = logging.getLogger(__name__)
SENTENCES: dict[str, Promise] = {
    "genuine": gettext_lazy("This document is genuine"),
    "replaced": gettext_lazy("This document was genuine and has been replaced by a newer one"),
    "archived": gettext_lazy("A document with this number was issued; its original is in the archive"),
    "pending": gettext_lazy("This document has not been issued"),
    "void": gettext_lazy("This document was never issued"),
    "forged": gettext_lazy("This document is not genuine"),
    "unknown": gettext_lazy("There is no such document"),
}
EXPLANATIONS: dict[str, Promise] = {
    "genuine": gettext_lazy(
        "It carries the signature of the approver and the seal of the agency, and nothing was changed."
    ),
    "replaced": gettext_lazy(
        "In its place, number %(number)s was issued on %(day)s. Ask the holder for that document."
    ),
    "archived": gettext_lazy(
        "The time of keeping here has ended. Compare the SHA-256 of your file with the one below, or ask the archive of"
        " the agency that issued it."
    ),
    "pending": gettext_lazy(
        "It is still being made. A paper that looks finished with this QR code must not be accepted."
    ),
    "void": gettext_lazy(
        "Its number was reserved, and another document was given instead. Do not accept a paper with this QR code."
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
    """`verdict` is one of SENTENCES; `facts` are what a reader compares with the paper; `newer` took its place."""

    verdict: str
    number: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    sha256: str = ""
    download_url: str = ""
    http_status: int = OK
    newer: Result | None = None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.verdict])

    @property
    def explanation(self) -> str:
        words = str(EXPLANATIONS[self.verdict])
        if self.newer is None or self.newer.issued_at is None:
            return words
        day = formats.day(localdate(self.newer.issued_at))
        replaced = str(EXPLANATIONS["replaced"]) % {"number": self.newer.number_text, "day": day}
        return replaced if self.verdict == "replaced" else f"{words} {replaced}"


def of(key: str, result: Result | None) -> Verdict:
    """Judge the result that a QR names; the file itself is checked, not what the table says of it."""
    if result is None:
        return Verdict("unknown", http_status=NOT_FOUND)
    if result.issued_at is None:
        return Verdict("void" if result.is_void else "pending", number=result.number_text)
    in_force = result_in_force_for(result)
    newer = in_force if in_force != result else None
    if result.dossier.erased_at is not None:
        holder_left_out = facts(result)[:-1]
        return Verdict("archived", result.number_text, holder_left_out, result.sealed_sha256, newer=newer)
    if sealed_content(result) is None:
        return Verdict("forged", result.number_text, facts(result), result.sealed_sha256)
    return Verdict(
        "replaced" if newer else "genuine",
        result.number_text,
        facts(result),
        result.sealed_sha256,
        download_url=reverse("verified_document", args=[key]),
        newer=newer,
    )


def sealed_content(result: Result) -> bytes | None:
    """Return the file of an issued result; None if it is missing or not the one that was sealed.

    The hash is taken every time; the signatures, which cost a tenth of a second, once a minute.
    """
    try:
        content = files.read(result.sealed_file) if result.issued_at and result.sealed_file else b""
    except FileNotFoundError:
        content = b""
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != result.sealed_sha256 or not _signatures_stand(result.pk, sha256):
        log.error("the file of result %s is not the one that was issued", result.pk)
        return None
    return content


@remember(seconds=60)
def _signatures_stand(pk: int, sha256: str) -> bool:
    """Nor is a file genuine that the chain does not name: the row may have been given that of another dossier."""
    result = Result.objects.get(pk=pk)
    is_named = issued_as(result) == sha256
    return is_named and paperwork.is_as_sealed(files.read(result.sealed_file), result)


def facts(result: Result) -> list[tuple[str, str]]:
    """Return what must stand on the paper; the holder's name is masked, because anybody may open this page."""
    issued = formats.instant(result.issued_at) if result.issued_at else ""
    signed = formats.instant(result.signed_at) if result.signed_at else ""
    return [
        (_("Number"), result.number_text),
        (_("Document"), result.name or _("Letter of refusal")),
        (_("Issued by"), result.agency.name_on(localdate(result.proposed_at))),
        (_("Signed by"), str(result.approver)),
        (_("Signed at"), signed),
        (_("Issued at"), issued),
        (_("Holder"), mask_name(result.dossier.applicant_name)),
    ]
