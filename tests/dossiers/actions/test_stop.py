"""stop: the agency may not go on, on a basis in law; clock, step and opinions end."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.models import Counter
from dossiers.refusals import Blocked
from tests.journeys import accepted, again, in_process, processed, proposed, submitted

pytestmark = pytest.mark.django_db
REASON = "Người yêu cầu đã chết; không còn ai thừa kế quyền, nghĩa vụ."
BASIS = "Điều 21 Nghị định 118/2025/NĐ-CP"


def test_it_is_stopped_with_a_numbered_form(approver: User, morning: object) -> None:
    dossier = actions.stop(in_process().code, reason=REASON, basis=BASIS, money="kept", by=approver)
    now = again(dossier)
    assert (now.status, now.due_at, now.step_role, now.runs_open) == ("stopped", None, "", [])
    assert dossier.clock_runs.get().stopped_at == now.finished_at
    event = dossier.events.latest("seq")
    assert (event.type, event.on_behalf_of, event.actor) == ("dossier.stopped", "agency:H12.226", approver)
    assert event.facts == {"money": "kept", "form": "05", "number": 1}
    assert event.personal == {"reason": REASON, "basis": BASIS}
    assert Counter.objects.get(series="form05:H12.226:2026").last == 1
    assert dossier.step_runs.latest("number").ending == "left"


def test_also_what_was_proposed_but_not_what_is_signed(approver: User) -> None:
    actions.stop(proposed().code, reason=REASON, basis=BASIS, money="none", by=approver)
    for dossier in (processed(), submitted()):
        with pytest.raises(Blocked, match="wrong_state"):
            actions.stop(dossier.code, reason=REASON, basis=BASIS, money="none", by=approver)


def test_twice(approver: User) -> None:
    dossier = actions.stop(accepted().code, reason=REASON, basis=BASIS, money="none", by=approver)
    with pytest.raises(Blocked, match="wrong_state"):
        actions.stop(dossier.code, reason=REASON, basis=BASIS, money="none", by=approver)


def test_who_may_not(clerk: User, officer: User, records_clerk: User) -> None:
    dossier = in_process()
    for person in (clerk, officer, records_clerk):
        with pytest.raises(PermissionDenied):
            actions.stop(dossier.code, reason=REASON, basis=BASIS, money="none", by=person)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reason": " "}, "reason: required"),
        ({"reason": "x" * 2001}, "reason: text_not_valid"),
        ({"basis": ""}, "basis: required"),
        ({"basis": "x" * 301}, "basis: text_not_valid"),
        ({"basis": ["x"]}, "basis: text_not_valid"),
        ({"money": "all"}, "money: money_unknown"),
    ],
)
def test_a_wrong_entry_is_named(approver: User, changes: dict[str, Any], fault: str) -> None:
    given: dict[str, Any] = {"reason": REASON, "basis": BASIS, "money": "none"} | changes
    with pytest.raises(Invalid, match=f"^{fault}$"):
        actions.stop(accepted().code, by=approver, **given)
    assert not Counter.objects.filter(series__startswith="form05").exists()
