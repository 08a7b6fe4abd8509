"""How many working hours a route may take: a time limit brought to hours, on the safe side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Final

from procedures.content import TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.due.time_limits import time_limit

HOURS_OF_DAY: Final = Decimal(8)
CLOSES: Final = time(17)  # of the usual office hours


@dataclass(frozen=True, slots=True)
class Allowance:
    """The hours that a route may take in one case; `limit` is the shortest that applies, `channel` where.

    `late` are the hours left to a dossier received at the cut-off of a same-day limit, else None.
    """

    hours: Decimal
    limit: TimeLimit
    channel: str
    late: Decimal | None = None


def allowance(rules: Iterable[TimeRule], channels: Sequence[str], case: str) -> Allowance | None:
    """Return the least that the limits of a case leave on any channel; None where the law sets no time."""
    rules = tuple(rules)
    found = [
        (channel, time_limit(rules, channel=channel, cases=(case,) if case else ())) for channel in channels
    ]
    each = [Allowance(hours_of(limit), limit, channel, _late(limit)) for channel, limit in found if limit]
    return min(each, key=lambda one: one.hours, default=None)


def hours_of(limit: TimeLimit) -> Decimal:
    """Return the working hours that a limit is sure to hold, at 8 hours a day and without holidays.

    Calendar days count as the fewest Mondays to Fridays that so many days can hold, wherever they begin; an end
    on a weekend moves to the Monday after it (Civil Code 2015 art. 148.5). The first month counts 28 days and
    each further one 30. A same-day limit counts one day: what comes at the cut-off has less, see Allowance.late.
    Holidays are left to the warning near the limit, because no calendar says on which day a dossier will come.
    """
    quantity = limit.quantity
    if limit.unit is TimeUnit.HOUR:
        return quantity
    if limit.unit is TimeUnit.WORKING_DAY:
        return quantity * HOURS_OF_DAY
    if limit.unit is TimeUnit.SAME_DAY:
        return HOURS_OF_DAY
    days = int(quantity) if limit.unit is TimeUnit.DAY else 28 + 30 * (int(quantity) - 1)
    return fewest_working_days(days) * HOURS_OF_DAY


def fewest_working_days(days: int) -> int:
    """Return the fewest Mondays to Fridays in so many days after a day of reception, the end moved off a weekend."""
    return min(_working_days(received, days) for received in range(7))


def _working_days(received: int, days: int) -> int:
    counted = sum((received + number) % 7 < 5 for number in range(1, days + 1))  # 0 is Monday
    return counted + ((received + days) % 7 >= 5)


def _late(limit: TimeLimit) -> Decimal | None:
    if limit.unit is not TimeUnit.SAME_DAY:
        return None
    cutoff = limit.cutoff or CLOSES
    return max(Decimal((CLOSES.hour - cutoff.hour) * 60 + CLOSES.minute - cutoff.minute) / 60, Decimal(0))
