"""What a calendar says of one day: its rule, the step it makes in a count, and the refusal where it says nothing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from accounts.refusals import InputRefused


class CalendarNotLoaded(InputRefused):
    """A due date would need the days of rest of a year that nobody loaded: it is refused, never guessed."""

    def __init__(self, year: int) -> None:
        self.year = year
        sentence = gettext_lazy(
            "The days of rest of {year} are not loaded: a due date that needs them cannot be counted. "
            "Ask the administrator to load the calendar of {year}."
        )
        super().__init__("calendar_not_loaded", format_lazy(sentence, year=year))


class DueStepKind(StrEnum):
    """What one step means for the count; `added` is a day worked only because it was swapped."""

    RULE = "rule"
    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    ADDED = "added"
    END = "end"


@dataclass(frozen=True, slots=True)
class DayRule:
    """One special day: kind HOLIDAY, COMPENSATION, SWAP_OFF or SWAP_WORK, its name and who says so."""

    kind: str
    name: str
    working: bool
    source: str
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class LoadedYear:
    """A year whose days of rest are all in the calendar; provisional: the State has not decided them yet."""

    year: int
    is_provisional: bool = False


class DueStep(NamedTuple):
    """One step of the count: `code` selects the sentence, `name` and `source` are those of the rule.

    `rule` cites the rule with its version: calendar@2026, office_hours:CODE@2026-01-01, civil_code@2015/147 or
    procedure:2.000635@1.
    """

    on: date
    kind: DueStepKind
    code: str
    name: str = ""
    source: str = ""
    is_provisional: bool = False
    rule: str = ""
