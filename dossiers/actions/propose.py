"""Propose: the officer states an outcome and its words; the number is reserved, the page is made after."""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import printable
from accounts.queries import approvers_of
from accounts.roles import Role
from dossiers import files, travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.numbering import result_number
from dossiers.rules import require

MOST_CONTENT = 4000
MOST_LINES = 80


@transaction.atomic
def propose(code: str, *, outcome: str, content: str, approver: str = "", by: User) -> Dossier:
    """Write the proposal; a proposal before it is made anew under the same number.

    `content`: lines 'label: value' become the facts of the paper, other lines its paragraphs. `approver` is a
    username; where it is empty and the agency has one approver, that one.
    """
    dossier = lock(code, by=by)
    require(dossier.propose, by=by)
    signer = _approver(dossier, printable(approver))
    content = printable(content).strip()
    _check(outcome, content, signer)
    assert signer is not None
    result = dossier.result or _numbered(dossier)
    result.draft, result.proposed_at = dossier.proposals + 1, now()
    result.outcome, result.content, result.approver = outcome, content, signer
    result.rendered_file, result.rendered_sha256, result.rendered_at = "", "", None
    if dossier.task and dossier.task.role == Role.APPROVER:  # proposed better, perhaps to somebody else
        dossier.task.officer = signer
        moved = travel.Moved(changed=[dossier.task])
    else:
        moved = travel.advance(dossier, result.proposed_at, by=by, outcome=outcome)
        for run in moved.begun:
            if run.role == Role.APPROVER:
                run.officer, run.taken_at = signer, run.started_at
    apply(
        dossier.propose,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"content": content},
        outcome=outcome,
        number=result.number_text,
        draft=result.draft,
        approver=signer.username,
        alongside=(moved,),
    )
    result.save()
    del dossier.results_in_hand
    return dossier


def _numbered(dossier: Dossier) -> Result:
    """Return the first result of a dossier, not yet written, with its number reserved."""
    year = localdate().year
    number = result_number(dossier.agency, year)
    return Result(
        province=dossier.province,
        dossier=dossier,
        key=files.new_key(),
        agency=dossier.agency,
        year=year,
        number=number,
        number_text=f"{number}/{dossier.procedure_version.result_symbol}",
    )


def _approver(dossier: Dossier, username: str) -> User | None:
    """The named approver of the competent agency, or its only one."""
    approvers = [one for one in approvers_of(dossier.agency_id) if username in ("", one.username)]
    return approvers[0] if len(approvers) == 1 else None


def _check(outcome: str, content: str, signer: User | None) -> None:
    faults = {}
    if outcome not in Result.Outcome.values:
        faults["outcome"] = Fault("outcome_unknown", _("Choose granted or refused."))
    if not content or len(content) > MOST_CONTENT or content.count("\n") >= MOST_LINES:
        faults["content"] = Fault(
            "content_not_valid",
            _("Write what the result says, in at most %(most)s characters and %(lines)s lines.")
            % {"most": MOST_CONTENT, "lines": MOST_LINES},
        )
    if signer is None:
        faults["approver"] = Fault("approver_unknown", _("Name an approver of the competent agency."))
    if faults:
        raise Invalid(faults)
