"""release_proposal: the named approver may not sign any more, so the officer proposes to another."""

import pytest

from accounts.queries import system_user
from dossiers import actions
from dossiers.refusals import Blocked
from tests.journeys import CONTENT, again, in_process, proposed, user

pytestmark = pytest.mark.django_db


def test_nobody_can_sign_it_until_it_is_proposed_anew() -> None:
    dossier = proposed()
    assert dossier.result is not None
    number, sha256 = dossier.result.number, dossier.result.rendered_sha256
    actions.release_proposal(dossier.code, by=system_user())
    with pytest.raises(Blocked, match="result_not_rendered"):
        actions.approve(dossier.code, sha256=sha256, by=user("kyduyet.anxuyen"))
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=user("thuly.anxuyen"))
    actions.render_result(dossier.code, draft=2, by=system_user())
    result = again(dossier).result
    assert result is not None
    assert (result.number, result.approver) == (number, user("kyduyet.anxuyen"))


def test_without_a_proposal_there_is_nothing_to_release() -> None:
    with pytest.raises(Blocked, match="result_already_signed"):
        actions.release_proposal(in_process().code, by=system_user())
