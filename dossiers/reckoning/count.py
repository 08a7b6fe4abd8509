"""The reckoning: reception, time limit and calendar in, marks one after the other, the due instant out. Pure.

A pause moves the due instant by the working minutes during which the clock stood still; where the procedure's version
says so, a supplement lets the whole limit begin again instead. What began when the due instant had passed moves
nothing: nobody becomes punctual by asking for a paper too late. Sources: Decree 118/2025/NĐ-CP, and Decision
766/QĐ-TTg, whose indicator takes the time of a supplement off the time of processing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localdate

from procedures.due.calendar import (
    Due,
    WorkingCalendar,
    add_working_minutes,
    due,
    working_minutes_between,
)


class MarkKind(StrEnum):
    """What the history says of the clock."""

    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    AMENDED = "amended"


class Reason(StrEnum):
    """Why the clock stands still: the applicant has the next move."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"


@dataclass(frozen=True)
class Mark:
    """One thing that happened to the clock, at an aware instant, under the calendar of the office competent then.

    `restarts` and `reason` belong to a pause, `until` (the new due instant) and `basis` to what was set by hand.
    """

    kind: MarkKind
    at: datetime
    calendar: WorkingCalendar
    reason: Reason | None = None
    restarts: bool = False
    until: datetime | None = None
    basis: str = ""


class TurnCode(StrEnum):
    """What one turn of the clock did to the due instant; selects its sentence."""

    STANDS_STILL = "stands_still"  # a pause that has not ended
    PAUSED = "paused"
    RESTARTED = "restarted"
    PASSED = "passed"  # a pause that began when the due instant had passed
    EXTENDED = "extended"
    AMENDED = "amended"


@dataclass(frozen=True)
class Turn:
    """A step of the explanation: the due instant before and after, and for a pause from when to when it lasted.

    `until` of what was set by hand is the instant that was named, where its day has become one of rest.

    `minutes` are working minutes of the office; `count` is the new count of days where the limit began again.
    """

    code: TurnCode
    at: datetime
    before: datetime
    after: datetime
    until: datetime | None = None
    minutes: int = 0
    reason: Reason | None = None
    basis: str = ""
    count: Due | None = None


@dataclass(frozen=True)
class Reckoned:
    """The due instant and how it came about. `promised_at` is what the applicant was told last.

    `due_at` is None while the clock stands still, and both are where the law sets no time.
    """

    start: Due
    turns: tuple[Turn, ...]
    promised_at: datetime | None
    is_paused: bool

    @property
    def due_at(self) -> datetime | None:
        return None if self.is_paused else self.promised_at


def reckon(start: Due, marks: Iterable[Mark]) -> Reckoned:
    """Return where the marks, in order, have moved the due instant that was counted from reception.

    Raises:
        CalendarNotLoaded: the due instant would fall into a year whose days of rest are not loaded.
        ValueError: a pause within a pause, or an end without one: the history is broken.
    """
    at, turns, pause = start.at, list[Turn](), None
    for mark in marks:
        if mark.kind is MarkKind.PAUSED:
            if pause is not None:
                raise ValueError("The clock stands still already.")
            pause = mark
            continue
        if mark.kind is MarkKind.RESUMED:
            if pause is None:
                raise ValueError("The clock runs already.")
            turn = _resumed(start, at, pause, mark) if at else None
            pause = None
        else:
            turn = _set(at, mark) if at else None
        if turn:
            turns.append(turn)
            at = turn.after
    if pause is not None and at:
        turns.append(Turn(TurnCode.STANDS_STILL, pause.at, at, at, reason=pause.reason))
    return Reckoned(start, tuple(turns), at, pause is not None)


def _resumed(start: Due, at: datetime, pause: Mark, end: Mark) -> Turn:
    """Return what a pause did to the due instant `at`; the end's calendar counts, its office has the work now."""
    minutes = working_minutes_between(pause.at, end.at, end.calendar)
    if pause.at >= at:
        return Turn(TurnCode.PASSED, pause.at, at, at, end.at, minutes, pause.reason)
    if pause.restarts and start.limit is not None:
        count = due(end.at, start.limit, end.calendar, basis=start.basis)
        assert count.at is not None  # with a limit there is an instant
        if count.at > at:  # else a later day was named in writing, and the pause moves that one
            return Turn(
                TurnCode.RESTARTED, pause.at, at, count.at, end.at, minutes, pause.reason, count=count
            )
    after = add_working_minutes(at, minutes, end.calendar)
    return Turn(TurnCode.PAUSED, pause.at, at, after, end.at, minutes, pause.reason)


def _set(at: datetime, mark: Mark) -> Turn:
    """Return the instant that was named, or where its day has become one of rest, the next working day's closing.

    Civil Code 2015, article 148.5; people name working days alone, so the calendar has changed since.
    """
    if mark.until is None:
        raise ValueError(f"The mark {mark.kind} names no instant.")
    on = localdate(mark.until)
    rests = not mark.calendar.periods(on)
    after = mark.calendar.closing(mark.calendar.working_day(on, 1)) if rests else mark.until
    return Turn(TurnCode(mark.kind), mark.at, at, after, mark.until if rests else None, basis=mark.basis)
