"""From dossier and result to their papers: gathers the facts, and lets dossiers.papers print, sign and check them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.queries import signature_title

from . import files
from .models import Result
from .papers import keys
from .papers.contexts import Fact, ResultContext
from .papers.render import render
from .papers.sign import Pkcs12Signer, seal_agency, sign_personal
from .papers.verify import Verdict, verify
from .receipts import RECEIPT_NEEDS, receipt

__all__ = [
    "RECEIPT_NEEDS",
    "RESULT_NEEDS",
    "Signed",
    "check",
    "is_as_sealed",
    "receipt",
    "result",
    "seal",
    "sign",
]
RESULT_NEEDS = (
    "dossier__procedure_version__procedure",
    "agency__area",
    "agency__parent",
    "approver",
    "replaces",
)


@dataclass(frozen=True)
class Signed:
    """A signed file and the serial of the certificate, in hexadecimal."""

    content: bytes
    serial: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def result(result: Result) -> bytes:
    """Print the result as proposed, under its reserved number."""
    with translation.override("vi"):
        return render("result.html", _result_context(result))


def _result_context(result: Result) -> ResultContext:
    dossier, agency = result.dossier, result.agency
    assert dossier.received_at is not None
    version = dossier.procedure_version
    facts, paragraphs = _content(result.content)
    return ResultContext(
        outcome="granted" if result.outcome == Result.Outcome.GRANTED else "refused",
        procedure_code=version.procedure.code,
        procedure_name=version.name,
        superior_name="",
        agency_name=agency.name_on(localdate(result.proposed_at)),
        number=str(result.number),
        symbol=result.number_text.partition("/")[2],
        place=agency.area.name,
        issued_at=result.proposed_at,
        dossier_code=dossier.code,
        received_at=dossier.received_at,
        applicant_name=dossier.applicant_name,
        applicant_address=dossier.applicant_address,
        approver_title=signature_title(result.approver_id, agency.pk, localdate(result.proposed_at)),
        approver_name=str(result.approver),
        verify_url=result.verification_url,
        result_name=result.name,
        facts=facts,
        paragraphs=(*paragraphs, *_replacing_words(result)),
        legal_bases=tuple(f"{base['title']} ({base['number']})" for base in version.legal_bases[:3]),
    )


def _replacing_words(result: Result) -> tuple[str, ...]:
    """Say on a replacement which paper it takes the place of."""
    old = result.replaces
    if old is None or old.issued_at is None:
        return ()
    return (f"Văn bản này thay thế văn bản số {old.number_text} ngày {localdate(old.proposed_at):%d/%m/%Y}.",)


def _content(text: str) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Lines 'label: value' are facts, the others paragraphs; a label is short and has no full stop."""
    facts, paragraphs = [], []
    for line in (line.strip() for line in text.splitlines()):
        label, colon, value = line.partition(":")
        if colon and value.strip() and len(label) <= 60 and "." not in label:
            facts.append(Fact(label.strip(), value.strip()))
        elif line:
            paragraphs.append(line)
    return tuple(facts), tuple(paragraphs)


def sign(content: bytes, result: Result, *, by: User, at: datetime) -> Signed:
    """Sign the draft with the approver's personal key. Raises papers.errors.PaperError."""
    signer = Pkcs12Signer.personal(_keys(), by.username)
    signed = sign_personal(content, signer, at=at, name=str(by), reason=f"Phê duyệt {result.number_text}")
    return Signed(signed, signer.serial)


def seal(content: bytes, agency: Agency, *, at: datetime) -> Signed:
    """Add the seal of the agency as a later revision. Raises papers.errors.PaperError."""
    signer = Pkcs12Signer.seal(_keys(), agency.code)
    return Signed(seal_agency(content, signer, at=at, agency_name=agency.name), signer.serial)


def check(content: bytes) -> Verdict:
    """Say whether a PDF is a genuine result of this house."""
    return verify(content, trust=[keys.authority_path(_keys())])


def is_as_sealed(content: bytes, result: Result) -> bool:
    """Both signatures stand, by the certificates that the record names, over the draft that was approved."""
    draft = files.read(result.rendered_file)
    if not content.startswith(draft) or hashlib.sha256(draft).hexdigest() != result.rendered_sha256:
        return False  # perhaps genuine, but of another dossier: signatures are later revisions, the draft stays whole
    verdict = check(content)
    by_kind = {signature.kind: signature.serial for signature in verdict.signatures}
    return verdict.genuine and by_kind == {"personal": result.signer_serial, "seal": result.seal_serial}


def _keys() -> Path:
    path: Path = settings.KEYS_DIR
    return path
