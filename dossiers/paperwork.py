"""From dossier and result to their papers: gathers the facts, and lets dossiers.papers print, sign and check them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.names import mask_id
from accounts.phone import readable_phone
from accounts.queries import signature_title
from procedures.wording import time_words

from . import files
from .identity import id_number
from .models import Document, Dossier, Event, Result
from .papers import keys
from .papers.contexts import Fact, HandedInPaper, ReceiptContext, ResultContext
from .papers.render import render
from .papers.sign import Pkcs12Signer, seal_agency, sign_personal
from .papers.verify import Verdict, verify

RECEIPT_NEEDS = (
    "procedure_version__procedure",
    "point",
    "receiving_agency__parent",
    "receiving_agency__area",
    "agency",
)
RESULT_NEEDS = (
    "dossier__procedure_version__procedure",
    "agency__area",
    "agency__parent",
    "approver",
)


@dataclass(frozen=True)
class Signed:
    """A signed file and the serial of the certificate, in hexadecimal."""

    content: bytes
    serial: str


def receipt(dossier: Dossier) -> bytes:
    """Print statutory form 01. The paper is Vietnamese whatever the clerk's language."""
    with translation.override("vi"):
        return render("receipt.html", _receipt_context(dossier))


def _receipt_context(dossier: Dossier) -> ReceiptContext:
    assert dossier.received_at is not None
    version, centre = dossier.procedure_version, dossier.receiving_agency
    accepted = Event.objects.select_related("actor").get(dossier=dossier, type="dossier.accepted")
    return ReceiptContext(
        agency_name=(centre.parent or centre).name_on(dossier.named_on),
        office_name=dossier.point.name,
        number=dossier.code.rpartition("-")[2],
        dossier_code=dossier.code,
        tracking_url=dossier.tracking_url,
        place=centre.area.name,
        applicant_name=dossier.applicant_name,
        id_number=mask_id(id_number(dossier)),
        address=dossier.applicant_address,
        phone=readable_phone(dossier.applicant_phone),
        procedure_code=version.procedure.code,
        procedure_name=version.name,
        papers=_papers(dossier, accepted.facts),
        time_limit=time_words(version.time_limit(channel=dossier.channel, cases=dossier.cases or ())),
        received_at=dossier.received_at,
        due_at=dossier.promised_at,
        result_place=dossier.point.name,
        result_way="Trực tiếp",
        clerk_name=str(accepted.actor),
        content=dossier.request,
        competent_agency_name=dossier.agency_name,
        fee=dossier.fee_total,
        fee_note=f"Đối tượng: {', '.join(dossier.categories)}" if dossier.categories else "",
        asks_papers=any(paper.is_required for paper in version.requirements.all()),
        case_words="; ".join(dossier.cases or ()),
        count_words=_count_words(dossier),
    )


def _count_words(dossier: Dossier) -> str:
    """Word copies and pages where somebody asked for more than one copy, or pays by the page."""
    if dossier.pages:
        return f"{dossier.copies} bản, mỗi bản {dossier.pages} trang"
    return f"{dossier.copies} bản" if dossier.copies > 1 else ""


def _papers(dossier: Dossier, filed: dict[str, Any]) -> tuple[HandedInPaper, ...]:
    """What was handed in when the dossier was accepted, from the event's facts: papers attached later do not count."""
    scanned = {paper["requirement"] for paper in filed.get("papers", ())}
    others = [paper["document"] for paper in filed.get("papers", ()) if paper["requirement"] is None]
    asked = dossier.procedure_version.requirements.filter(number__in=filed.get("handed_in", ()))
    papers = [
        HandedInPaper(
            name=one.name,
            form="Bản điện tử" if one.number in scanned else "Bản chính" if one.originals else "Bản sao",
            quantity=max(one.originals or one.copies, 1),
        )
        for one in asked
    ]
    names = (
        Document.objects.filter(dossier=dossier, key__in=others).order_by("id").values_list("name", flat=True)
    )
    return (*papers, *(HandedInPaper(name, "Bản điện tử", 1) for name in names))


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
        symbol=version.result_symbol,
        place=agency.area.name,
        issued_at=result.proposed_at,
        dossier_code=dossier.code,
        received_at=dossier.received_at,
        applicant_name=dossier.applicant_name,
        applicant_address=dossier.applicant_address,
        approver_title=signature_title(result.approver_id, agency.pk, localdate(result.proposed_at)),
        approver_name=str(result.approver),
        verify_url=result.verification_url,
        result_name=version.result_name,
        facts=facts,
        paragraphs=paragraphs,
        legal_bases=tuple(f"{base['title']} ({base['number']})" for base in version.legal_bases[:3]),
    )


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
