"""A list of procedures (CSV, XLSX) read into listed rows: code, name and field, and whatever else the list says.

A list never makes a procedure that can be filed: it says too little, and nothing is invented for the rest.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from accounts.days import is_plausible
from accounts.names import fold, tidy
from procedures.content import CHANNELS, LEVELS, Content, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.problems import Severity

from . import columns
from .findings import Finding, Found, Item
from .kinds import TCVN3, FileKind, kind_of
from .tables import Table, table_of

T = TypeVar("T")
CODE: Final = re.compile(r"[0-9]\.[0-9]{6}")
# The day on which today's provinces and communes began: lists seldom say when a procedure took effect.
LISTED_SINCE: Final = date(2025, 7, 1)
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PARTS: Final = re.compile(r"[,;|/\n]+")


def read_list(data: bytes, kind: FileKind | None = None) -> Found:
    """Read a CSV or XLSX list; FileRefused for the file as a whole, findings for its rows."""
    table = table_of(data, kind or kind_of(data))
    found = Found()
    if table.unknown:
        sentence = _("These columns are not read: %(columns)s.") % {"columns": ", ".join(table.unknown)}
        found.findings.append(Finding(0, "", "header", "column_unknown", sentence, Severity.WARNING))
    for number, cells in table.rows:
        row = _Row(number, _by_column(table, cells), found.findings)
        if len(cells) > len(table.columns) or _is_cut(table, cells):
            sentence = _("The row has %(count)s cells, the header has %(wanted)s. Was the file cut off?")
            row.fault("row", "row_cut", sentence % {"count": len(cells), "wanted": len(table.columns)})
            continue
        if item := row.item():
            found.items.append(item)
    if not found.items and not found.findings:
        sentence = _("There is a header, but no row below it.")
        found.findings.append(Finding(0, "", "header", "no_rows", sentence))
    return found


def _by_column(table: Table, cells: Any) -> dict[str, str]:
    return {name: cell for name, cell in zip(table.columns, cells, strict=False) if name and cell}


def _is_cut(table: Table, cells: Any) -> bool:
    """A row that ends before the last needed column was cut; a spreadsheet leaves out only what is empty."""
    needed = max(table.columns.index(name) for name in columns.NEEDED)
    return len(cells) <= needed


class _Row:
    """One row: each reader returns a value, or notes a fault and returns what stands for nothing."""

    def __init__(self, number: int, values: Mapping[str, str], findings: list[Finding]) -> None:
        self.number, self.values, self.findings = number, values, findings
        self.is_faulty = False

    def item(self) -> Item | None:
        """Return the row as a listed procedure, None when it has a fault."""
        code, name, field = self._code(), self._text("name", 1000), self._text("field", 200)
        field_code = self._text("field_code", 60) or key_of_field(field)
        facts: dict[str, Any] = {
            "levels": self._words("levels", columns.LEVEL_WORDS, LEVELS),
            "service_level": self._word("service_level", columns.SERVICE_WORDS),
            "channels": self._words("channels", columns.CHANNEL_WORDS, CHANNELS),
            "time_rules": self._time_rules(),
            "is_nonterritorial": self._word("nonterritorial", columns.FLAG_WORDS),
            "executing": self._text("executing", 300),
            "decision": self._text("decision", 100),
            "decision_on": self._day("decision_on"),
            "source": self._text("source", 2000),
        }
        facts |= self._validity()
        if self.is_faulty:
            return None
        said = {key for key, value in facts.items() if value not in (None, "", (), {})}
        if not facts["is_nonterritorial"]:
            facts["is_nonterritorial"] = False
        facts["service_level"] = facts["service_level"] or ""
        facts["valid_from_on"] = facts["valid_from_on"] or min(
            LISTED_SINCE, facts["valid_until_on"] or LISTED_SINCE
        )
        content = Content(code=code, number=1, name=name, field_code=field_code, field_name=field, **facts)
        return Item(self.number, content, is_full=False, said=frozenset(said | {"name"}))

    def fault(self, field: str, code: str, sentence: str) -> None:
        """Note what is wrong with one cell."""
        self.is_faulty = True
        self.findings.append(Finding(self.number, self.values.get("code", ""), field, code, sentence))

    def _code(self) -> str:
        code = self.values.get("code", "")
        if not CODE.fullmatch(code):
            sentence = _(
                "“%(code)s” is no code of a procedure: one digit, a full stop, six digits (2.000635). "
                "If a spreadsheet cut off the zeros at its end, make the column text."
            )
            self.fault("code", "code_not_valid", sentence % {"code": code})
        return code

    def _text(self, name: str, most: int) -> str:
        text = tidy(self.values.get(name, ""))
        if not text and name in columns.NEEDED:
            self.fault(name, "value_missing", _("This must not be empty."))
        if len(text) > most:
            sentence = _("This may have at most %(most)s characters, it has %(count)s.")
            self.fault(name, "too_long", sentence % {"most": most, "count": len(text)})
        if any(ord(letter) < 32 or letter == "\ufffd" for letter in text) or TCVN3.search(text):
            sentence = _("“%(text)s” has letters of an old font or lost its accents. Convert it to Unicode.")
            self.fault(name, "letters_broken", sentence % {"text": text[:60]})
        return text

    def _word(self, name: str, words: Mapping[str, T]) -> T | None:
        cell = self.values.get(name, "")
        found = words.get(_plain(cell))
        if cell and found is None:
            self._unknown_word(name, cell)
        return found

    def _words(self, name: str, words: Mapping[str, str], order: tuple[str, ...]) -> tuple[str, ...]:
        found = set()
        for part in filter(None, map(str.strip, _PARTS.split(self.values.get(name, "")))):
            word = words.get(_plain(part))
            if word is None:
                self._unknown_word(name, part)
            else:
                found.add(word)
        return tuple(word for word in order if word in found)

    def _unknown_word(self, name: str, cell: str) -> None:
        sentence = _("“%(word)s” is not one of: %(words)s.")
        self.fault(name, "word_unknown", sentence % {"word": cell[:60], "words": columns.SHOWN[name]})

    def _day(self, name: str) -> date | None:
        cell = self.values.get(name, "")
        if not cell:
            return None
        try:
            if match := _DAY.fullmatch(cell):
                day, month, year = map(int, match.groups())
                found = date(year, month, day)
            else:
                found = date.fromisoformat(cell[:10])
        except ValueError:
            found = date.max
        if is_plausible(found):
            return found
        sentence = _("“%(cell)s” is no day. Write it as 21/11/2026 or 2026-11-21.")
        self.fault(name, "day_not_valid", sentence % {"cell": cell[:40]})
        return None

    def _time_rules(self) -> tuple[TimeRule, ...]:
        if not self.values.get("time"):
            return ()
        unit = self._word("time_unit", columns.UNIT_WORDS) if self.values.get("time_unit") else None
        if unit is None:
            self.fault(
                "time_unit", "value_missing", _("A time needs its unit: working days, days, hours, months.")
            )
            return ()
        try:
            quantity = Decimal(self.values["time"].replace(",", "."))
            cutoff = None
            return (TimeRule(TimeLimit(quantity.normalize() + 0, TimeUnit(unit), cutoff)),)
        except (InvalidOperation, ValueError):
            sentence = _("“%(cell)s” is no time in this unit.") % {"cell": self.values["time"][:40]}
            self.fault("time", "time_not_valid", sentence)
            return ()

    def _validity(self) -> dict[str, Any]:
        """Read the days. `date` is the day of the status: of effect, or of repeal, which is no longer in force."""
        status = self._word("status", columns.STATUS_WORDS) or "ACTIVE"
        on, start, until = self._day("date"), self._day("valid_from_on"), self._day("valid_until_on")
        repeal: dict[str, Any] = {}
        if status == "REPEALED":
            until = until or (on - timedelta(days=1) if on else None)
            if until is None:
                self.fault("date", "day_missing", _("A repealed procedure needs the day of its repeal."))
            else:
                repeal = {
                    "decision": "",
                    "on": until.isoformat(),
                    "replaced_by": self._text("replaced_by", 20),
                    "note": "",
                }
        else:
            start = start or on
        if status == "FUTURE" and start is None:
            self.fault("date", "day_missing", _("A procedure of the future needs its first day."))
        if start and until and until < start:
            self.fault("valid_until_on", "days_reversed", _("The last day is before the first day."))
        return {"valid_from_on": start, "valid_until_on": until, "repeal": repeal}


def key_of_field(name: str) -> str:
    """Return our key of a field whose national code is not known: GIAO_DUC for Giáo dục."""
    return columns.key_of(name).replace(" ", "_").upper()[:60]


def _plain(word: str) -> str:
    return fold(word).strip(" .")
