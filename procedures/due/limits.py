"""The time a procedure allows, and in which unit it is counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


class TimeUnit(StrEnum):
    """What a procedure's time limit is counted in."""

    HOUR = "HOUR"
    WORKING_DAY = "WORKING_DAY"
    DAY = "DAY"
    MONTH = "MONTH"
    SAME_DAY = "SAME_DAY"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The time a procedure allows; `cutoff` belongs to SAME_DAY alone (None: the end of office hours)."""

    quantity: Decimal
    unit: TimeUnit
    cutoff: time | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", TimeUnit(self.unit))  # the catalogue hands over a plain string
        if not self.quantity.is_finite() or not 0 < self.quantity <= 3660:
            raise ValueError(f"A time limit must be more than 0 and at most 3660, not {self.quantity}.")
        if self.quantity != round(self.quantity, 2):
            raise ValueError(f"A time limit has at most two decimals, not {self.quantity}.")
        if self.unit in (TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.SAME_DAY) and self.quantity % 1:
            raise ValueError(f"A limit in {self.unit} must be whole, not {self.quantity}.")
        if self.unit is TimeUnit.SAME_DAY and self.quantity != 1:
            raise ValueError("A same-day limit has the quantity 1.")
        if self.cutoff and self.unit is not TimeUnit.SAME_DAY:
            raise ValueError("Only a same-day limit has a cut-off.")

    def last_day(self, received_on: date) -> date:
        """Return the last day of a limit in days or months, by the calendar alone (Civil Code 2015 art. 147, 148).

        A month ends on the same day of a later month, or on the last day of a shorter one.
        """
        whole = int(self.quantity)
        if self.unit is TimeUnit.DAY:
            return date.fromordinal(received_on.toordinal() + whole)
        years, month = divmod(received_on.month - 1 + whole, 12)
        year, month = received_on.year + years, month + 1
        return date(year, month, min(received_on.day, monthrange(year, month)[1]))
