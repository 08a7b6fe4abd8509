"""Propose: the officer states an outcome and its words; the number is reserved, the page is made after."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import printable
from accounts.queries import approvers_of
from dossiers import results, travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.rules import require

MOST_CONTENT = 4000
MOST_LINES = 80


@transaction.atomic
def propose(
    code: str,
    *,
    outcome: str,
    content: str,
    approver: str = "",
    kind: int = 1,
    alone: bool = False,
    by: User,
) -> Dossier:
    """Write the proposal; a proposal of the same result before it is made anew under the same number.

    `content`: lines 'label: value' become the facts of the paper, other lines its paragraphs. `approver` is a
    username; where it is empty, the approver of what is proposed already, or the only one of the agency. `kind` is
    the number of the result among those of the version. All results have one outcome and one approver: what was
    proposed to another approver has to be proposed anew, and with `alone` the others become void. A refusal is one
    letter, kind 1, and always alone. A replacement is of the kind that is being replaced.
    """
    dossier = lock(code, by=by)
    require(dossier.propose, by=by)
    others = [result for result in dossier.results_in_hand if result.kind != kind]
    signer = _approver(dossier, printable(approver))
    content = printable(content).strip()
    _check(dossier, outcome, content, signer, kind)
    assert signer is not None
    result = _in_hand(dossier, kind) or results.numbered(dossier, kind)
    result.draft, result.proposed_at = dossier.proposals + 1, now()
    result.outcome, result.content, result.approver = outcome, content, signer
    result.rendered_file, result.rendered_sha256, result.rendered_at = "", "", None
    put_aside = _put_aside(others, result, alone=alone or outcome == Result.Outcome.REFUSED)
    moved = travel.propose(dossier, result.proposed_at, by=by, outcome=outcome, signer=signer)
    apply(
        dossier.propose,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"content": content},
        outcome=outcome,
        kind=kind,
        number=result.number_text,
        draft=result.draft,
        approver=signer.username,
        void=[other.number_text for other in put_aside if other.is_void],
        alongside=(moved,),
    )
    result.save()
    results.keep(put_aside, *results.RELEASED)
    del dossier.every_result
    return dossier


def _in_hand(dossier: Dossier, kind: int) -> Result | None:
    """The result of this kind that is being made, void ones too: its number is used again."""
    found = (one for one in dossier.every_result if one.kind == kind and one.issued_at is None)
    return next(found, None)


def _put_aside(others: Sequence[Result], result: Result, *, alone: bool) -> list[Result]:
    """Take what does not go with the proposal out of the way, and return it."""
    put_aside = []
    for other in others:
        if alone or other.outcome != result.outcome:
            results.void(other)
            put_aside.append(other)
        elif other.approver_id != result.approver_id:
            results.release(other)
            put_aside.append(other)
    return put_aside


def _approver(dossier: Dossier, username: str) -> User | None:
    """The named approver of the competent agency; else the one to whom results are proposed, or the only one."""
    approvers = [one for one in approvers_of(dossier.agency_id) if username in ("", one.username)]
    if not username and len(approvers) > 1:
        named = {result.approver_id for result in dossier.results_in_hand}
        approvers = [one for one in approvers if one.pk in named]
    return approvers[0] if len(approvers) == 1 else None


def _check(dossier: Dossier, outcome: str, content: str, signer: User | None, kind: int) -> None:
    faults = {}
    if outcome not in Result.Outcome.values:
        faults["outcome"] = Fault("outcome_unknown", _("Choose granted or refused."))
    elif dossier.replacing and any(
        other.outcome != outcome for other in dossier.results_in_force if other.kind != kind
    ):
        faults["outcome"] = Fault(
            "outcome_of_others", _("Another result of this dossier is in force: keep its outcome.")
        )
    if fault := _kind_fault(dossier, outcome, kind):
        faults["kind"] = fault
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


def _kind_fault(dossier: Dossier, outcome: str, kind: int) -> Fault | None:
    if dossier.replacing:
        opened = [result.kind for result in dossier.results_in_hand]
        if kind in opened:
            return None
        sentence = _("Result %(kind)s of the procedure is being replaced: propose that one.")
        return Fault("kind_not_replaced", sentence % {"kind": opened[0]})
    if outcome == Result.Outcome.REFUSED and kind != 1:
        return Fault("refusal_is_one", _("A refusal is one letter: propose it as result 1."))
    most = max(len(dossier.procedure_version.results), 1)
    if not 1 <= kind <= most:
        sentence = _("Choose which result of the procedure is given, from 1 to %(most)s.")
        return Fault("kind_unknown", sentence % {"most": most})
    return None
