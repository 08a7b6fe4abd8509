"""The plan of one dossier's life: which verbs, by which role, when. Pure but for the calendar it is given.

Times are working minutes of the office, as a share of the time limit; a few in a hundred come late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dossiers.models.status import Status
from procedures.due.calendar import WorkingCalendar, add_working_minutes, working_minutes_between

SOON = timedelta(seconds=7)
UNLIMITED = 5 * 480  # working minutes that a procedure without a time limit takes about


@dataclass(frozen=True)
class Chapter:
    """One verb of a life: event type without its room, role that does it, state afterwards, instant."""

    event: str
    role: str
    target: Status
    at: datetime


# (event, role, state afterwards, share of the whole time at which it happens; None: some seconds later)
Pattern = tuple[tuple[str, str, Status, float | None], ...]
_BEGIN: Pattern = (
    ("accepted", "clerk", Status.RECEIVED, 0.0),
    ("receipt_rendered", "system", Status.RECEIVED, None),
    ("digitisation_confirmed", "clerk", Status.DIGITISED, 0.05),
)
_TAKEN: Pattern = (*_BEGIN, ("taken_up", "officer", Status.IN_PROCESS, 0.15))
_END: Pattern = (
    ("proposed", "officer", Status.IN_PROCESS, 0.70),
    ("result_rendered", "system", Status.IN_PROCESS, None),
    ("approved", "approver", Status.PROCESSED, 0.88),
    ("sealed", "records", Status.PROCESSED, 0.95),
    ("issued", "records", Status.ISSUED, 1.0),
    ("returned", "clerk", Status.RETURNED, 1.25),
    ("archived", "system", Status.RETURNED, None),
)
_SUBMITTED: Pattern = (("submitted", "clerk", Status.SUBMITTED, -0.2),)
PATTERNS: dict[str, Pattern] = {
    "plain": (*_TAKEN, *_END),
    "online": (*_SUBMITTED, *_TAKEN, *_END),
    "supplemented": (
        *_TAKEN,
        ("supplement_requested", "officer", Status.AWAITING_SUPPLEMENT, 0.30),
        ("supplemented", "clerk", Status.IN_PROCESS, 0.60),
        *_END,
    ),
    "paid": (
        *_TAKEN,
        ("payment_requested", "officer", Status.AWAITING_PAYMENT, 0.30),
        ("fee_settled", "cashier", Status.IN_PROCESS, 0.45),
        *_END,
    ),
    "declined": (
        *_SUBMITTED,
        ("declined", "clerk", Status.DECLINED, 0.1),
        ("archived", "system", Status.DECLINED, None),
    ),
    "withdrawn": (
        *_BEGIN,
        ("withdrawn", "clerk", Status.WITHDRAWN, 0.30),
        ("archived", "system", Status.WITHDRAWN, None),
    ),
    "stopped": (
        *_TAKEN,
        ("stopped", "approver", Status.STOPPED, 0.60),
        ("archived", "system", Status.STOPPED, None),
    ),
}
WEIGHTS: dict[str, int] = {
    "plain": 76,
    "online": 12,
    "supplemented": 5,
    "paid": 2,
    "declined": 2,
    "withdrawn": 2,
    "stopped": 1,
}
LATE_PERCENT = 4


def pattern_for(chance: Random, target: str = "") -> Pattern:
    """Return one of the patterns, those that pass through the state `target` where one is asked for."""
    names = [name for name, pattern in PATTERNS.items() if not target or any(c[2] == target for c in pattern)]
    (name,) = chance.choices(names, [WEIGHTS[name] for name in names])
    return PATTERNS[name]


def chapters(
    pattern: Pattern,
    received_at: datetime,
    due_at: datetime | None,
    calendar: WorkingCalendar,
    chance: Random,
) -> list[Chapter]:
    """Return the whole life, strictly forward in time."""
    limit = working_minutes_between(received_at, due_at, calendar) if due_at else UNLIMITED
    share = chance.uniform(1.1, 1.6) if chance.randrange(100) < LATE_PERCENT else chance.uniform(0.2, 0.95)
    whole = max(12, int(limit * share))
    found: list[Chapter] = []
    for event, role, target, when in pattern:
        if when is None:
            at = found[-1].at + SOON
        elif when <= 0:
            at = received_at + timedelta(minutes=int(when * 120))
        else:
            minutes = int(whole * when * chance.uniform(0.95, 1.0))
            at = add_working_minutes(received_at, minutes, calendar) + timedelta(seconds=chance.randrange(60))
        if found and at <= found[-1].at:
            at = found[-1].at + SOON
        found.append(Chapter(event, role, target, at))
    return found


def until(life: list[Chapter], at: datetime, chance: Random, target: str = "") -> list[Chapter]:
    """Return what has happened by an instant, and no more than some moment in the state `target`; [] before it.

    What the system does a moment after a verb is not cut off from it: nothing shall look stuck that is not.
    """
    past = [chapter for chapter in life if chapter.at <= at]
    if not target:
        return past
    stops = [number for number, chapter in enumerate(past) if chapter.target == target]
    if not stops:
        return []
    end = chance.choice(stops) + 1
    while end < len(past) and past[end].role == "system":
        end += 1
    return past[:end]


def chosen_state(states: Mapping[str, int] | None, chance: Random) -> str:
    """Return a state by the weights asked for; '' where time alone shall decide."""
    return chance.choices(list(states), list(states.values()))[0] if states else ""
