"""Recomputing what is due: the calendar has changed, and what follows from it moves, once."""

import json
import sys
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.memory import forget_all
from accounts.queries import system_user
from dossiers.actions import amend_due, extend, recompute_due
from dossiers.models import Dossier, Event
from dossiers.refusals import Blocked
from procedures.models import CalendarYear, SpecialDay
from tests.dossiers.clocks import asked, due, last_event, promised, received, supplemented
from tests.journeys import accepted, again, issued, submitted, user
from tests.refusals import refused, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MODULE = sys.modules["dossiers.actions.recompute_due"]  # the verb has its name
STORM = date(2026, 11, 26)


def day_off(on: date = STORM) -> None:
    SpecialDay.objects.create(on=on, kind="HOLIDAY", name="Nghỉ tránh bão", is_working=False, source="CĐ 1")
    forget_all()


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("recompute_due", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_what_is_due_moves_with_the_calendar() -> None:
    dossier = received()
    day_off()
    recompute_due(dossier.code, by=system_user())

    assert (due(dossier), promised(dossier)) == ("2026-12-01 17:00", "2026-12-01 17:00")
    event = last_event(dossier)
    assert (event.type, event.actor) == ("dossier.due_recomputed", system_user())
    assert event.facts == {
        "due_before": "2026-11-30T10:00:00+00:00",
        "due_after": "2026-12-01T10:00:00+00:00",
    }


def test_a_day_that_was_named_and_is_one_of_rest_now_moves_to_the_next_working_day() -> None:
    dossier = received()
    extend(dossier.code, until=date(2026, 12, 4), reason="Xin lỗi.", by=user("kyduyet.anxuyen"))  # a Friday
    day_off(date(2026, 12, 4))
    recompute_due(dossier.code, by=system_user())

    assert due(dossier) == promised(dossier) == "2026-12-07 17:00"
    out = StringIO()
    call_command("explain_due", dossier.code, stdout=out)
    assert "ngày nghỉ: tính đến ngày làm việc tiếp theo" in out.getvalue()


def test_twice_writes_once() -> None:
    dossier = received()
    day_off()
    recompute_due(dossier.code, by=system_user())
    before = standing(dossier)
    recompute_due(dossier.code, by=system_user())
    assert standing(dossier) == before


def test_of_a_paused_one_the_promise_moves() -> None:
    dossier = asked(received())
    day_off()
    recompute_due(dossier.code, by=system_user())
    assert (due(dossier), promised(dossier)) == ("", "2026-12-01 17:00")


def test_a_standstill_is_counted_anew(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(days=5))
    supplemented(dossier)
    assert due(dossier) == "2026-12-02 17:00"
    day_off(date(2026, 11, 23))
    recompute_due(dossier.code, by=system_user())
    assert due(dossier) == "2026-12-02 17:00"  # the days end one later, and it stood still one day less


def test_what_was_named_by_hand_stays() -> None:
    extended, amended = received(), accepted()
    extend(extended.code, until=date(2026, 12, 7), reason="Xin lỗi.", by=user("kyduyet.anxuyen"))
    amend_due(amended.code, until=date(2026, 12, 8), basis="QĐ 5", by=user("kyduyet.anxuyen"))
    day_off()
    assert run()["moved"] == 0
    assert (due(extended), due(amended)) == ("2026-12-07 17:00", "2026-12-08 17:00")


def test_only_the_system_may_and_only_while_it_is_open() -> None:
    dossier = received()
    with refused(dossier, PermissionDenied):
        recompute_due(dossier.code, by=user("kyduyet.anxuyen"))
    for closed in (submitted(), issued()):
        with refused(closed, Blocked, "wrong_state"):
            recompute_due(closed.code, by=system_user())


# --- the command -------------------------------------------------------------------------------------------
def test_the_command_reports_what_moved() -> None:
    first, second, _closed = received(), accepted(), issued()
    day_off()
    found = run()

    assert {name: found[name] for name in ("open", "moved", "refused", "dry_run")} == {
        "open": 2,
        "moved": 2,
        "refused": 0,
        "dry_run": False,
    }
    assert [each["code"] for each in found["dossiers"]] == [first.code, second.code]
    assert found["dossiers"][0] == {
        "code": first.code,
        "before": "2026-11-30T10:00:00+00:00",
        "after": "2026-12-01T10:00:00+00:00",
        "refused": "",
    }
    assert due(second) == "2026-12-01 17:00"
    assert run()["moved"] == 0


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    dossier = received()
    day_off()
    before = standing(dossier)
    assert run("--dry-run")["dossiers"][0]["after"] == "2026-12-01T10:00:00+00:00"
    assert standing(dossier) == before


def test_since_leaves_earlier_promises_alone() -> None:
    received()
    day_off()
    assert run("--since", "2026-12-01")["open"] == 0
    assert run("--since", "2026-11-26")["moved"] == 1


def test_it_goes_through_many_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "BATCH", 2)
    received()
    for _each in range(4):
        accepted()
    day_off()
    assert (run()["open"], Event.objects.filter(type="dossier.due_recomputed").count()) == (5, 5)


def test_a_kill_in_the_middle_leaves_whole_dossiers_and_the_next_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = received(), accepted()
    day_off()
    whole = recompute_due

    def killed(code: str, **given: Any) -> Dossier:
        if code == second.code:
            raise SystemExit
        return whole(code, **given)

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(MODULE, "recompute_due", killed)
        run()
    assert (due(first), again(second).promised_at) == ("2026-12-01 17:00", second.promised_at)
    assert run()["moved"] == 1


def test_a_year_that_is_missing_is_said_and_the_others_move() -> None:
    missing, moves = received(), accepted()
    extend(missing.code, until=date(2027, 1, 6), reason="Xin lỗi.", by=user("kyduyet.anxuyen"))
    asked(again(missing))
    day_off()
    CalendarYear.objects.filter(year=2026).delete()
    forget_all()
    out = StringIO()
    with pytest.raises(CommandError, match="could not be counted"):
        call_command("recompute_due", stdout=out)
    assert moves.code in out.getvalue()


@pytest.mark.parametrize("since", ["26/11/2026", "2026-13-01", "x"])
def test_what_is_no_day(since: str) -> None:
    with pytest.raises(CommandError, match="Write the day"):
        run("--since", since)
