"""withdraw: the applicant does not want it any more; clock, step and opinions end, papers stay on their way."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.models import Counter
from dossiers.refusals import Blocked
from tests.journeys import REACHED, accepted, again, in_process, issued, processed, proposed, submitted

pytestmark = pytest.mark.django_db
REASON = "Gia đình đã tìm thấy bản chính."


def test_it_ends_by_the_applicants_wish(clerk: User, morning: object) -> None:
    dossier = actions.withdraw(accepted().code, reason=REASON, money="refund", by=clerk)
    now = again(dossier)
    assert (now.status, now.due_at) == ("withdrawn", None)
    assert now.finished_at is not None
    assert now.promised_at is not None  # what was promised stays as it was told
    assert dossier.clock_runs.get().stopped_at == now.finished_at
    event = dossier.events.latest("seq")
    assert (event.type, event.on_behalf_of, event.actor) == ("dossier.withdrawn", "applicant", clerk)
    assert event.facts == {"money": "refund", "form": "05", "number": 1}
    assert event.personal == {"reason": REASON}
    assert Counter.objects.get(series="form05:H12.264.01:2026").last == 1


def test_what_was_never_received_has_no_clock(clerk: User) -> None:
    dossier = actions.withdraw(submitted().code, reason=REASON, money="none", by=clerk)
    assert not dossier.clock_runs.exists()


def test_step_and_opinions_end_with_it(clerk: User, officer: User) -> None:
    dossier = in_process()
    dossier.step_runs.create(
        province=dossier.province,
        number=9,
        name="Ý kiến",
        kind="opinion",
        agency=dossier.agency,
        given_by=officer,
        started_at=dossier.clock_runs.get().started_at,
    )
    actions.withdraw(dossier.code, reason=REASON, money="none", by=clerk)
    now = again(dossier)
    assert [run.ending for run in now.step_runs.order_by("-number")[:2]] == ["left", "left"]
    assert (now.step, now.step_role, now.step_agency, now.runs_open) == ("", "", None, [])


def test_not_once_something_is_signed(clerk: User) -> None:
    with pytest.raises(Blocked, match="wrong_state"):
        actions.withdraw(processed().code, reason=REASON, money="none", by=clerk)
    actions.withdraw(proposed().code, reason=REASON, money="none", by=clerk)


def test_twice(clerk: User) -> None:
    dossier = actions.withdraw(accepted().code, reason=REASON, money="none", by=clerk)
    with pytest.raises(Blocked, match="wrong_state"):
        actions.withdraw(dossier.code, reason=REASON, money="none", by=clerk)
    assert Counter.objects.get(series__startswith="form05").last == 1


@pytest.mark.parametrize("state", list(REACHED))
def test_from_which_states(clerk: User, state: str) -> None:
    dossier = REACHED[state]()
    if state in ("processed", "issued", "returned"):
        with pytest.raises(Blocked, match="wrong_state"):
            actions.withdraw(dossier.code, reason=REASON, money="none", by=clerk)
    else:
        assert actions.withdraw(dossier.code, reason=REASON, money="none", by=clerk).status == "withdrawn"


def test_who_may_not(officer: User, approver: User) -> None:
    dossier = in_process()
    for person in (officer, approver):
        with pytest.raises(PermissionDenied):
            actions.withdraw(dossier.code, reason=REASON, money="none", by=person)


@pytest.mark.parametrize("money", ["", "some", None, 5, ["none"]])
def test_what_becomes_of_the_money_is_said(clerk: User, money: Any) -> None:
    with pytest.raises(Invalid, match=r"reason: required, money: money_unknown"):
        actions.withdraw(accepted().code, reason="", money=money, by=clerk)


def test_nothing_is_left_to_do(clerk: User) -> None:
    """Neither verb of the way can be done to what was withdrawn."""
    dossier = actions.withdraw(proposed().code, reason=REASON, money="none", by=clerk)
    with pytest.raises(Blocked, match="wrong_state"):
        actions.hand_over([dossier.code], to="H12.226", by=clerk)
    assert issued()  # others go on
