"""Named preconditions of verbs: a stable code, a sentence for the clerk, and the check itself.

A guard is asked with the dossier (locked) and the actor; what it reads beside the dossier costs one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import Certificate
from accounts.queries import may_sign
from accounts.roles import Role

from .document import Document

if TYPE_CHECKING:
    from accounts.models import User

    from .dossier import Dossier

Check = Callable[["Dossier", "User"], bool]


@dataclass(frozen=True)
class Guard:
    code: str
    sentence: str | Promise
    check: Check

    def __call__(self, dossier: "Dossier", by: "User") -> bool:
        return self.check(dossier, by)


def _no_paper_waits(dossier: "Dossier", by: "User") -> bool:
    papers = Document.objects.filter(dossier=dossier, kind=Document.Kind.PAPER, replaced_by=None)
    return not papers.filter(digitised_at=None).exists()


def _held_by_actor(dossier: "Dossier", by: "User") -> bool:
    """The officer, or who stands in for the officer today."""
    return dossier.officer_id == by.pk or by.stands_in_for(
        dossier.officer_id, Role.PROCESSING_OFFICER, at=dossier.agency_id
    )


def _result_rendered(dossier: "Dossier", by: "User") -> bool:
    result = dossier.result
    return result is not None and result.rendered_at is not None


def _addressed_to_actor(dossier: "Dossier", by: "User") -> bool:
    return dossier.result is not None and dossier.result.approver_id == by.pk


def _result_signed(dossier: "Dossier", by: "User") -> bool:
    return dossier.result is not None and dossier.result.signed_at is not None


def _result_not_signed(dossier: "Dossier", by: "User") -> bool:
    return dossier.result is not None and dossier.result.signed_at is None


def _signer_certified(dossier: "Dossier", by: "User") -> bool:
    return may_sign(by.pk, dossier.agency_id, Certificate.Purpose.RESULT, now())


def _seal_certified(dossier: "Dossier", by: "User") -> bool:
    return may_sign(None, dossier.agency_id, Certificate.Purpose.RESULT, now())


def _result_not_sealed(dossier: "Dossier", by: "User") -> bool:
    return dossier.result is not None and dossier.result.sealed_at is None


def _result_sealed(dossier: "Dossier", by: "User") -> bool:
    return dossier.result is not None and dossier.result.sealed_at is not None


PAPERS_DIGITISED = Guard(
    "papers_not_digitised",
    _(
        "Some papers are still being digitised or could not be read. Wait, or attach a better scan in their place."
    ),
    _no_paper_waits,
)
HELD_BY_ACTOR = Guard(
    "held_by_another",
    _("Another officer is responsible for this dossier. Ask for it to be assigned to you."),
    _held_by_actor,
)
RESULT_RENDERED = Guard(
    "result_not_rendered",
    _("The draft of the result is not ready. The officer proposes it, and the page is made within seconds."),
    _result_rendered,
)
ADDRESSED_TO_ACTOR = Guard(
    "addressed_to_another",
    _(
        "This result was proposed to another approver, whose name it bears. Ask the officer to propose it to you."
    ),
    _addressed_to_actor,
)
RESULT_SIGNED = Guard("result_not_signed", _("The approver has not signed the result yet."), _result_signed)
RESULT_NOT_SEALED = Guard(
    "result_already_sealed", _("The result carries the agency's seal already."), _result_not_sealed
)
RESULT_SEALED = Guard(
    "result_not_sealed", _("The agency's seal is missing. Seal the result first."), _result_sealed
)
RESULT_NOT_SIGNED = Guard(
    "result_already_signed",
    _("The result is signed already: nothing waits for an approver."),
    _result_not_signed,
)
SIGNER_CERTIFIED = Guard(
    "certificate_not_valid",
    _(
        "The register holds no certificate of yours at this agency that may sign results today:"
        " none, expired or revoked. Tell the administrator."
    ),
    _signer_certified,
)
SEAL_CERTIFIED = Guard(
    "certificate_not_valid",
    _(
        "The register holds no certificate of the agency that may seal results today: none, expired or revoked."
        " Tell the administrator."
    ),
    _seal_certified,
)
