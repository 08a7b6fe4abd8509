"""Settling a fee: by the cashier or the system; the dossier goes back and the clock runs on."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.queries import system_user
from dossiers.actions import request_payment, settle_fee
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from payments.models import Charge
from tests.dossiers.clocks import due, last_event, received
from tests.journeys import run_background, user
from tests.refusals import refused
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def awaiting() -> Dossier:
    code = received().code
    return request_payment(code, amount=16_000, reason="Lệ phí.", by=user("tiepnhan.datmui"))


def test_it_goes_back_and_the_clock_runs_on(morning: time_machine.Traveller) -> None:
    dossier = awaiting()
    morning.shift(timedelta(hours=2))
    settled = settle_fee(dossier.code, reference="BL/2026-15", by=user("thungan.datmui"))

    assert settled.status == "received"
    assert due(dossier) == "2026-12-01 09:30"
    event = last_event(dossier)
    assert event.facts["reference"] == "BL/2026-15"
    assert event.personal is None


def test_the_payment_platform_may() -> None:
    assert settle_fee(awaiting().code, reference="GD1", by=system_user()).status == "received"


@pytest.mark.django_db
def test_what_it_owes_is_settled() -> None:
    dossier = awaiting()
    settle_fee(dossier.code, reference="GD1", by=system_user())
    run_background("default")
    assert {charge.state for charge in dossier.charges.all()} == {Charge.State.SETTLED}


@pytest.mark.parametrize("reference", ["", " ", "x" * 41, "Nguyễn Văn Thử", "a b", "-1", "a\n", None, 5])
def test_what_is_no_reference(reference: Any) -> None:
    dossier = awaiting()
    with refused(dossier, Invalid, "^reference: reference_not_valid$"):
        settle_fee(dossier.code, reference=reference, by=user("thungan.datmui"))


def test_who_may_not() -> None:
    dossier = awaiting()
    with refused(dossier, PermissionDenied):
        settle_fee(dossier.code, reference="GD1", by=user("tiepnhan.datmui"))


def test_twice_is_refused() -> None:
    dossier = awaiting()
    settle_fee(dossier.code, reference="GD1", by=system_user())
    with refused(dossier, Blocked, "wrong_state"):
        settle_fee(dossier.code, reference="GD1", by=system_user())


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused(morning: time_machine.Traveller) -> None:
    dossier = awaiting()
    answers = at_once(lambda number: settle_fee(dossier.code, reference=f"GD{number}", by=system_user()), 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Blocked", "Dossier"]
    assert dossier.clock_runs.filter(stopped_at=None).count() == 1
