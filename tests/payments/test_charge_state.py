"""Money has a state of its own: settled by a payment, owed back where a verb said so, whatever comes first."""

import pytest
from django.db import IntegrityError, transaction

from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier
from payments import actions as money
from payments.models import Charge
from tests.journeys import accepted, run_background, submitted, user

pytestmark = pytest.mark.django_db


def states(dossier: Dossier) -> set[str]:
    return set(dossier.charges.values_list("state", flat=True))


def charged() -> Dossier:
    dossier = accepted()
    run_background("default")
    assert states(dossier) == {"due"}
    return dossier


def ended(dossier: Dossier, money: str) -> None:
    by = user("tiepnhan.datmui")
    actions.withdraw(dossier.code, reason="Không còn nhu cầu.", money=money, by=by)
    run_background("default")


def paid(dossier: Dossier) -> None:
    status = Dossier.objects.get(pk=dossier.pk).status
    by = user("tiepnhan.datmui" if status == "received" else "thuly.anxuyen")
    actions.request_payment(dossier.code, amount=16_000, reason="Lệ phí.", by=by)
    actions.settle_fee(dossier.code, reference="GD1", by=system_user())


def test_a_payment_settles_it() -> None:
    dossier = charged()
    paid(dossier)
    run_background("default")
    assert states(dossier) == {"settled"}


def test_a_payment_settles_it_also_before_it_was_charged() -> None:
    dossier = accepted()
    paid(dossier)
    assert money.settle(dossier) == 1
    run_background("default")
    assert states(dossier) == {"settled"}


@pytest.mark.parametrize(("said", "expected"), [("refund", "refund_due"), ("none", "due"), ("kept", "due")])
def test_what_becomes_of_it_at_the_end(said: str, expected: str) -> None:
    dossier = charged()
    ended(dossier, said)
    assert states(dossier) == {expected}


def test_what_was_settled_is_owed_back() -> None:
    dossier = charged()
    paid(dossier)
    ended(dossier, "refund")
    assert states(dossier) == {"refund_due"}


def test_what_is_kept_stays_settled() -> None:
    dossier = charged()
    paid(dossier)
    ended(dossier, "kept")
    assert states(dossier) == {"settled"}


@pytest.mark.parametrize("state", ["refunded", "waived"])
def test_what_is_over_stays_over(state: str) -> None:
    dossier = charged()
    dossier.charges.update(state=state)
    assert (money.settle(dossier), money.owe_refund(dossier)) == (0, 0)
    assert states(dossier) == {state}


def test_twice_changes_nothing() -> None:
    dossier = charged()
    assert [money.owe_refund(dossier) for _each in range(2)] == [1, 0]
    assert money.settle(dossier) == 0


def test_a_submitted_one_owes_nothing() -> None:
    dossier = submitted()
    ended(dossier, "refund")
    assert states(dossier) == set()


def test_the_database_knows_the_states() -> None:
    dossier = charged()
    with pytest.raises(IntegrityError), transaction.atomic():
        dossier.charges.update(state="lost")
    assert {state.value for state in Charge.State} == {"due", "settled", "waived", "refund_due", "refunded"}
