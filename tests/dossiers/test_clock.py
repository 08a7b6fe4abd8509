"""The clock in the database: what is due equals what the history says, whatever happened; closing ends it."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.timezone import now

from accounts.faults import Invalid
from accounts.models import Agency
from accounts.queries import system_user
from dossiers import actions, clock
from dossiers.citizen_queries import tracked
from dossiers.models import ClockRun, Dossier
from dossiers.pages.due import due_bar, why_due
from dossiers.pages.tracking import left_words
from tests.dossiers.clocks import (
    asked,
    due,
    five_days,
    promised,
    received,
    supplemented,
    taken_up,
)
from tests.journeys import accepted, again, issued, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HEAD = "kyduyet.anxuyen"


def paid(dossier: Dossier) -> None:
    by = user("thuly.anxuyen" if dossier.status == "in_process" else "tiepnhan.datmui")
    actions.request_payment(dossier.code, amount=1000, reason="Lệ phí.", by=by)


def settled(dossier: Dossier) -> None:
    actions.settle_fee(dossier.code, reference="GD1", by=system_user())


def test_a_long_life_replays_to_what_is_due(morning: time_machine.Traveller) -> None:
    dossier = taken_up()
    assert due(dossier) == "2026-11-30 17:00"
    asked(dossier)
    assert (due(dossier), promised(dossier)) == ("", "2026-11-30 17:00")
    morning.shift(timedelta(days=3, hours=1))
    supplemented(dossier)
    assert due(dossier) == "2026-12-02 08:30"
    paid(again(dossier))
    morning.shift(timedelta(days=2))
    settled(dossier)
    assert due(dossier) == "2026-12-03 08:30"
    actions.extend(dossier.code, until=date(2026, 12, 8), reason="Xin lỗi.", by=user(HEAD))
    asked(again(dossier), anyway=True)
    morning.shift(timedelta(hours=2))
    supplemented(dossier)
    assert due(dossier) == "2026-12-09 09:00"  # the break at noon is no working time
    actions.amend_due(dossier.code, until=date(2026, 12, 4), basis="QĐ 5", by=user(HEAD))
    assert due(dossier) == "2026-12-04 17:00"
    actions.recompute_due(dossier.code, by=system_user())
    assert due(dossier) == "2026-12-04 17:00"


def test_rerouting_keeps_the_deadline(morning: time_machine.Traveller) -> None:
    dossier = received()
    other = Agency.objects.exclude(pk=dossier.agency_id).filter(code="H12.03").get()
    actions.reroute(dossier.code, to=other.code, reason="Sai thẩm quyền.", by=user("tiepnhan.datmui"))
    assert due(dossier) == "2026-11-30 17:00"


def test_what_ends_stops_the_clock_and_keeps_the_promise(morning: time_machine.Traveller) -> None:
    running, paused = received(), asked(accepted())
    morning.shift(timedelta(hours=1))
    for dossier in (running, paused):
        was = promised(dossier)
        actions.withdraw(dossier.code, reason="Thôi.", money="none", by=user("tiepnhan.datmui"))
        assert (due(dossier), promised(dossier)) == ("", was)
        assert not ClockRun.objects.filter(dossier=dossier, stopped_at=None).exists()


def test_the_clock_ends_when_the_result_is_issued() -> None:
    dossier = issued()
    assert [run.stopped_at for run in dossier.clock_runs.all()] == [dossier.finished_at]


# --- as pages and commands show it -------------------------------------------------------------------------
def test_a_page_explains_the_pause(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    assert any("23/11" in line or "20/11/2026, 09:00" in line for line in why_due(dossier))
    morning.shift(timedelta(hours=1))
    supplemented(dossier)
    assert "01/12/2026, 08:30" in why_due(again(dossier))[-1]


def test_a_standstill_is_no_lateness(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(days=30))
    bar = due_bar(again(dossier), now())
    found = tracked(dossier.token)
    assert bar is not None
    assert found is not None
    assert bar.mood == "done"
    assert bar.words == left_words(found, now()) != ""


@pytest.mark.parametrize(("supplements", "expected"), [(1, "early"), (2, "early, but counted as late")])
def test_more_than_one_supplement_is_said(supplements: int, expected: str) -> None:
    five_days()
    dossier = issued()
    Dossier.objects.filter(pk=dossier.pk).record(supplements=supplements)
    with translation.override("en"):
        bar = due_bar(again(dossier), now())
    assert bar is not None
    assert bar.words.startswith(expected)
    assert ("counted" in bar.words) is (supplements > 1)


def explained(code: str, *options: str) -> str:
    out = StringIO()
    call_command("explain_due", code, *options, stdout=out)
    return out.getvalue()


def test_the_command_explains_every_turn(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(hours=1))
    supplemented(dossier)
    actions.amend_due(dossier.code, until=date(2026, 12, 4), basis="QĐ 5", by=user(HEAD))
    found = json.loads(explained(dossier.code, "--json"))

    assert [step["code"] for step in found["steps"] if step["kind"] == "turn"] == ["paused", "amended"]
    assert found["due_at"] == str(again(dossier).due_at)
    assert "QĐ 5" in explained(dossier.code)


@pytest.mark.parametrize("code", ["H12.264.01-261120-9999", "", "x" * 500])
def test_the_command_says_what_it_does_not_find(code: str) -> None:
    with pytest.raises(CommandError, match="no received dossier"):
        explained(code)


def test_a_broken_history_is_said(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    ClockRun.objects.filter(dossier=dossier).delete()
    with pytest.raises(CommandError, match="no run of the clock"):
        explained(dossier.code)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 20), "2026-11-20 17:00:00+07:00"),
        (date(2026, 11, 21), "no_working_day"),
        (date(1990, 1, 1), "calendar_not_loaded"),
    ],
)
def test_a_day_closes_at_the_competent_office(on: date, expected: str) -> None:
    dossier = accepted()
    if expected.startswith("2026"):
        assert str(clock.closing_of(dossier, on)) == expected
    else:
        with pytest.raises(Invalid, match=f"^until: {expected}$"):
            clock.closing_of(dossier, on)
