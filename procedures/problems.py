"""Problem: what is wrong with a version before it is published, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error stops publishing; a warning is read and weighed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable. `field` is one of Content's, `row` a step's key, a link as "a→b", or a number from 1.

    The sentence is in the language of whoever asked.
    """

    code: str
    field: str
    row: str
    sentence: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """Return e.g. "steps/receive", "time_rules/2", "name"."""
        return f"{self.field}/{self.row}" if self.row else self.field

    def as_row(self) -> dict[str, Any]:
        """Return the problem as plain data."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "field": self.field,
            "row": self.row,
            "detail": self.sentence,
        }


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that stop publishing."""
    return [problem for problem in problems if problem.is_error]
