"""Edges of the reckoning: each turn told whole, and how a promise stands to the minute."""

from datetime import datetime, timedelta

import pytest

from dossiers.reckoning.count import Mark, MarkKind, Reason, Turn, TurnCode, reckon
from dossiers.reckoning.timeliness import Promise, counts_as_late, kept, percent_used, timeliness
from procedures.due.calendar import Basis
from procedures.due.calendar import due as due_by
from procedures.models import ProcedureVersion
from tests.procedures.offices import OFFICE, at, limit

SECOND = timedelta(seconds=1)
RECEIVED, PROMISED = at("2026-11-02 10:00"), at("2026-11-09 17:00")
BASIS = Basis(ProcedureVersion(number=1), "Điều 1")
START = due_by(RECEIVED, limit("5", "WORKING_DAY"), OFFICE, basis=BASIS)
PAUSE, END = at("2026-11-04 10:00"), at("2026-11-05 10:00")


def turns(*found: Mark) -> tuple[Turn, ...]:
    return reckon(START, found).turns


def pause(when: datetime = PAUSE, *, restarts: bool = False) -> Mark:
    return Mark(MarkKind.PAUSED, when, OFFICE, Reason.PAYMENT, restarts)


def end(when: datetime = END) -> Mark:
    return Mark(MarkKind.RESUMED, when, OFFICE)


def test_a_pause_is_told_whole() -> None:
    after = at("2026-11-10 17:00")
    assert turns(pause(), end()) == (Turn(TurnCode.PAUSED, PAUSE, PROMISED, after, END, 480, Reason.PAYMENT),)
    found = reckon(START, [pause(), end()])
    assert (found.start, found.is_paused, found.due_at, found.promised_at) == (START, False, after, after)


def test_a_pause_that_has_not_ended_is_told_whole() -> None:
    assert turns(pause()) == (Turn(TurnCode.STANDS_STILL, PAUSE, PROMISED, PROMISED, reason=Reason.PAYMENT),)


def test_a_restart_is_told_whole() -> None:
    (turn,) = turns(pause(restarts=True), end())
    after = at("2026-11-12 17:00")
    assert turn.count is not None
    assert (turn.count.at, turn.count.basis, turn.count.limit) == (after, BASIS, START.limit)
    assert turn == Turn(
        TurnCode.RESTARTED, PAUSE, PROMISED, after, END, 480, Reason.PAYMENT, count=turn.count
    )


@pytest.mark.parametrize("restarts", [True, False])
def test_a_pause_that_began_at_the_due_instant_moves_nothing(restarts: bool) -> None:
    until = at("2026-11-10 08:30")
    assert turns(pause(PROMISED, restarts=restarts), end(until)) == (
        Turn(TurnCode.PASSED, PROMISED, PROMISED, PROMISED, until, 60, Reason.PAYMENT),
    )
    (turn,) = turns(pause(PROMISED - SECOND, restarts=restarts), end(until))
    assert turn.after > PROMISED


def test_what_is_set_by_hand_is_told_whole_and_the_pause_after_it_counts_from_there() -> None:
    until = at("2026-11-20 17:00")
    marked = Mark(MarkKind.AMENDED, PAUSE, OFFICE, until=until, basis="QĐ 5")
    assert turns(marked, pause(PROMISED), end(PROMISED)) == (
        Turn(TurnCode.AMENDED, PAUSE, PROMISED, until, basis="QĐ 5"),
        Turn(TurnCode.PAUSED, PROMISED, until, until, PROMISED, 0, Reason.PAYMENT),
    )
    extended = Mark(MarkKind.EXTENDED, PAUSE, OFFICE, until=until)
    assert turns(extended) == (Turn(TurnCode.EXTENDED, PAUSE, PROMISED, until),)


def test_what_is_set_during_a_pause_leaves_it_open() -> None:
    until = at("2026-11-20 17:00")
    found = reckon(START, [pause(), Mark(MarkKind.AMENDED, END, OFFICE, until=until)])
    assert (found.due_at, found.promised_at, found.is_paused) == (None, until, True)


def test_without_a_limit_a_pause_is_remembered_and_moves_nothing() -> None:
    blank = due_by(RECEIVED, None, OFFICE)
    assert reckon(blank, [pause()]).is_paused
    assert reckon(blank, [pause(), end()]).turns == ()
    assert reckon(blank, [pause(), end(), pause()]).is_paused
    with pytest.raises(ValueError, match=r"^The clock stands still already\.$"):
        reckon(blank, [pause(), pause()])
    with pytest.raises(ValueError, match=r"^The clock runs already\.$"):
        reckon(blank, [pause(), end(), end()])
    with pytest.raises(ValueError, match=r"^The mark extended names no instant\.$"):
        turns(Mark(MarkKind.EXTENDED, PAUSE, OFFICE))


# --- how a promise stands ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-30 10:00", 0),  # before reception
        ("2026-11-02 10:00", 0),
        ("2026-11-02 10:13", 0),
        ("2026-11-02 10:14", 1),
        ("2026-11-06 13:15", 74),
        ("2026-11-06 13:30", 75),
        ("2026-11-09 17:00", 100),
        ("2026-11-10 17:00", 100),
    ],
)
def test_percent_of_the_working_time_that_has_passed(now: str, expected: int) -> None:
    assert percent_used(RECEIVED, PROMISED, at(now), OFFICE) == expected


def test_a_promise_without_working_time_divides_by_nothing() -> None:
    assert percent_used(RECEIVED, RECEIVED, RECEIVED, OFFICE) == 100
    minute = RECEIVED + timedelta(minutes=1)
    assert percent_used(RECEIVED, minute, RECEIVED, OFFICE) == 0


def test_a_promise_is_kept_to_the_instant_and_early_by_a_local_day() -> None:
    assert kept(PROMISED, PROMISED) == "on_time"
    assert kept(PROMISED, PROMISED + SECOND) == "late"
    assert kept(PROMISED, at("2026-11-09 00:00")) == "on_time"
    assert kept(PROMISED, at("2026-11-08 23:59")) == "early"
    assert kept(at("2026-11-10 06:00"), at("2026-11-09 23:00")) == "early"  # one day in UTC, two here


def test_what_is_due_is_overdue_only_afterwards() -> None:
    promise = Promise(RECEIVED, PROMISED, PROMISED)
    assert timeliness(promise, PROMISED, OFFICE) == "near_due"
    assert timeliness(promise, PROMISED + SECOND, OFFICE) == "overdue"
    finished = Promise(RECEIVED, PROMISED, PROMISED, PROMISED + SECOND)
    assert timeliness(finished, RECEIVED, OFFICE) == "late"
    assert [counts_as_late(timeliness(promise, RECEIVED, OFFICE), asked) for asked in (0, 1, 2)] == [
        False,
        False,
        True,
    ]
