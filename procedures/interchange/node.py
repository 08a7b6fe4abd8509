"""One object of the portal's JSON, read key by key; a wrong value is noted with its place, unknown keys are counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.days import is_plausible
from accounts.names import printable, tidy
from procedures.json_text import is_storable, readable
from procedures.problems import Severity

from .findings import Finding

MOST_NODES: Final = 1_000
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(slots=True)
class Notes:
    """What is noted while one record is read; `left` counts, over the whole file, keys that nobody took."""

    row: int
    procedure: str
    findings: list[Finding]
    left: Counter[str] = field(default_factory=Counter)
    is_faulty: bool = False

    def note(self, place: str, code: str, sentence: str, severity: Severity = Severity.ERROR) -> None:
        """Note a fault, or with Severity.WARNING something to weigh."""
        self.is_faulty = self.is_faulty or severity is Severity.ERROR
        self.findings.append(Finding(self.row, self.procedure, place, code, sentence, severity))

    def warn(self, place: str, code: str, sentence: str) -> None:
        """Note something to weigh."""
        self.note(place, code, sentence, Severity.WARNING)


class Node:
    """A JSON object at a place. Each reader takes its key; `done()` counts what is left."""

    def __init__(self, values: Mapping[str, Any], place: str, notes: Notes) -> None:
        self.values, self.place, self.notes = dict(values), place, notes

    def text(self, key: str, *, most: int, lines: bool = False) -> str:
        """Read a text (a number is one too); "" for an absent one. A longer one is cut, with a warning."""
        value = self.values.pop(key, None)
        if value is None:
            return ""
        if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
            value = "\n".join(value)
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            self._wrong(key, _("a text"))
            return ""
        text = printable(str(value)).strip() if lines else tidy(str(value))
        if not is_storable(text):
            sentence = _("The text holds a character that cannot be stored. Type it again.")
            self.notes.note(self._at(key), "letters_broken", sentence)
            return ""
        if len(text) > most:
            sentence = _("The text has %(count)s characters; %(most)s are kept.")
            self.notes.warn(self._at(key), "text_cut", sentence % {"count": len(text), "most": most})
        return text[:most]

    def flag(self, key: str) -> bool | None:
        """Read true or false; None for an absent one."""
        value = self.values.pop(key, None)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, _("true or false"))
            return None
        return value

    def number(self, key: str) -> Decimal | None:
        """Read a number, which may be a text with a comma; None for an absent or empty one."""
        value = self.values.pop(key, None)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            self._wrong(key, _("a number"))
            return None
        try:
            number = Decimal(str(value).strip().replace(",", "."))
            if number.is_finite() and abs(number) < 10**15:
                return number
        except InvalidOperation:
            pass
        self._wrong(key, _("a number"))
        return None

    def whole(self, key: str, *, most: int = 32_000) -> int:
        """Read a whole number from 0; 0 for an absent one."""
        number = self.number(key)
        if number is None:
            return 0
        if number != int(number) or not 0 <= number <= most:
            self._wrong(key, _("a whole number from 0 on"))
            return 0
        return int(number)

    def day(self, key: str) -> date | None:
        """Read a day: milliseconds since 1970, or 2026-11-21; None for an absent one."""
        value = self.values.pop(key, None)
        if value in (None, "", 0):
            return None
        try:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found = datetime.fromtimestamp(value / 1000, VIETNAM).date()
            else:
                found = date.fromisoformat(str(value)[:10])
        except (ValueError, OverflowError, OSError):
            found = date.max
        if is_plausible(found):
            return found
        self._wrong(key, _("a day"))
        return None

    def node(self, key: str) -> "Node | None":
        """Read an object; None for an absent one."""
        value = self.values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong(key, _("an object"))
            return None
        return Node(value, self._at(key), self.notes)

    def nodes(self, key: str) -> "list[Node]":
        """Read a list of objects; a text in it is taken for its name."""
        value = self.values.pop(key, None)
        if value is None:
            return []
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list):
            self._wrong(key, _("a list"))
            return []
        if len(value) > MOST_NODES:
            self._wrong(key, _("a list of at most %(most)s") % {"most": MOST_NODES})
            return []
        found = []
        for number, one in enumerate(value, start=1):
            one = {"name": one} if isinstance(one, str) else one
            if isinstance(one, Mapping):
                found.append(Node(one, f"{self._at(key)}[{number}]", self.notes))
            else:
                self._wrong(f"{key}[{number}]", _("an object"))
        return found

    def leave(self, *keys: str) -> None:
        """Take keys that say nothing about the procedure itself."""
        for key in keys:
            self.values.pop(key, None)

    def done(self) -> None:
        """Count the keys that nobody took."""
        path = "".join(letter for letter in self.place if not letter.isdigit()).replace("[]", "")
        for key, value in self.values.items():
            if value not in (None, "", [], {}, False):
                shown = readable(key)
                self.notes.left[f"{path}.{shown}" if path else shown] += 1

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _wrong(self, key: str, wanted: str) -> None:
        self.notes.note(self._at(key), "value_not_valid", _("This must be %(what)s.") % {"what": wanted})
