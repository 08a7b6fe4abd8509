"""Signs a result: a person's signature first, the agency's seal after it as an incremental revision (PAdES B-B).

The page keeps two places free, which this module finds by their names in the file ('personal-place', 'seal-place').
The person's signature certifies the document: from then on only the seal may be filled in. Both revisions follow
from their input alone: the same bytes, key and instant give the same bytes again, so a step repeated after a crash
changes nothing. What holds the key is behind `Signer`: a PKCS#12 file here, a token or a remote service elsewhere.
"""

import asyncio
import hashlib
import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign import Signer as CmsSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import keys
from .contexts import ZONE, heading_lines
from .errors import PaperError
from .stamp import BLUE, GREY, RED, Line, PersonalStamp, SealStamp

PERSONAL_FIELD, SEAL_FIELD = "Personal", "Seal"
MM = 72 / 25.4
# width and height in millimetres, as reserved in result.html
PLACES = {PERSONAL_FIELD: ("personal-place", 56, 32), SEAL_FIELD: ("seal-place", 32, 32)}


class Signer(Protocol):
    """Who can sign: a certificate (DER), its intermediate certificates (DER), and a key that stays where it is."""

    @property
    def certificate(self) -> bytes: ...

    @property
    def chain(self) -> tuple[bytes, ...]: ...

    def sign(self, data: bytes) -> bytes:
        """Return the RSASSA-PKCS1-v1_5 signature with SHA-256 over `data`."""
        ...


class Pkcs12Signer:
    """A signer whose key lies in a PKCS#12 file. The key is loaded once: reloading costs 70 ms for each signature."""

    def __init__(self, content: bytes, passphrase: bytes) -> None:
        stored = pkcs12.load_pkcs12(content, passphrase)
        if stored.cert is None or not isinstance(stored.key, rsa.RSAPrivateKey):
            raise PaperError("key_unreadable", _("A key file holds no RSA key with a certificate."))
        self._key = stored.key
        self._certificate = stored.cert.certificate.public_bytes(serialization.Encoding.DER)
        self.serial = (
            f"{stored.cert.certificate.serial_number:x}"  # as keys.Issued and verify.Verdict write it
        )

    @classmethod
    def personal(cls, keys_dir: Path, username: str) -> "Pkcs12Signer":
        """Return the person's signer; PaperError 'key_missing' when none was issued."""
        return _load(keys_dir, keys.personal_path(keys_dir, username))

    @classmethod
    def seal(cls, keys_dir: Path, agency_code: str) -> "Pkcs12Signer":
        """Return the agency's seal; PaperError 'key_missing' when none was issued."""
        return _load(keys_dir, keys.seal_path(keys_dir, agency_code))

    @property
    def certificate(self) -> bytes:
        return self._certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        return ()

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _load(keys_dir: Path, path: Path) -> Pkcs12Signer:
    try:
        version = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise PaperError("key_missing", _("No signing key has been issued for this signer.")) from None
    return _load_version(path, version, keys.passphrase(keys_dir))


@lru_cache(maxsize=512)
def _load_version(path: Path, version: int, passphrase: bytes) -> Pkcs12Signer:
    return Pkcs12Signer(path.read_bytes(), passphrase)


