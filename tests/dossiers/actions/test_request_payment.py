"""Asking for a payment: whole dong, a reason; the clock stands still, whatever the policy for supplements."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers.actions import request_payment, settle_fee
from dossiers.refusals import Blocked
from tests.dossiers.clocks import due, last_event, promised, received, taken_up
from tests.journeys import processed, submitted, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
REASON = "Lệ phí trước bạ theo thông báo của cơ quan thuế."


def paid(code: str, by: str = "tiepnhan.datmui", amount: Any = 750_000, reason: str = REASON) -> Any:
    return request_payment(code, amount=amount, reason=reason, by=user(by))


def test_the_clock_stands_still() -> None:
    dossier = paid(received().code)

    assert (dossier.status, dossier.held_from) == ("awaiting_payment", "received")
    assert (due(dossier), promised(dossier)) == ("", "2026-11-30 17:00")


def test_the_event_says_how_much_and_keeps_the_reason_apart() -> None:
    event = last_event(paid(taken_up().code, "thuly.anxuyen"))

    assert event.facts["amount"] == 750_000
    assert event.personal == {"reason": REASON}
    assert event.on_behalf_of == "agency:H12.226"


def test_it_always_pauses_and_never_begins_again(morning: time_machine.Traveller) -> None:
    dossier = paid(received(on_supplement="RESTART").code)
    morning.shift(timedelta(hours=1))
    settle_fee(dossier.code, reference="BL-1", by=user("thungan.datmui"))
    assert due(dossier) == "2026-12-01 08:30"


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1, True, 1.5, "750000", None])
def test_what_is_no_sum(amount: Any) -> None:
    dossier = received()
    with refused(dossier, Invalid, "^amount: amount_not_valid$"):
        paid(dossier.code, amount=amount)


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_what_is_no_reason(reason: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, "^reason: "):
        paid(dossier.code, reason=reason)


def test_who_has_it_asks_and_nobody_else() -> None:
    dossier = taken_up()
    with refused(dossier, Blocked, "asked_by_another"):
        paid(dossier.code)
    with refused(dossier, PermissionDenied):
        paid(dossier.code, "kyduyet.anxuyen")


@pytest.mark.parametrize("make", [submitted, processed])
def test_not_now(make: Any) -> None:
    dossier = make()
    with refused(dossier, Blocked, "wrong_state"):
        paid(dossier.code)


def test_twice_is_refused() -> None:
    dossier = paid(received().code)
    with refused(dossier, Blocked, "wrong_state"):
        paid(dossier.code)
