"""The reckoning on paper: what a mark does, what it does not, and what a broken history gives."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.reckoning.count import Mark, MarkKind, Reason, Reckoned, TurnCode, reckon
from dossiers.reckoning.timeliness import Promise, Timeliness, counts_as_late, timeliness
from dossiers.reckoning.words import reckoned_sentences, reckoned_steps
from procedures.due.calendar import CalendarNotLoaded, add_working_minutes, due, working_minutes_between
from tests.procedures.offices import OFFICE, at, limit
from tests.procedures.test_due_document import OFFICES

RECEIVED = at("2026-11-02 10:00")
FIVE = limit("5", "WORKING_DAY")
DUE = at("2026-11-09 17:00")


def pause(start: str | datetime, *, restarts: bool = False, reason: Reason = Reason.SUPPLEMENT) -> Mark:
    return Mark(MarkKind.PAUSED, at(start) if isinstance(start, str) else start, OFFICE, reason, restarts)


def end(when: str | datetime) -> Mark:
    return Mark(MarkKind.RESUMED, at(when) if isinstance(when, str) else when, OFFICE)


def of(marks: Iterable[Mark]) -> Reckoned:
    return reckon(due(RECEIVED, FIVE, OFFICE), marks)


def test_while_the_clock_stands_still_nothing_is_due_and_the_promise_stays() -> None:
    found = of([pause("2026-11-04 10:00")])

    assert (found.due_at, found.promised_at, found.is_paused) == (None, DUE, True)
    assert [turn.code for turn in found.turns] == [TurnCode.STANDS_STILL]


def test_without_a_limit_nothing_is_ever_due() -> None:
    marks = [
        pause("2026-11-04 10:00", restarts=True),
        end("2026-11-05 10:00"),
        Mark(MarkKind.AMENDED, RECEIVED, OFFICE, until=DUE),
        pause("2026-11-06 10:00"),
    ]
    found = reckon(due(RECEIVED, None, OFFICE), marks)

    assert (found.due_at, found.promised_at, found.turns) == (None, None, ())


def test_the_office_that_has_the_work_afterwards_counts() -> None:
    """It was rerouted meanwhile: seven hours are a working day there."""
    there = Mark(MarkKind.RESUMED, at("2026-11-05 10:00"), OFFICES["reception desk"])
    assert of([pause("2026-11-04 10:00"), there]).turns[0].minutes == 420
    assert of([pause("2026-11-04 10:00", restarts=True), there]).due_at == at("2026-11-12 16:30")


def test_a_restart_takes_back_nothing_that_was_promised_in_writing() -> None:
    later = at("2026-11-25 17:00")
    amended = Mark(MarkKind.AMENDED, at("2026-11-03 09:00"), OFFICE, until=later)
    found = of([amended, pause("2026-11-04 10:00", restarts=True), end("2026-11-05 10:00")])
    assert found.turns[-1].code == TurnCode.PAUSED
    assert found.due_at == at("2026-11-26 17:00")


def test_a_year_that_is_not_loaded_is_refused() -> None:
    with pytest.raises(CalendarNotLoaded):
        of([pause("2026-11-04 10:00"), end("2028-01-03 10:00")])


@pytest.mark.parametrize(
    "marks",
    [
        [pause("2026-11-04 10:00"), pause("2026-11-04 11:00")],
        [end("2026-11-04 10:00")],
        [Mark(MarkKind.EXTENDED, RECEIVED, OFFICE)],
    ],
)
def test_a_broken_history_is_said_to_be_broken(marks: list[Mark]) -> None:
    with pytest.raises(ValueError, match=r"clock|names no instant"):
        of(marks)


def test_a_restart_explains_its_days_again() -> None:
    found = of([pause("2026-11-04 10:00", restarts=True), end("2026-11-06 14:00")])
    steps = reckoned_steps(found)

    assert [step["code"] for step in steps].count("due") == 2
    turn: Mapping[str, object] = next(step for step in steps if step["code"] == "restarted")
    assert turn["before"] == DUE.isoformat(timespec="minutes")


def test_every_turn_has_its_sentence_and_the_end_says_what_is_due() -> None:
    marks = [
        pause("2026-11-04 10:00"),
        end("2026-11-05 10:00"),
        Mark(MarkKind.EXTENDED, at("2026-11-06 09:00"), OFFICE, until=at("2026-11-12 17:00")),
        Mark(MarkKind.AMENDED, at("2026-11-09 09:00"), OFFICE, until=at("2026-11-11 17:00"), basis="QĐ 5"),
        pause("2026-11-12 08:00", reason=Reason.PAYMENT),
        end("2026-11-12 09:00"),
    ]
    text = "\n".join(reckoned_sentences(of(marks)))

    for part in ("10/11/2026, 17:00", "12/11/2026, 17:00", "QĐ 5", "11/11/2026, 17:00"):
        assert part in text
    assert reckoned_sentences(of(marks))[-1].endswith("11/11/2026, 17:00.")


# --- how it stands -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "due_at", "finished", "expected"),
    [
        ("2026-11-02 10:00", DUE, None, "within"),
        ("2026-11-06 13:05", DUE, None, "within"),  # 74 %
        ("2026-11-06 13:30", DUE, None, "near_due"),  # 75 %
        ("2026-11-06 16:00", DUE, None, "near_due"),
        ("2026-11-09 17:00", DUE, None, "near_due"),
        ("2026-11-09 17:01", DUE, None, "overdue"),
        ("2026-11-05 10:00", None, None, "paused"),
        ("2026-11-20 10:00", None, "2026-11-06 23:59", "early"),
        ("2026-11-20 10:00", None, "2026-11-09 00:01", "on_time"),
        ("2026-11-20 10:00", None, "2026-11-09 17:00", "on_time"),
        ("2026-11-20 10:00", None, "2026-11-09 17:01", "late"),
    ],
)
def test_how_it_stands(now: str, due_at: datetime | None, finished: str | None, expected: str) -> None:
    promise = Promise(RECEIVED, DUE, due_at, at(finished) if finished else None)

    assert timeliness(promise, at(now), OFFICE) == expected


def test_without_a_promise_there_is_no_limit() -> None:
    assert timeliness(Promise(RECEIVED, None, None), RECEIVED, OFFICE) == "no_limit"
    assert timeliness(Promise(RECEIVED, None, None, RECEIVED), RECEIVED, OFFICE) == "no_limit"


@pytest.mark.parametrize(
    ("found", "supplements", "expected"),
    [
        ("on_time", 1, False),
        ("on_time", 2, True),
        ("early", 2, True),
        ("late", 0, True),
        ("overdue", 0, True),
    ],
)
def test_more_than_one_supplement_counts_as_late(found: str, supplements: int, expected: bool) -> None:
    assert counts_as_late(Timeliness(found), supplements) is expected


# --- whatever happens --------------------------------------------------------------------------------------
STRETCHES = st.lists(st.integers(0, 4000), min_size=1, max_size=12)


@settings(deadline=None, max_examples=150)
@given(STRETCHES)
def test_pauses_ahead_of_the_due_instant_add_up(stretches: list[int]) -> None:
    """The due instant moves by the sum of all standstills that began before it, never backward."""
    now, marks, stood, before = RECEIVED, list[Mark](), 0, DUE
    for number, minutes in enumerate(stretches):
        later = now + timedelta(minutes=minutes)
        if number % 2:
            marks += [pause(now), end(later)]
            is_ahead = now < before
            stood += working_minutes_between(now, later, OFFICE) if is_ahead else 0
            after = of(marks).due_at
            assert after is not None
            assert (after >= before) if is_ahead else (after == before)
            before = after
        now = later
    assert before == add_working_minutes(DUE, stood, OFFICE)
