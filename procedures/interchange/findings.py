"""What an import has to say: what it found in a file, row by row, and what it says of the file as a whole."""

from dataclasses import dataclass, field
from typing import Any

from accounts.refusals import InputRefused
from procedures.content import Content
from procedures.problems import Severity


class FileRefused(InputRefused):
    """The file as a whole cannot be read: its kind, size, encoding or header."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or warning. `row`: line of a CSV, row of a sheet, number of a record in JSON (from 1); 0: the file.

    `field` is the file's own word for what is meant: a column, a key of the portal's model.
    """

    row: int
    procedure: str
    field: str
    code: str
    sentence: str
    severity: Severity = Severity.ERROR

    @property
    def is_fault(self) -> bool:
        """A fault stops the whole import; a warning is read and weighed."""
        return self.severity is Severity.ERROR

    def as_row(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "row": self.row,
            "procedure": self.procedure,
            "field": self.field,
            "code": self.code,
            "severity": str(self.severity),
            "detail": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Item:
    """One procedure of a file. `is_full`: described, so that it can become a draft; else it is only listed.

    `said` are the fields of Content that the file speaks about; the others are what nobody said.
    """

    row: int
    content: Content
    is_full: bool
    said: frozenset[str]


@dataclass(slots=True)
class Found:
    """What a file holds, and what is to be said about it."""

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def faults(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_fault]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_fault]
