"""Amending the due instant: by hand, on a basis, by an approver who is not its officer."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import Agency
from dossiers import clock
from dossiers.actions import amend_due
from dossiers.models import Dossier
from dossiers.reckoning.words import reckoned_sentences
from dossiers.refusals import Blocked
from tests.catalogue import newer
from tests.dossiers.clocks import asked, due, last_event, promised, received, taken_up
from tests.journeys import accepted, again, issued, submitted, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
BASIS = "Quyết định 15/QĐ-UBND ngày 19/11/2026 về việc tạm dừng do bão."


def amended(
    code: str, until: Any = date(2026, 12, 7), basis: str = BASIS, by: str = "kyduyet.anxuyen"
) -> Dossier:
    return amend_due(code, until=until, basis=basis, by=user(by))


@pytest.mark.parametrize("until", ["2026-12-07", "2026-11-25", "2026-11-20"])
def test_it_is_due_at_the_closing_of_that_day(until: str) -> None:
    dossier = amended(taken_up().code, date.fromisoformat(until))
    assert (due(dossier), promised(dossier)) == (f"{until} 17:00", f"{until} 17:00")


def test_the_event_is_the_history() -> None:
    event = last_event(amended(received().code))

    assert event.actor == user("kyduyet.anxuyen")
    assert event.personal == {"reason": BASIS}
    assert event.facts == {
        "due_before": "2026-11-30T10:00:00+00:00",
        "due_after": "2026-12-07T10:00:00+00:00",
    }


def test_staff_read_the_basis_and_the_citizen_does_not() -> None:
    dossier = again(amended(received().code))

    assert BASIS in "\n".join(reckoned_sentences(clock.reckoned(dossier, with_basis=True)))
    assert BASIS not in "\n".join(reckoned_sentences(clock.reckoned(dossier)))


def test_what_is_overdue_may_be_amended_and_again(morning: time_machine.Traveller) -> None:
    dossier = received()
    morning.shift(timedelta(days=14))
    amended(dossier.code)
    amended(dossier.code, date(2026, 12, 8))
    assert due(dossier) == "2026-12-08 17:00"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2026, 11, 30), "same_due"),
        (date(2026, 11, 19), "day_has_passed"),
        (date(2026, 11, 22), "no_working_day"),
        (date(1600, 1, 1), "calendar_not_loaded"),
    ],
)
def test_what_is_no_day_for_it(until: date, code: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, f"^until: {code}$"):
        amended(dossier.code, until)


@pytest.mark.parametrize("basis", ["", " ", "x" * 2001])
def test_without_a_basis_nothing_is_amended(basis: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, "^basis: "):
        amended(dossier.code, basis=basis)


def test_where_the_law_sets_no_time_there_is_nothing_to_amend() -> None:
    newer("2.000635", time_rules=())
    dossier = accepted()
    with refused(dossier, Invalid, "^until: no_time_set$"):
        amended(dossier.code)


def test_the_officer_responsible_is_another_person() -> None:
    dossier = taken_up()
    agency = Agency.objects.get(code="H12.226")
    user("thuly.anxuyen").memberships.create(agency=agency, role="approver", from_on=date(2026, 1, 1))
    with refused(dossier, Blocked, "approver_is_officer"):
        amended(dossier.code, by="thuly.anxuyen")


@pytest.mark.parametrize("make", [submitted, issued, lambda: asked(received())])
def test_not_now(make: Any) -> None:
    dossier = make()
    with refused(dossier, Blocked, "wrong_state"):
        amended(dossier.code)


def test_who_may_not() -> None:
    dossier = taken_up()
    for name in ("thuly.anxuyen", "tiepnhan.datmui"):
        with refused(dossier, PermissionDenied):
            amended(dossier.code, by=name)
