"""From a checked filing to a dossier that is not yet written, and the papers that go with it."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from accounts.names import fold

from . import files, identity
from .filing import Filing
from .models import Document, Dossier
from .numbering import dossier_code
from .refusals import Blocked


def draft(filing: Filing, at: datetime, *, verb: str, by: User) -> Dossier:
    """Return a new dossier in memory, numbered; everything slow is done before the number's row is locked."""
    receiving = filing.point.agency
    dossier = Dossier(
        province=receiving.province,
        token=files.new_key(),
        intake_key=filing.key,
        intake_digest=filing.digest(verb, by) if filing.key else b"",
        procedure_version=filing.version,
        channel=filing.channel,
        helped_at=filing.helped_at,
        point=filing.point,
        receiving_agency=receiving,
        agency=filing.agency,
        area=filing.area,
        papers_at=None if filing.channel == Dossier.Channel.ONLINE else receiving,
        applicant_name=filing.applicant_name,
        applicant_search=fold(filing.applicant_name)[:120],
        applicant_phone=filing.applicant_phone,
        applicant_address=filing.applicant_address,
        request=filing.request,
        copies=filing.copies,
        pages=filing.pages,
        cases=list(filing.cases) or None,
        categories=list(filing.categories) or None,
        answers=filing.answers or None,
        fee_total=filing.quote.total,
    )
    identity.seal(dossier, filing.id_number)
    dossier.code = dossier_code(receiving, localdate(at))
    return dossier


def filed_by(filing: Filing) -> dict[str, str]:
    """For whom, and with whose help, a filing enters."""
    return {
        "on_behalf_of": "applicant",
        "helped_by": f"point:{filing.helped_at.code}" if filing.helped_at else "",
    }


def filed_facts(filing: Filing) -> dict[str, Any]:
    """What the first event says of the filing, without personal data."""
    particular = {"pages": filing.pages, "cases": list(filing.cases), "categories": list(filing.categories)}
    return {name: value for name, value in particular.items() if value} | {
        "procedure": filing.version.procedure.code,
        "version": filing.version.number,
        "point": filing.point.code,
        "agency": filing.agency.code,
        "area": filing.area.code,
        "channel": filing.channel,
        "copies": filing.copies,
        "handed_in": list(filing.handed_in),
        "papers": [{"document": paper.key, "requirement": paper.requirement} for paper in filing.papers],
    }


def filed_personal(filing: Filing) -> dict[str, Any]:
    return {
        "applicant_name": filing.applicant_name,
        "applicant_phone": filing.applicant_phone,
        "applicant_address": filing.applicant_address,
        "request": filing.request,
    }


def hand_in(dossier: Dossier, filing: Filing, *, by: User, verb: str) -> None:
    """Give the uploaded papers to the dossier in one statement; each can be given once, by who uploaded it."""
    if not filing.papers:
        return
    requirements = {requirement.number: requirement.pk for requirement in filing.version.requirements.all()}
    meets = [
        When(key=paper.key, then=Value(requirements[paper.requirement]))
        for paper in filing.papers
        if paper.requirement in requirements
    ]
    uploads = Document.objects.filter(
        province=dossier.province,
        key__in=[paper.key for paper in filing.papers],
        dossier=None,
        uploaded_by=by,
    )
    requirement = (
        Case(*meets, default=F("requirement_id"), output_field=IntegerField())
        if meets
        else F("requirement_id")
    )
    if uploads.update(dossier=dossier, requirement_id=requirement) != len(filing.papers):
        raise Blocked(
            verb,
            Fault(
                "paper_not_there", _("A paper was handed in already or was never uploaded. Upload it again.")
            ),
        )
