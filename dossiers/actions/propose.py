"""Propose: the officer states an outcome and its words; the number is reserved, the page is made after."""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Membership, User
from accounts.roles import Role
from dossiers import files
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.numbering import result_number

MOST_CONTENT = 4000


@transaction.atomic
def propose(code: str, *, outcome: str, content: str, approver: str = "", by: User) -> Dossier:
    """Write the proposal; a proposal before it is made anew under the same number.

    `content`: lines 'label: value' become the facts of the paper, other lines its paragraphs. `approver` is a
    username; where it is empty and the agency has one approver, that one.
    """
    dossier = lock(code, by=by)
    signer = _approver(dossier, approver)
    _check(outcome, content, signer)
    assert signer is not None
    at, result = now(), dossier.result
    if result is None:
        agency, year = dossier.agency, localdate(at).year
        number = result_number(agency, year)
        result = Result(
            province=dossier.province,
            dossier=dossier,
            key=files.new_key(),
            agency=agency,
            year=year,
            number=number,
            number_text=f"{number}/{dossier.procedure_version.result_symbol}",
            draft=0,
        )
    result.draft += 1
    result.outcome, result.content, result.approver, result.proposed_at = outcome, content.strip(), signer, at
    result.rendered_file, result.rendered_sha256, result.rendered_at = "", "", None
    apply(
        dossier.propose,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"content": result.content},
        outcome=outcome,
        number=result.number_text,
        draft=result.draft,
        approver=signer.username,
    )
    result.save()
    return dossier


def _approver(dossier: Dossier, username: str) -> User | None:
    """The named approver of the competent agency, or its only one."""
    found = Membership.objects.in_force(localdate()).filter(agency=dossier.agency_id, role=Role.APPROVER)
    if username:
        found = found.filter(user__username=username)
    approvers = [membership.user for membership in found.select_related("user")[:2]]
    return approvers[0] if len(approvers) == 1 else None


def _check(outcome: str, content: str, signer: User | None) -> None:
    faults = {}
    if outcome not in Result.Outcome.values:
        faults["outcome"] = Fault("outcome_unknown", _("Choose granted or refused."))
    if not content.strip() or len(content) > MOST_CONTENT:
        faults["content"] = Fault(
            "content_not_valid",
            _("Write what the result says, in at most %(most)s characters.") % {"most": MOST_CONTENT},
        )
    if signer is None:
        faults["approver"] = Fault("approver_unknown", _("Name an approver of the competent agency."))
    if faults:
        raise Invalid(faults)
