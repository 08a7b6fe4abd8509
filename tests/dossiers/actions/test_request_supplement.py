"""Asking for a supplement: in writing, once, by who has the dossier; the clock stands still."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers.access import NotVisible
from dossiers.actions import request_supplement
from dossiers.models import ClockRun
from dossiers.refusals import Blocked
from tests.catalogue import newer
from tests.dossiers.clocks import (
    ITEMS,
    REASON,
    asked,
    due,
    last_event,
    promised,
    ready,
    received,
    supplemented,
)
from tests.journeys import accepted, again, in_process, processed, submitted, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def test_the_clock_stands_still_and_the_promise_stays() -> None:
    dossier = asked(received())

    assert (dossier.status, dossier.held_from, dossier.supplements) == (
        "awaiting_supplement",
        "received",
        1,
    )
    assert (due(dossier), promised(dossier)) == ("", "2026-11-30 17:00")
    assert not ClockRun.objects.filter(dossier=dossier, stopped_at=None).exists()


def test_the_event_says_what_is_missing_and_numbers_the_form() -> None:
    dossier = asked(received(), contact="Chị Mẫu, 0290 3 123 456", until=date(2026, 12, 4))
    event = last_event(dossier)

    assert event.personal == {"items": ITEMS, "reason": REASON, "contact": "Chị Mẫu, 0290 3 123 456"}
    assert event.facts == {
        "office": "H12.264.01",
        "form": "02",
        "number": 1,
        "requirements": [1],
        "until": "2026-12-04",
        "policy": "PAUSE",
        "due_before": "2026-11-30T10:00:00+00:00",
        "due_after": "",
    }


def test_each_office_numbers_its_own_forms() -> None:
    first, second = asked(received()), asked(accepted())
    assert [last_event(each).facts["number"] for each in (first, second)] == [1, 2]
    taken = asked(in_process())
    assert [last_event(taken).facts[name] for name in ("office", "number")] == ["H12.226", 1]


def test_before_acceptance_no_clock_is_touched() -> None:
    dossier = asked(submitted())

    assert (dossier.status, dossier.held_from) == ("awaiting_supplement", "submitted")
    assert (dossier.due_at, dossier.promised_at) == (None, None)
    assert not dossier.clock_runs.exists()


def test_a_second_request_warns_that_the_dossier_will_count_as_late() -> None:
    dossier = supplemented(asked(received()))

    with pytest.raises(Invalid) as invalid:
        asked(dossier)
    assert {name: fault.code for name, fault in invalid.value.faults.items()} == {
        "anyway": "second_supplement"
    }
    assert asked(dossier, anyway=True).supplements == 2


@pytest.mark.parametrize("anyway", [1, "true", "on"])
def test_anyway_is_said_and_not_guessed(anyway: Any) -> None:
    dossier = supplemented(asked(received()))
    with pytest.raises(Invalid, match="second_supplement"):
        asked(dossier, anyway=anyway)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"items": []}, "items", "items_needed"),
        ({"items": ITEMS * 51}, "items", "items_needed"),
        ({"items": "Tờ khai"}, "items", "items_needed"),
        ({"items": ["Tờ khai"]}, "items", "item_not_valid"),
        ({"items": [{"requirement": 1, "what": "  "}]}, "items", "item_not_valid"),
        ({"items": [{"requirement": 1, "what": "x" * 501}]}, "items", "item_not_valid"),
        ({"items": [{"requirement": 99, "what": "Tờ khai"}]}, "items", "requirement_unknown"),
        ({"items": [{"requirement": True, "what": "Tờ khai"}]}, "items", "requirement_unknown"),
        ({"items": [{"requirement": "1", "what": "Tờ khai"}]}, "items", "requirement_unknown"),
        ({"reason": " "}, "reason", "required"),
        ({"reason": "x" * 2001}, "reason", "text_not_valid"),
        ({"reason": "\x00"}, "reason", "text_not_valid"),
        ({"contact": "x" * 201}, "contact", "text_not_valid"),
        ({"until": date(2026, 11, 19)}, "until", "day_has_passed"),
        ({"until": date(2026, 11, 21)}, "until", "no_working_day"),
        ({"until": date(2026, 11, 24)}, "until", "no_working_day"),
        ({"until": date(1, 1, 1)}, "until", "calendar_not_loaded"),
        ({"until": date(9999, 12, 31)}, "until", "calendar_not_loaded"),
    ],
)
def test_what_cannot_be_asked(changes: dict[str, Any], field: str, code: str) -> None:
    dossier = received()
    with refused(dossier, Invalid, f"^{field}: {code}$"):
        asked(dossier, **changes)


def test_an_item_needs_no_requirement() -> None:
    dossier = asked(received(), items=[{"what": "Số điện thoại đúng"}])
    assert last_event(dossier).facts["requirements"] == []


def test_who_has_it_asks() -> None:
    dossier = in_process()
    with refused(dossier, Blocked, "asked_by_another"):
        request_supplement(dossier.code, items=ITEMS, reason=REASON, by=user("tiepnhan.datmui"))
    with refused(dossier, PermissionDenied):
        request_supplement(dossier.code, items=ITEMS, reason=REASON, by=user("kyduyet.anxuyen"))


def test_the_officer_of_the_agency_asks_before_taking_it_up() -> None:
    assert asked(ready()).held_from == "digitised"


@pytest.mark.parametrize("make", [processed, lambda: asked(received())])
def test_not_now(make: Any) -> None:
    dossier = make()
    with refused(dossier, Blocked, "wrong_state"):
        request_supplement(dossier.code, items=ITEMS, reason=REASON, anyway=True, by=user("tiepnhan.datmui"))


def test_the_policy_is_the_one_of_the_request(morning: time_machine.Traveller) -> None:
    """A version that restarts is frozen; the event carries what was in force, whatever is published later."""
    dossier = asked(received(on_supplement="RESTART"))
    newer("2.000635", on=date(2026, 11, 21), on_supplement="PAUSE")
    morning.shift(timedelta(days=7))

    assert last_event(dossier).facts["policy"] == "RESTART"
    supplemented(dossier)
    assert due(dossier) == "2026-12-04 17:00"


def test_nobody_else_sees_it(neighbour: User) -> None:
    dossier = received()
    with refused(dossier, (NotVisible, PermissionDenied)):
        request_supplement(dossier.code, items=ITEMS, reason=REASON, by=neighbour)


def test_a_number_is_not_spent_on_a_refusal() -> None:
    dossier = received()
    with refused(dossier, Invalid):
        asked(dossier, reason="")
    assert last_event(asked(again(dossier))).facts["number"] == 1
