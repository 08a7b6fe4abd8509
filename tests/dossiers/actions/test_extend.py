"""Extending: an apology and a new day, by the approver, before the due instant and once."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers.actions import extend
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.catalogue import newer
from tests.dossiers.clocks import asked, due, last_event, promised, received, supplemented, taken_up
from tests.journeys import accepted, in_process, issued, submitted, user
from tests.refusals import refused
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
REASON = "Phải xác minh tại cơ quan khác; chúng tôi xin lỗi ông/bà."


def extended(
    code: str, until: Any = date(2026, 12, 7), reason: str = REASON, by: str = "kyduyet.anxuyen"
) -> Dossier:
    return extend(code, until=until, reason=reason, by=user(by))


def test_a_new_day_is_promised() -> None:
    dossier = extended(taken_up().code)

    assert (due(dossier), promised(dossier)) == ("2026-12-07 17:00", "2026-12-07 17:00")
    assert dossier.extended_at is not None


def test_the_event_keeps_the_form_and_both_instants() -> None:
    event = last_event(extended(received().code))

    assert event.personal == {"reason": REASON}
    assert event.facts == {
        "office": "H12.226",
        "form": "04",
        "number": 1,
        "due_before": "2026-11-30T10:00:00+00:00",
        "due_after": "2026-12-07T10:00:00+00:00",
    }


def test_a_pause_after_it_moves_the_new_day(morning: time_machine.Traveller) -> None:
    dossier = asked(extended(received().code))
    morning.shift(timedelta(hours=1))
    supplemented(dossier)
    assert due(dossier) == "2026-12-08 08:30"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2026, 11, 30), "not_later_than_due"),
        (date(2026, 11, 27), "not_later_than_due"),
        (date(2026, 11, 19), "day_has_passed"),
        (date(2026, 12, 5), "no_working_day"),
        (date(2026, 11, 24), "no_working_day"),
        (date(1600, 1, 1), "calendar_not_loaded"),
        (date(2199, 1, 1), "calendar_not_loaded"),
    ],
)
def test_what_is_no_new_day(until: date, code: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, f"^until: {code}$"):
        extended(dossier.code, until)


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_what_is_no_reason(reason: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, "^reason: "):
        extended(dossier.code, reason=reason)


def test_a_second_time_is_refused() -> None:
    dossier = extended(received().code)
    with refused(dossier, Blocked, "already_extended"):
        extended(dossier.code, date(2026, 12, 21))


def test_after_the_due_instant_it_is_too_late(morning: time_machine.Traveller) -> None:
    dossier = accepted()
    morning.shift(timedelta(hours=8))
    with refused(dossier, Blocked, "due_has_passed"):
        extended(dossier.code)


def test_where_no_time_runs_there_is_nothing_to_extend() -> None:
    newer("2.000635", time_rules=())
    dossier = accepted()
    with refused(dossier, Blocked, "due_has_passed"):
        extended(dossier.code)


@pytest.mark.parametrize("make", [submitted, issued, lambda: asked(received())])
def test_not_now(make: Any) -> None:
    dossier = make()
    with refused(dossier, Blocked, "wrong_state"):
        extended(dossier.code)


def test_who_may_not() -> None:
    dossier = in_process()
    with refused(dossier, PermissionDenied):
        extended(dossier.code, by="thuly.anxuyen")


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused(morning: time_machine.Traveller) -> None:
    dossier = received()
    answers = at_once(lambda number: extended(dossier.code, date(2026, 12, 7 + number)), 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Blocked", "Dossier"]
    assert dossier.events.filter(type="dossier.extended").count() == 1
