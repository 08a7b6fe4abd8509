"""send_back: the approver does not sign this draft; the officer's last step begins again."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.dossiers.routes import APPROVER, OFFICER, at, propose, steps, taken_up
from tests.journeys import again, proposed, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def send_back(dossier: Dossier, by: str = APPROVER, reason: str = "Sai căn cứ.") -> Dossier:
    return actions.send_back(dossier.code, reason=reason, by=user(by))


def test_the_officer_works_on_it_again() -> None:
    dossier = send_back(proposed())
    assert at(dossier) == ("examine", OFFICER)
    assert steps(dossier) == [
        ("receive", "done"),
        ("examine", "done"),
        ("sign", "sent_back"),
        ("examine", ""),
    ]
    event = dossier.events.get(type="dossier.sent_back")
    assert (event.personal, event.facts) == (
        {"reason": "Sai căn cứ."},
        {"step": "sign", "next": ["examine"], "drafts": [1]},
    )


def test_the_draft_is_void_and_the_number_is_kept() -> None:
    dossier = proposed()
    (before,) = again(dossier).results_in_hand
    send_back(dossier)
    with refused(dossier, Blocked, "result_not_rendered"):
        actions.approve(dossier.code, sha256=before.rendered_sha256, by=user(APPROVER))
    propose(dossier)
    actions.render_result(dossier.code, draft=2, by=system_user())
    (after,) = again(dossier).results_in_hand
    assert (after.number, after.draft) == (before.number, 2)
    assert at(dossier) == ("sign", APPROVER)


def test_not_without_a_proposal_and_not_twice() -> None:
    dossier = taken_up()
    with refused(dossier, Blocked, "nothing_to_review"):
        send_back(dossier)
    other = send_back(proposed())
    with refused(other, Blocked, "nothing_to_review"):
        send_back(other)


@pytest.mark.parametrize(
    ("reason", "code"), [("", "required"), (" ", "required"), ("x" * 10_000, "text_not_valid")]
)
def test_bad_reasons(reason: str, code: str) -> None:
    dossier = proposed()
    with refused(dossier, Invalid, code):
        send_back(dossier, reason=reason)


def test_only_the_approver_to_whom_it_was_proposed() -> None:
    dossier = proposed()
    with refused(dossier, PermissionDenied):
        send_back(dossier, OFFICER)
    user("quantri").memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    with refused(dossier, Blocked, "review_of_another"):
        send_back(dossier, "quantri")
