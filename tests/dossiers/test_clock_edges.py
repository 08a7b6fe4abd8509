"""Edges of the clock in the database: what each verb turns, the days that people name, the marks of a history."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation

from accounts.faults import Invalid
from accounts.memory import forget_all
from dossiers import actions, clock, marks
from dossiers.clock import Turned
from dossiers.marks import History
from dossiers.models import ClockRun, Dossier, Event
from dossiers.reckoning.count import Mark, MarkKind, Reason
from procedures.models import OfficeHoursRule, OfficeHoursUse
from procedures.queries import working_calendar
from tests.dossiers.clocks import asked, received, supplemented, taken_up
from tests.journeys import accepted, again, submitted, user
from tests.procedures.offices import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MORNING, DUE = at("2026-11-20 09:00"), at("2026-11-30 17:00")
THERE = at("2026-11-27 10:00")  # the same five days at an office with own_hours(); 24/11 is a holiday
OTHER = "H12.264"  # another commune
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def own_hours(agency_id: int) -> None:
    """Let an office work from eight to ten, on Saturdays too."""
    rule = OfficeHoursRule.objects.create(
        code="NGAN", name="Ngắn", periods={str(day): [["08:00", "10:00"]] for day in range(1, 7)}
    )
    OfficeHoursUse.objects.create(agency_id=agency_id, hours=rule, valid_from_on=date(2026, 1, 1))
    forget_all()


def agency_id(username: str) -> int:
    return user(username).memberships_today[0].agency_id


# --- what a verb turns -----------------------------------------------------------------------------------------
def test_what_each_verb_turns() -> None:
    dossier, waiting = received(), submitted()
    assert clock.starting(dossier, MORNING) == Turned(dossier, MORNING, DUE, DUE, begins="accepted")
    assert clock.stopping(dossier, MORNING) == Turned(dossier, MORNING, None, DUE, ends=True)
    assert clock.pausing(dossier, MORNING) == Turned(dossier, MORNING, None, DUE, ends=True)
    assert clock.pausing(waiting, MORNING) == Turned(waiting, MORNING, None, None, ends=False)
    assert clock.setting(dossier, MORNING, DUE) == Turned(dossier, MORNING, DUE, DUE)
    assert clock.recounted(dossier, MORNING) == Turned(dossier, MORNING, DUE, DUE)
    assert clock.recounted(waiting, MORNING) == Turned(waiting, MORNING, None, None)
    assert clock.resuming(waiting, MORNING, reason="x") == Turned(waiting, MORNING, None, None)


def test_what_is_turned_is_settled_and_written() -> None:
    dossier, later = received(), MORNING + HOUR
    turned = Turned(dossier, later, DUE, None, ends=True, begins="again")
    turned.settle(dossier)
    assert (dossier.due_at, dossier.promised_at) == (DUE, None)
    other = accepted()
    turned.write()
    runs = list(ClockRun.objects.filter(dossier=dossier).order_by("started_at"))
    assert [(run.started_at, run.stopped_at, run.reason) for run in runs] == [
        (MORNING, later, "accepted"),
        (later, None, "again"),
    ]
    assert runs[1].province == dossier.province
    assert ClockRun.objects.get(dossier=other).stopped_at is None
    Turned(dossier, later + HOUR, DUE, None).write()
    assert ClockRun.objects.filter(dossier=dossier, stopped_at=None).count() == 1
    Turned(dossier, MORNING, None, None, ends=True).write()  # set back: no run ends before it began
    assert ClockRun.objects.filter(dossier=dossier).latest("started_at").stopped_at == later
    Turned(dossier, DUE, None, None, ends=True).write()  # what has ended stays as it is
    assert ClockRun.objects.filter(dossier=dossier).latest("started_at").stopped_at == later


def test_a_run_after_a_pause_moves_what_is_due(morning: time_machine.Traveller) -> None:
    dossier = again(asked(received()))
    found = clock.resuming(dossier, MORNING + HOUR, reason="supplemented")
    moved = at("2026-12-01 08:30")
    assert found == Turned(dossier, MORNING + HOUR, moved, moved, begins="supplemented")


def test_a_run_never_begins_before_the_pause_did(morning: time_machine.Traveller) -> None:
    dossier = received()
    morning.shift(HOUR)
    asked(dossier)
    dossier = again(dossier)
    assert clock.resuming(dossier, MORNING, reason="x").at == MORNING + HOUR
    ClockRun.objects.filter(dossier=dossier).update(stopped_at=MORNING)
    found = clock.resuming(dossier, MORNING - HOUR, reason="x")
    assert found.at == MORNING + timedelta(microseconds=1)
    assert found.due_at == DUE


def test_the_office_that_is_competent_now_counts_the_pause() -> None:
    dossier = again(asked(received()))
    own_hours(dossier.agency_id)
    whole = clock.resuming(dossier, at("2026-11-21 10:00"), reason="x").due_at
    assert clock.starting(dossier, MORNING).due_at == THERE
    assert whole == at("2026-11-30 09:00")  # it stood still for 60 + 120 minutes


def test_an_event_says_what_moved() -> None:
    dossier = received()
    before = "2026-11-30T10:00:00+00:00"
    assert clock.moved(dossier, clock.setting(dossier, MORNING, DUE + HOUR)) == {
        "due_before": before,
        "due_after": "2026-11-30T11:00:00+00:00",
    }
    assert clock.moved(dossier, clock.stopping(dossier, MORNING))["due_after"] == ""
    assert clock.moved(dossier, Turned(dossier, MORNING, None, DUE))["due_after"] == before
    dossier.promised_at = DUE + HOUR
    assert clock.moved(dossier, clock.setting(dossier, MORNING, DUE))["due_before"] == before
    dossier.due_at = None
    assert (
        clock.moved(dossier, clock.setting(dossier, MORNING, DUE))["due_before"]
        == "2026-11-30T11:00:00+00:00"
    )
    dossier.promised_at = None
    assert clock.moved(dossier, clock.setting(dossier, MORNING, DUE))["due_before"] == ""


def test_an_instant_is_worded_in_utc_to_the_second() -> None:
    assert clock.as_fact(datetime(2026, 11, 20, 2, 0, 0, 5, UTC)) == "2026-11-20T02:00:00+00:00"
    assert clock.as_fact(None) == ""


# --- days that people name -------------------------------------------------------------------------------------
def refusal(until: date, dossier: Dossier) -> tuple[str, str]:
    with translation.override("en"), pytest.raises(Invalid) as error:
        clock.closing_ahead(dossier, until)
    assert list(error.value.faults) == ["until"]
    fault = error.value.faults["until"]
    with translation.override("en"):
        return fault.code, str(fault.sentence)


def test_a_named_day_is_refused_with_a_sentence(morning: time_machine.Traveller) -> None:
    dossier = received()
    assert refusal(date(2026, 11, 21), dossier) == (
        "no_working_day",
        "The competent office does not work on this day. Choose a working day.",
    )
    over = ("day_has_passed", "This day is over. Choose a working day that is still to come.")
    assert refusal(date(2026, 11, 19), dossier) == over
    today = date(2026, 11, 20)
    assert clock.closing_ahead(dossier, today) == at("2026-11-20 17:00")
    morning.move_to(at("2026-11-20 17:00"))
    assert refusal(today, dossier) == over
    assert refusal(date(1990, 1, 1), dossier)[0] == "calendar_not_loaded"


def test_the_hours_are_those_of_the_competent_office() -> None:
    dossier = received()
    own_hours(dossier.agency_id)
    assert clock.closing_of(dossier, date(2026, 11, 21)) == at("2026-11-21 10:00")
    assert clock.closing_ahead(dossier, date(2026, 11, 21)) == at("2026-11-21 10:00")


# --- the history -----------------------------------------------------------------------------------------------
def event(seq: int, type_name: str, **fields: Any) -> Event:
    return Event(seq=seq, type=f"dossier.{type_name}", at=MORNING, **({"facts": {}} | fields))


def run(start: datetime, stop: datetime | None = None) -> ClockRun:
    return ClockRun(started_at=start, stopped_at=stop)


def test_the_marks_of_a_history_in_order() -> None:
    dossier = received()
    calendar = working_calendar(dossier.agency_id)
    runs = [run(MORNING, MORNING + HOUR), run(MORNING + 2 * HOUR, MORNING + 3 * HOUR), run(DUE)]
    set_to = {"due_after": "2026-12-04T10:00:00+00:00"}
    events = [
        event(2, "supplement_requested", facts={"policy": "RESTART"}),
        event(3, "supplemented"),
        event(4, "payment_requested", facts={"policy": "RESTART"}),
        event(5, "fee_settled"),
        event(6, "extended", facts=set_to, personal={"reason": "Xin lỗi."}),
        event(7, "due_amended", facts=set_to, personal=None),
    ]
    history = History(dossier, runs, events)
    until = datetime(2026, 12, 4, 10, tzinfo=UTC)
    expected = [
        Mark(MarkKind.PAUSED, MORNING + HOUR, calendar, Reason.SUPPLEMENT, True),
        Mark(MarkKind.RESUMED, MORNING + 2 * HOUR, calendar),
        Mark(MarkKind.PAUSED, MORNING + 3 * HOUR, calendar, Reason.PAYMENT, False),
        Mark(MarkKind.RESUMED, DUE, calendar),
        Mark(MarkKind.EXTENDED, MORNING, calendar, until=until),
        Mark(MarkKind.AMENDED, MORNING, calendar, until=until),
    ]
    assert list(history.marks()) == expected
    expected[4] = Mark(MarkKind.EXTENDED, MORNING, calendar, until=until, basis="Xin lỗi.")
    assert list(history.marks(with_basis=True)) == expected


def test_a_basis_that_was_erased_is_empty() -> None:
    set_to = {"due_after": "2026-12-04T10:00:00+00:00"}
    history = History(received(), [], [event(2, "extended", facts=set_to, personal={"x": "y"})])
    assert [mark.basis for mark in history.marks(with_basis=True)] == [""]


def test_a_supplement_that_does_not_restart() -> None:
    history = History(
        received(), [run(MORNING, DUE)], [event(2, "supplement_requested", facts={"policy": "PAUSE"})]
    )
    assert [mark.restarts for mark in history.marks()] == [False]


def test_events_and_runs_that_contradict_each_other() -> None:
    dossier, pause = received(), event(2, "supplement_requested")
    with pytest.raises(ValueError, match=r"^The clock runs on through the pause of event 2\.$"):
        list(History(dossier, [run(MORNING)], [pause]).marks())
    with pytest.raises(ValueError, match=r"^An event has no run of the clock beside it\.$"):
        list(History(dossier, [], [pause]).marks())
    with pytest.raises(ValueError, match=r"^An event has no run of the clock beside it\.$"):
        list(History(dossier, [run(MORNING, DUE)], [pause, event(3, "supplemented")]).marks())


def test_before_a_rerouting_the_agency_before_counted() -> None:
    dossier = received()
    other = agency_id("thuly.datmui")
    own_hours(other)
    here, there = working_calendar(dossier.agency_id), working_calendar(other)
    assert here != there
    set_to = {"due_after": "2026-12-04T10:00:00+00:00"}
    events = [
        event(2, "extended", facts=set_to),
        event(3, "rerouted", facts={"before": OTHER}),
        event(4, "due_amended", facts=set_to),
        event(5, "rerouted", facts={"before": "unknown"}),
        event(6, "due_amended", facts=set_to),
    ]
    history = History(dossier, [], events)
    assert [mark.calendar for mark in history.marks()] == [there, here, here]
    assert history.start().at == THERE
    reclassified = History(dossier, [], [*events[:3], event(4, "reclassified")])
    assert reclassified.start().at == DUE
    earlier = History(
        dossier, [], [event(2, "reclassified"), *events[1:3], event(5, "extended", facts=set_to)]
    )
    assert earlier.start().at == THERE
    at_once = History(dossier, [], [event(3, "reclassified"), event(3, "rerouted", facts={"before": OTHER})])
    assert at_once.start().at == DUE


def test_the_whole_limit_is_counted_by_channel_cases_and_office() -> None:
    dossier = received()
    found = marks.counted_from(dossier, MORNING, dossier.agency_id)
    assert (found.at, found.received_at) == (DUE, MORNING)
    other = agency_id("thuly.datmui")
    own_hours(other)
    assert marks.counted_from(dossier, MORNING, other).at == THERE
    assert marks.counted_from(dossier, MORNING + timedelta(days=3), dossier.agency_id).at == at(
        "2026-12-01 17:00"
    )
    dossier.cases = None
    assert marks.counted_from(dossier, MORNING, dossier.agency_id).at == DUE


def test_the_histories_of_many_dossiers(morning: time_machine.Traveller) -> None:
    """What was asked for before reception moved no clock; the rest is each dossier's own, in order."""
    first, second, third = received(), accepted(), submitted()
    asked(third)
    morning.shift(HOUR)
    supplemented(third)
    actions.accept(third.code, by=user("tiepnhan.datmui"))
    asked(first)
    morning.shift(HOUR)
    supplemented(first)
    actions.instruct(first.code, instruction="Giải quyết sớm.", by=user("giamsat"))
    found = marks.histories([again(first), again(second), again(third)])
    assert {key: history.dossier.pk for key, history in found.items()} == {
        one.pk: one.pk for one in (first, second, third)
    }
    assert [event.type for event in found[first.pk].events] == [
        "dossier.supplement_requested",
        "dossier.supplemented",
    ]
    assert [run.started_at for run in found[first.pk].runs] == [MORNING, MORNING + 2 * HOUR]
    assert (found[second.pk].events, len(found[second.pk].runs)) == ([], 1)
    assert found[third.pk].events == []
    assert [run.started_at for run in found[third.pk].runs] == [MORNING + HOUR]


def test_the_basis_is_explained_to_staff_alone() -> None:
    dossier = taken_up()
    actions.amend_due(dossier.code, until=date(2026, 12, 4), basis="QĐ 5", by=user("kyduyet.anxuyen"))
    dossier = again(dossier)
    assert [turn.basis for turn in clock.reckoned(dossier).turns] == [""]
    assert [turn.basis for turn in clock.reckoned(dossier, with_basis=True).turns] == ["QĐ 5"]
    assert clock.reckoned(dossier, History(dossier)).turns == ()
