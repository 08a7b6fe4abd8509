"""Says whether a PDF is a genuine result: signed by a person, sealed by an agency, and not changed by one byte since.

Genuine means all of this: exactly the signatures 'Personal' and then 'Seal'; both intact, valid and trusted now; the
first certificate a person's, the second an agency's; the seal covers the whole file, so nothing was appended; between
the two nothing happened but sealing; and the signature containers, which no signature covers, are in the one form
that our signing writes. A file that cannot be read is not genuine; it is never an exception.
"""

import asyncio
import io
from binascii import hexlify, unhexlify
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from asn1crypto import cms, pem
from asn1crypto.x509 import Certificate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .sign import PERSONAL_FIELD, SEAL_FIELD

Kind = Literal["personal", "seal", "other"]
KINDS: dict[str, Kind] = {PERSONAL_FIELD: "personal", SEAL_FIELD: "seal"}
# What the subject of the certificate must name: a user, or an agency by its code (see keys.py).
MARKS = {"personal": "user_id", "seal": "organization_identifier"}

PROBLEMS: dict[str, Promise] = {
    "unreadable": _("The file cannot be read as a PDF document."),
    "unsigned": _("The document carries no signature."),
    "personal_missing": _("The signature of the person who approved is missing."),
    "seal_missing": _("The seal of the agency is missing."),
    "unknown_signature": _("The document carries a signature that does not belong to it."),
    "wrong_order": _("The seal was set before the signature."),
    "altered": _("The content was changed after it was signed."),
    "invalid": _("A signature is mathematically wrong."),
    "untrusted": _("A certificate was not issued by an authority that we trust."),
    "wrong_certificate": _("A signature was made with a certificate of another kind."),
    "changed_after_signing": _("Something was added after signing that signing does not allow."),
    "appended": _("Bytes were added after the seal."),
    "container_altered": _("The container of a signature was changed."),
}


@dataclass(frozen=True)
class Problem:
    """One reason why a document is not genuine: a stable code and a translatable sentence."""

    code: str
    sentence: str | Promise


@dataclass(frozen=True)
class SignatureFound:
    """One signature of the document. `serial` is lower-case hexadecimal; `signed_at` is what the signer claims.

    `intact`: the signed bytes are unchanged; `valid`: the signature fits the key; `trusted`: the certificate leads to
    a root that we trust; `coverage`: 'entire_file', 'entire_revision', or less.
    """

    kind: Kind
    field_name: str
    common_name: str
    organisation: str
    serial: str
    signed_at: datetime | None
    intact: bool
    valid: bool
    trusted: bool
    coverage: str


@dataclass(frozen=True)
class Verdict:
    """The answer to 'is this genuine?', the signatures found, and the reasons against."""

    genuine: bool
    signatures: tuple[SignatureFound, ...]
    problems: tuple[Problem, ...]


def verify(pdf: bytes, *, trust: Sequence[Path | bytes], at: datetime | None = None) -> Verdict:
    """Check a result against the root certificates `trust` (paths or PEM/DER bytes), as of `at` (default: now)."""
    signatures, codes = asyncio.run(_examine(pdf, [_certificate(root) for root in trust], at))
    problems = tuple(Problem(code, PROBLEMS[code]) for code in dict.fromkeys(codes))
    return Verdict(genuine=not problems, signatures=tuple(signatures), problems=problems)


async def _examine(
    pdf: bytes, roots: list[Certificate], at: datetime | None
) -> tuple[list[SignatureFound], list[str]]:
    """Return the signatures found and the codes of what is wrong."""
    found: list[SignatureFound] = []
    try:
        embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        codes = _missing([signature.field_name for signature in embedded])
        for signature in embedded:
            context = ValidationContext(
                trust_roots=roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
            )
            status = await async_validate_pdf_signature(signature, signer_validation_context=context)
            found.append(_found(signature, status))
            codes += _faults(pdf, signature, status)
    except Exception:  # hostile bytes make the libraries raise almost anything; all of it means: not genuine
        return found, ["unreadable"]
    return found, codes


def _missing(names: list[str]) -> list[str]:
    """Compare the signatures' fields, in the order of signing, with what a result must carry."""
    if not names:
        return ["unsigned"]
    codes = [f"{KINDS[name]}_missing" for name in (PERSONAL_FIELD, SEAL_FIELD) if name not in names]
    if set(names) - set(KINDS) or len(names) > len(set(names)):
        codes.append("unknown_signature")
    if names == [SEAL_FIELD, PERSONAL_FIELD]:
        codes.append("wrong_order")
    return codes


def _found(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SignatureFound:
    certificate = signature.signer_cert
    subject = certificate.subject.native
    return SignatureFound(
        kind=KINDS.get(signature.field_name, "other"),
        field_name=str(signature.field_name),
        common_name=str(subject.get("common_name", "")),
        organisation=str(subject.get("organization_name", "")),
        serial=f"{certificate.serial_number:x}",
        signed_at=signature.self_reported_timestamp,
        intact=bool(status.intact),
        valid=bool(status.valid),
        trusted=bool(status.trusted),
        coverage=str(signature.coverage.name).lower() if signature.coverage else "unclear",
    )


def _faults(pdf: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> list[str]:
    """List what is wrong with one signature."""
    kind = KINDS.get(signature.field_name, "other")
    faults = {
        "altered": not status.intact,
        "invalid": not status.valid,
        "untrusted": status.intact and status.valid and not status.trusted,
        "wrong_certificate": MARKS.get(kind) not in signature.signer_cert.subject.native,
        "changed_after_signing": not status.bottom_line and status.trusted,
        "appended": kind == "seal" and signature.coverage != SignatureCoverageLevel.ENTIRE_FILE,
        "container_altered": not _canonical(pdf, signature),
    }
    return [code for code, fault in faults.items() if fault]


def _canonical(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Say whether the bytes that the signature leaves out are just what signing writes there.

    A CMS container has places where a changed byte does not disturb the signature: the case of a hexadecimal digit,
    the filling behind the structure, version numbers, capitals in the issuer's name. So the container is written
    again from its parts and compared.
    """
    start, end = int(signature.byte_range[1]), int(signature.byte_range[2])
    if int(signature.byte_range[0]) != 0 or pdf[start : start + 1] != b"<" or pdf[end - 1 : end] != b">":
        return False
    digits = pdf[start + 1 : end - 1]
    container = unhexlify(digits)
    if hexlify(container).upper() != digits:
        return False
    rewritten = _rewritten(signature.signed_data, signature.signer_cert)
    return container[: len(rewritten)] == rewritten and not any(container[len(rewritten) :])


def _rewritten(signed: cms.SignedData, holder: Certificate) -> bytes:
    """Write a CMS container anew (RFC 5652 version 1, SHA-256 with RSA) from certificates, attributes and signature."""
    signer = signed["signer_infos"][0]
    sha256 = {"algorithm": "sha256"}
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {"issuer": holder.issuer, "serial_number": holder.serial_number}
            },
            "digest_algorithm": sha256,
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": signer["signature_algorithm"]["algorithm"].native},
            "signature": signer["signature"].native,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": signed["certificates"],
            "signer_infos": [info],
        }
    )
    rewritten: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return rewritten


def _certificate(root: Path | bytes) -> Certificate:
    content = root if isinstance(root, bytes) else root.read_bytes()
    if pem.detect(content):
        content = pem.unarmor(content)[2]
    return Certificate.load(content)
