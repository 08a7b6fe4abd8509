"""One row of a seed file, read field by field; a bad value is refused with its file, its key and a sentence."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

T = TypeVar("T")
REQUIRED: Final = object()
# The loader in C is ten times as quick; a PyYAML without it reads the same.
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOR_PEOPLE: Final = ("confidence", "source", "code_status")  # keys that inform the reader of the file only


class SeedRefused(ValueError):
    """A seed file cannot be loaded: which file, which key, and what to change."""

    def __init__(self, file: str, key: str, sentence: str) -> None:
        super().__init__(f"{file}: {key}: {sentence}")
        self.file, self.key, self.sentence = file, key, sentence


class Row:
    """A mapping of a seed file. Each reader takes a key once; `done()` refuses the keys that nobody took."""

    def __init__(self, file: str, key: str, value: object) -> None:
        self.file, self.key = file, key
        if not isinstance(value, Mapping):
            raise SeedRefused(file, key, f"This must be a mapping of keys to values, not {value!r}.")
        self.values = dict(value)

    def text(self, name: str, *, most: int, default: Any = REQUIRED, choices: Collection[str] = ()) -> str:
        """Read a text of 1 to `most` characters; an absent or empty one only where there is a default."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise self.refusal(name, f"{value!r} is not a text. Put it in quotation marks.")
        if not value and default is REQUIRED:
            raise self.refusal(name, "This must not be empty.")
        if len(value) > most:
            raise self.refusal(name, f"This may have at most {most} characters, it has {len(value)}.")
        if choices and value not in choices:
            raise self.refusal(name, f"{value!r} is not one of: {', '.join(choices)}.")
        return value

    def optional_text(self, name: str, *, most: int) -> str | None:
        """Read a text, or None for one that is absent or null."""
        return self.text(name, most=most) if self.values.get(name) is not None else self._take(name, None)

    def day(self, name: str) -> date:
        """Read a date, written 2026-11-21."""
        value = self._take(name, REQUIRED)
        if type(value) is not date:
            raise self.refusal(
                name, f"{value!r} is not a day. Write it as 2026-11-21, without quotation marks."
            )
        return value

    def optional_day(self, name: str) -> date | None:
        """Read a date, or None for one that is absent or null."""
        return self.day(name) if self.values.get(name) is not None else self._take(name, None)

    def clock(self, name: str) -> time | None:
        """Read a time of day, written "15:00", or None for one that is absent or null."""
        value = self._take(name, None)
        return (
            None
            if value is None
            else self.read(name, lambda: time.fromisoformat(value), 'Write it as "15:00".')
        )

    def whole(self, name: str, *, least: int = 0, default: Any = REQUIRED) -> int:
        """Read a whole number, at least `least`."""
        value = self._take(name, default)
        if type(value) is not int or value < least:
            raise self.refusal(name, f"{value!r} is not a whole number from {least} on.")
        return value

    def optional_whole(self, name: str) -> int | None:
        """Read a whole number; it must be there, and null is a value of its own (not published)."""
        return self.whole(name) if self.values.get(name) is not None else self._take(name, REQUIRED)

    def decimal(self, name: str) -> Decimal:
        """Read a number; it is written with at most two decimals."""
        value = self._take(name, REQUIRED)
        if type(value) not in (int, float) or round(Decimal(str(value)), 2) != Decimal(str(value)):
            raise self.refusal(name, f"{value!r} is not a number with at most two decimals.")
        return Decimal(str(value))

    def flag(self, name: str, *, default: Any = REQUIRED) -> bool:
        """Read true or false."""
        value = self._take(name, default)
        if type(value) is not bool:
            raise self.refusal(name, f"{value!r} is neither true nor false.")
        return value

    def words(self, name: str, *, choices: Collection[str]) -> tuple[str, ...]:
        """Read a list of words out of `choices`; () for an absent one."""
        value = self._take(name, [])
        if not isinstance(value, list) or any(word not in choices for word in value):
            raise self.refusal(name, f"{value!r} is not a list of: {', '.join(choices)}.")
        return tuple(value)

    def row(self, name: str) -> "Row":
        """Read a mapping inside this one."""
        return Row(self.file, f"{self.key}.{name}" if self.key else name, self._take(name, REQUIRED))

    def rows(self, name: str) -> "list[Row]":
        """Read a list of mappings; [] for an absent one."""
        value = self._take(name, [])
        if not isinstance(value, list):
            raise self.refusal(name, "This must be a list.")
        key = f"{self.key}.{name}" if self.key else name
        return [Row(self.file, f"{key}[{number}]", each) for number, each in enumerate(value)]

    def plain(self, name: str) -> dict[str, Any]:
        """Read a mapping as it is; keys become texts."""
        return {str(key): value for key, value in self.row(name).values.items()}

    def read(self, name: str, make: Callable[[], T], sentence: str = "") -> T:
        """Return what `make` makes; its ValueError or TypeError is refused as this key's."""
        try:
            return make()
        except (ValueError, TypeError, KeyError) as error:
            raise self.refusal(name, f"{error} {sentence}".strip()) from error

    def leave(self, *names: str) -> None:
        """Take keys that inform people only (sources, confidence)."""
        for name in names:
            self.values.pop(name, None)

    def done(self) -> None:
        """Refuse the keys that nobody has read: most often a misspelt one."""
        for name in self.values:
            raise self.refusal(str(name), "Nobody reads this key. Is it misspelt?")

    def refusal(self, name: str, sentence: str) -> SeedRefused:
        """Return the refusal of one key of this row."""
        return SeedRefused(self.file, f"{self.key}.{name}" if self.key else name, sentence)

    def _take(self, name: str, default: Any) -> Any:
        if name in self.values:
            return self.values.pop(name)
        if default is REQUIRED:
            raise self.refusal(name, "This key is missing.")
        return default


def opened(path: Path) -> Row:
    """Open a seed file, whose top is a mapping."""
    try:
        return Row(path.name, "", yaml.load(path.read_text(encoding="utf-8"), LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        raise SeedRefused(
            path.name, where, f"This is not YAML: {getattr(error, 'problem', error)}."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SeedRefused(path.name, "file", f"It cannot be read: {error}") from error


def whole_row(row: Row, read: Callable[[Row], T]) -> T:
    """Read a row and refuse what is left of it."""
    found = read(row)
    row.leave(*FOR_PEOPLE)
    row.done()
    return found
