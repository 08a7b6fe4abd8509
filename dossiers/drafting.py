"""From a checked filing to a dossier that is not yet written: code, token, sealed identity number."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import cipher
from accounts.models import User
from accounts.names import fold

from . import files
from .filing import Filing
from .lifecycle import Blocked, Reason
from .models import Document, Dossier
from .numbering import dossier_code


def id_about(token: str) -> str:
    """What an encrypted identity number is bound to: it cannot be moved to another dossier."""
    return f"dossier.id_number:{token}"


def draft(filing: Filing, at: datetime) -> Dossier:
    """Return a new dossier in memory, numbered; everything slow is done before the number's row is locked."""
    token = files.new_key()
    sealed = cipher.encrypt(filing.id_number, about=id_about(token))
    receiving = filing.point.agency
    dossier = Dossier(
        province=receiving.province,
        token=token,
        intake_key=filing.key,
        procedure_version=filing.version,
        channel=filing.channel,
        helped_at=filing.helped_at,
        point=filing.point,
        receiving_agency=receiving,
        agency=filing.agency,
        area=filing.area,
        applicant_name=filing.applicant_name,
        applicant_search=fold(filing.applicant_name),
        applicant_phone=filing.applicant_phone,
        applicant_address=filing.applicant_address,
        id_encrypted=sealed,
        id_index=cipher.blind_index(filing.id_number),
        id_key=cipher.key_of(sealed),
        request=filing.request,
        copies=filing.copies,
        fee_total=filing.quote.total,
    )
    dossier.code = dossier_code(receiving, localdate(at))
    return dossier


def id_number(dossier: Dossier) -> str:
    """Return the applicant's identity number in clear."""
    return cipher.decrypt(bytes(dossier.id_encrypted), about=id_about(dossier.token))


def once(filing: Filing, write: Callable[[], Dossier], *, verb: str) -> Dossier:
    """Write a filing; where its key was used before, return the dossier of then, if that was the same filing."""
    try:
        return write()
    except IntegrityError:
        earlier = Dossier.objects.filter(province=filing.agency.province, intake_key=filing.key).first()
        if filing.key is None or earlier is None:
            raise
    same = (
        earlier.procedure_version_id == filing.version.pk
        and earlier.point_id == filing.point.pk
        and bytes(earlier.id_index) == cipher.blind_index(filing.id_number)
    )
    if not same:
        sentence = _("This form was sent before with other entries. Open an empty form and enter it again.")
        raise Blocked(verb, Reason("key_used_before", sentence))
    return earlier


def filed_facts(filing: Filing) -> dict[str, Any]:
    """What the first event says of the filing, without personal data."""
    return {
        "procedure": filing.version.procedure.code,
        "version": filing.version.number,
        "point": filing.point.code,
        "helped_at": filing.helped_at.code if filing.helped_at else "",
        "agency": filing.agency.code,
        "area": filing.area.code,
        "channel": filing.channel,
        "copies": filing.copies,
        "papers": len(filing.papers),
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
            Reason(
                "paper_not_there", _("A paper was handed in already or was never uploaded. Upload it again.")
            ),
        )
