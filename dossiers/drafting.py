"""From a checked filing to a dossier that is not yet written, and the papers that go with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import fold
from procedures.models import ProcedureVersion

from . import files, identity, leasing, persons
from .entries import HandedIn
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
    dossier.code = _leased(filing, verb) if filing.code else dossier_code(receiving, localdate(at))
    return dossier


def _leased(filing: Filing, verb: str) -> str:
    """Return the leased code that stands on a receipt written by hand, held for this dossier."""
    if verb != "accept":
        sentence = _(
            "A code from a receipt belongs to a dossier that was received. Accept it, or leave the code out."
        )
        raise Invalid({"code": Fault("code_only_at_reception", sentence)})
    leasing.take(filing.code, filing.point, key=filing.key)
    return filing.code


def filed_by(filing: Filing) -> dict[str, Any]:
    """For whom, and with whose help, a filing enters."""
    return {
        "on_behalf_of": "representative" if filing.persons.representative_name else "applicant",
        "helped_by": f"point:{filing.helped_at.code}" if filing.helped_at else "",
    }


def filed_facts(filing: Filing) -> dict[str, Any]:
    """What the first event says of the filing, without personal data."""
    particular: dict[str, Any] = {"pages": filing.pages, "cases": list(filing.cases), "leased": filing.code}
    particular["categories"] = list(filing.categories)
    found: dict[str, Any] = {name: value for name, value in particular.items() if value} | {
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
    return found | persons.filed_persons(filing.persons) if filing.persons else found


def filed_personal(filing: Filing) -> dict[str, Any]:
    entered = {
        "applicant_name": filing.applicant_name,
        "applicant_phone": filing.applicant_phone,
        "applicant_address": filing.applicant_address,
        "request": filing.request,
    }
    return entered | filing.persons.personal if filing.persons else entered


def hand_in(dossier: Dossier, filing: Filing, *, by: User, verb: str) -> None:
    """Write what enters with a dossier: persons beside the applicant, and its papers.

    The uploads are given to it in one statement; each can be given once, by who uploaded it.
    """
    if filing.persons:
        persons.introduce(dossier, filing.persons)
    give(dossier, filing.papers, filing.version, by=by, verb=verb)


def give(
    dossier: Dossier, papers: Sequence[HandedIn], version: ProcedureVersion, *, by: User, verb: str
) -> None:
    """Give uploaded papers to the dossier in one statement; each can be given once, by who uploaded it."""
    if not papers:
        return
    requirements = {requirement.number: requirement.pk for requirement in version.requirements.all()}
    meets = [
        When(key=paper.key, then=Value(requirements[paper.requirement]))
        for paper in papers
        if paper.requirement in requirements
    ]
    uploads = Document.objects.filter(
        province=dossier.province,
        key__in=[paper.key for paper in papers],
        dossier=None,
        uploaded_by=by,
    )
    requirement = (
        Case(*meets, default=F("requirement_id"), output_field=IntegerField())
        if meets
        else F("requirement_id")
    )
    if uploads.update(dossier=dossier, requirement_id=requirement) != len(papers):
        raise Blocked(
            verb,
            Fault(
                "paper_not_there", _("A paper was handed in already or was never uploaded. Upload it again.")
            ),
        )