def sign_personal(pdf: bytes, signer: Signer, *, at: datetime, name: str, reason: str) -> bytes:
    """Return `pdf` with the approver's visible signature, and with the empty field that the seal will fill.

    PaperError: 'already_signed', 'no_place' (not one of our results), 'unreadable'.
    """
    writer = _open(pdf)
    if _fields(writer):
        raise PaperError("already_signed", _("The document has already been signed."))
    append_signature_field(writer, _field(writer, SEAL_FIELD))
    stamp = PersonalStamp(
        lines=(
            Line("Ký số bởi", 6.5, GREY),
            Line(name, 10, BLUE),
            Line(reason, 6.5, GREY),
            Line(f"Thời gian ký: {_time_words(at)}", 6.5, GREY),
        )
    )
    metadata = PdfSignatureMetadata(
        field_name=PERSONAL_FIELD,
        name=name,
        reason=reason,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    return _sign(writer, signer, metadata, stamp, at, _field(writer, PERSONAL_FIELD))


def seal_agency(pdf: bytes, signer: Signer, *, at: datetime, agency_name: str) -> bytes:
    """Return the signed `pdf` with the agency's visible seal as one more revision; the first signature stays valid.

    PaperError: 'not_signed', 'already_sealed', 'unreadable'.
    """
    writer = _open(pdf)
    filled = _fields(writer)
    if not filled.get(PERSONAL_FIELD) or SEAL_FIELD not in filled:
        raise PaperError("not_signed", _("A document is sealed only after it has been signed."))
    if filled[SEAL_FIELD]:
        raise PaperError("already_sealed", _("The document has already been sealed."))
    names = [Line(row, 8.5, RED, wraps=len(row) > 20) for row in heading_lines(agency_name)]
    stamp = SealStamp(lines=(Line("ĐÃ ĐÓNG DẤU SỐ", 6, RED), *names, Line(_time_words(at), 5, RED)))
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD, name=agency_name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return _sign(writer, signer, metadata, stamp, at, None)


class _Cms(CmsSigner):
    """Lets pyHanko build the signature while our `Signer` does the arithmetic."""

    def __init__(self, signer: Signer) -> None:
        others = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        others.register_multiple([Certificate.load(der) for der in signer.chain])
        super().__init__(
            signing_cert=Certificate.load(signer.certificate),
            cert_registry=others,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            embed_roots=False,
        )
        self._signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._signer.sign(data)


class _PdfSigner(PdfSigner):
    """Signs at a given instant instead of now."""

    at: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.at
        return session


class _Writer(IncrementalPdfFileWriter):
    """Appends a revision that depends on the file alone: no random identifier, and no new modification date, which
    would contradict the XMP metadata and so break PDF/A."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()[:16]
        first = prev.trailer["/ID"][0] if "/ID" in prev.trailer else ByteStringObject(digest)
        return ArrayObject(
            [ByteStringObject(getattr(first, "original_bytes", first)), ByteStringObject(digest)]
        )

    def _update_meta(self) -> None:
        return None


def _sign(
    writer: _Writer,
    signer: Signer,
    metadata: PdfSignatureMetadata,
    stamp: BaseStampStyle,
    at: datetime,
    new_field: SigFieldSpec | None,
) -> bytes:
    if at.tzinfo is None:
        raise ValueError("a signature needs an aware datetime")
    pdf_signer = _PdfSigner(metadata, _Cms(signer), stamp_style=stamp, new_field_spec=new_field)
    pdf_signer.at = at.astimezone(ZONE).replace(microsecond=0)
    certificates = len(signer.certificate) + sum(map(len, signer.chain))
    # Reserved as hexadecimal digits: certificates, signature and attributes need about 900 bytes beside the former.
    work = pdf_signer.async_sign_pdf(
        writer, existing_fields_only=new_field is None, bytes_reserved=2 * (certificates + 1536)
    )
    signed: io.BytesIO = asyncio.run(work)
    return signed.getvalue()


def _open(pdf: bytes) -> _Writer:
    try:
        return _Writer(io.BytesIO(pdf))
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise PaperError("unreadable", _("The document cannot be read as a PDF.")) from error


def _fields(writer: _Writer) -> dict[str, bool]:
    """Return the signature fields of the file by name: whether each is filled."""
    if "/AcroForm" not in writer.root or "/Fields" not in writer.root["/AcroForm"]:
        return {}
    fields = [reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"]]
    return {str(field["/T"]): "/V" in field for field in fields if field["/FT"] == "/Sig"}


def _field(writer: _Writer, field_name: str) -> SigFieldSpec:
    """Find the place reserved for a field: a named destination that marks its upper left corner."""
    place, width, height = PLACES[field_name]
    try:
        names = list(writer.root["/Names"]["/Dests"]["/Names"])
        destination = dict(zip(map(str, names[::2]), names[1::2], strict=True))[place]
        left, top = float(destination[2]), float(destination[3])
        pages = [reference.idnum for reference in writer.root["/Pages"].raw_get("/Kids")]
        page = pages.index(destination.raw_get(0).idnum)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise PaperError("no_place", _("The document has no place for a signature.")) from error
    box = (round(left), round(top - height * MM), round(left + width * MM), round(top))
    return SigFieldSpec(field_name, on_page=page, box=box)


def _time_words(at: datetime) -> str:
    """Word the time of signing with seconds and Vietnam's offset (Decree 30/2020, ISO 8601)."""
    return at.astimezone(ZONE).isoformat(timespec="seconds")
