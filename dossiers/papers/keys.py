"""A test certification authority of our own, and the keys that it issues to persons and to agencies' seals.

Made at set-up so that signing works everywhere; a real installation puts certificates of the public-service
authority behind the same `Signer`. RSA-2048 with SHA-256 on purpose: with ECDSA the signing library raises the PDF
version in the catalogue, which PDF/A-2 and -3 forbid. Certificates name no revocation service, because there is none.

    <keys_dir>/ca.pem  ca.key.pem  passphrase  personal/<username>.p12  seals/<agency code>.p12     (all mode 0600)
    and beside each .p12 its certificate as .pem

Everything is idempotent and safe between processes: one lock file, each file written whole and then renamed, and a
key that exists is never written again.
"""

import fcntl
import os
import re
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import PaperError

KEY_BITS = 2048
AUTHORITY_NAME = "CA thử nghiệm onestop"
AUTHORITY_YEARS = 20
HOLDER_YEARS = 10
VALID_FROM = datetime(
    2025, 7, 1, tzinfo=UTC
)  # early enough for clocks that are behind, and for played histories
_PEM = serialization.Encoding.PEM
# X.520 allows 64 characters in a name; the library counts bytes, of which Vietnamese letters have up to three.
warnings.filterwarnings("ignore", message="Attribute's length must be", module=__name__)
FILE_NAME = re.compile(r"[\w@+-][\w.@+-]*")  # no separators, no leading dot


@dataclass(frozen=True)
class Issued:
    """A certificate and where its key lies. `serial` is lower-case hexadecimal, as `Verdict` gives it."""

    path: Path
    serial: str
    common_name: str
    organisation: str
    valid_from: datetime
    valid_until: datetime


def authority_path(keys_dir: Path) -> Path:
    """Where the authority's certificate lies: the root to trust when verifying."""
    return keys_dir / "ca.pem"


def personal_path(keys_dir: Path, username: str) -> Path:
    return keys_dir / "personal" / f"{_file_name(username)}.p12"


def seal_path(keys_dir: Path, agency_code: str) -> Path:
    return keys_dir / "seals" / f"{_file_name(agency_code)}.p12"


def passphrase(keys_dir: Path) -> bytes:
    """Return the passphrase of all keys in `keys_dir`; PaperError 'keys_missing' before set-up."""
    try:
        return (keys_dir / "passphrase").read_bytes()
    except FileNotFoundError:
        raise PaperError("keys_missing", _("The signing keys have not been made yet.")) from None


def make_authority(keys_dir: Path) -> Issued:
    """Make the authority in `keys_dir` if it is not there; return its certificate either way."""
    with _locked(keys_dir):
        _authority(keys_dir)
        certificate = x509.load_pem_x509_certificate(authority_path(keys_dir).read_bytes())
    return _issued(authority_path(keys_dir), certificate)


def issue_personal(keys_dir: Path, username: str, common_name: str, agency_name: str) -> Issued:
    """Issue a person's signing key if `username` has none; the certificate carries the user name as UID."""
    subject = _subject(common_name, agency_name, NameOID.USER_ID, username)
    return _issue(keys_dir, personal_path(keys_dir, username), subject)


def issue_seal(keys_dir: Path, agency_code: str, agency_name: str) -> Issued:
    """Issue an agency's seal if it has none; the certificate carries the code as organization identifier."""
    subject = _subject(agency_name, agency_name, NameOID.ORGANIZATION_IDENTIFIER, agency_code)
    return _issue(keys_dir, seal_path(keys_dir, agency_code), subject)


def _issue(keys_dir: Path, path: Path, subject: x509.Name) -> Issued:
    """Issue a key unless it is there. Its certificate lies beside it, so that asking again needs no decryption."""
    beside = path.with_suffix(".pem")
    if not (path.exists() and beside.exists()):
        with _locked(keys_dir):
            authority_key, authority = _authority(keys_dir)
            encryption = serialization.BestAvailableEncryption(passphrase(keys_dir))
            if not path.exists():
                key = rsa.generate_private_key(65537, KEY_BITS)
                fresh = _certificate(
                    subject, key.public_key(), authority.subject, authority_key, HOLDER_YEARS
                )
                _write(
                    path,
                    pkcs12.serialize_key_and_certificates(b"signing", key, fresh, [authority], encryption),
                )
            stored = pkcs12.load_pkcs12(path.read_bytes(), passphrase(keys_dir)).cert
            if stored is None:
                raise PaperError("key_unreadable", _("A key file holds no certificate."))
            _write(beside, stored.certificate.public_bytes(_PEM))
    return _issued(path, x509.load_pem_x509_certificate(beside.read_bytes()))


def _authority(keys_dir: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Load or make passphrase, key and certificate, each on its own: a crash between them is mended here."""
    if not (keys_dir / "passphrase").exists():
        _write(keys_dir / "passphrase", secrets.token_urlsafe(32).encode())
    secret, key_path, path = passphrase(keys_dir), keys_dir / "ca.key.pem", authority_path(keys_dir)
    if not key_path.exists():
        fresh = rsa.generate_private_key(65537, KEY_BITS)
        encryption = serialization.BestAvailableEncryption(secret)
        _write(key_path, fresh.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, encryption))
    key = _decrypted(key_path.read_bytes(), secret)
    if not path.exists():
        name = _subject(AUTHORITY_NAME, "onestop", NameOID.SERIAL_NUMBER, secrets.token_hex(4))
        _write(path, _certificate(name, key.public_key(), name, key, AUTHORITY_YEARS).public_bytes(_PEM))
    return key, x509.load_pem_x509_certificate(path.read_bytes())


@lru_cache(maxsize=1)
def _decrypted(content: bytes, secret: bytes) -> rsa.RSAPrivateKey:
    """Decrypt the authority's key once for all that it issues in a row: it takes 50 ms."""
    key = serialization.load_pem_private_key(content, secret)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise PaperError("key_unreadable", _("The authority's key is not an RSA key."))
    return key


def _subject(common_name: str, organisation: str, oid: x509.ObjectIdentifier, value: str) -> x509.Name:
    """Build a subject, its names cut at the 64 characters that X.520 allows."""
    pairs = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation[:64])]
    pairs += [(NameOID.COMMON_NAME, common_name[:64]), (oid, value)]
    return x509.Name([x509.NameAttribute(kind, text, _validate=not text) for kind, text in pairs])


def _certificate(
    subject: x509.Name, public: rsa.RSAPublicKey, issuer: x509.Name, issuer_key: rsa.RSAPrivateKey, years: int
) -> x509.Certificate:
    """Sign a certificate: an authority's when subject and issuer are the same, a signer's otherwise."""
    authority = subject == issuer
    until = timezone.now().replace(microsecond=0) + timedelta(days=365 * years)
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,  # 'non-repudiation': what validators demand of a document signer
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(until)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True
        )
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_id, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _issued(path: Path, certificate: x509.Certificate) -> Issued:
    return Issued(
        path=path,
        serial=f"{certificate.serial_number:x}",
        common_name=_text(certificate, NameOID.COMMON_NAME),
        organisation=_text(certificate, NameOID.ORGANIZATION_NAME),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _text(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    return "".join(str(attribute.value) for attribute in certificate.subject.get_attributes_for_oid(oid))


def _file_name(name: str) -> str:
    if not FILE_NAME.fullmatch(name):
        raise PaperError("key_name", _("This name cannot be the name of a key file."))
    return name


@contextmanager
def _locked(keys_dir: Path) -> Iterator[None]:
    """Hold the directory's lock: the second process waits and then finds the first one's keys."""
    keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(keys_dir / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads; after a crash it is there whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
