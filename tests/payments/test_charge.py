"""Charge: what a dossier owes, written once, and nothing for one that is free."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from dossiers.models import OutboxMessage
from payments.actions import charge
from payments.models import Charge
from procedures.fees import FeeUnit, Rate
from tests.catalogue import newer
from tests.journeys import accepted, again, run_background

RATE = Rate(kind="PHI", name="Phí cấp bản sao trích lục hộ tịch", amount=8_000, per=FeeUnit.COPY)
pytestmark = pytest.mark.django_db


def test_the_fee_of_the_receipt_is_owed() -> None:
    dossier = accepted()
    run_background("default")
    owed = Charge.objects.get(dossier=dossier)
    assert (owed.amount, owed.collected_at) == (16_000, "RECEPTION")
    assert owed.amount == dossier.fee_total
    assert owed.items == [{"name": "Phí cấp bản sao trích lục hộ tịch", "times": 2, "amount": 16_000}]


def test_a_free_dossier_owes_nothing() -> None:
    dossier = accepted(procedure="2.000908", papers=[])
    run_background("default")
    assert not Charge.objects.filter(dossier=dossier).exists()
    assert not OutboxMessage.objects.filter(subscriber="payments.charge", done_at=None).exists()


def test_a_second_time_changes_nothing() -> None:
    dossier = accepted()
    assert charge(dossier) == charge(dossier)
    assert Charge.objects.count() == 1


def test_a_fee_that_nobody_published_is_not_charged(morning: time_machine.Traveller) -> None:
    newer("2.000635", rates=(replace(RATE, amount=None),))
    assert charge(accepted()) == []


def test_the_day_of_filing_decides(morning: time_machine.Traveller) -> None:
    newer("2.000635", rates=(replace(RATE, valid_until_on=date(2026, 11, 20)),))
    dossier = accepted()
    morning.shift(3 * 86_400)  # the table has changed since, the dossier was filed under the old one
    assert [one.amount for one in charge(again(dossier))] == [16_000]
