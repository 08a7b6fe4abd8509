"""The working calendar of 2024-2027 as the tests use it, and short words for instants and limits."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from procedures.calendar import DayRule, TimeLimit, TimeUnit, WorkingCalendar, office_hours
from procedures.working_calendar import VIETNAM

KNOWN: dict[str, Any] = json.loads((Path(__file__).parent / "due_vectors.json").read_text())
USUAL_DAY = [["07:30", "11:30"], ["13:00", "17:00"]]
OFFICE = WorkingCalendar(
    special_days={
        date.fromisoformat(row["date"]): DayRule(
            row["kind"], row["name"], row["working"], row["source"], row.get("provisional", False)
        )
        for row in KNOWN["special_days"]
    },
    hours=office_hours({str(weekday): USUAL_DAY for weekday in range(1, 6)}),
    name="Giờ hành chính",
)
TODAY_BY_15 = TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time(15))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(quantity: str, unit: str, cutoff: time | None = None) -> TimeLimit:
    return TimeLimit(Decimal(quantity), TimeUnit(unit), cutoff)
