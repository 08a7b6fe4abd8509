"""Answers to and from the fields of an HTML form, whose names are the paths: answers.children.0.name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.phone import readable_phone

from .answering import is_blank
from .shape import Field, Form, Kind, Rows, Section
from .validation import named

ADD_ROW: Final = (
    "add_row"  # the name of the button that asks for one more row; its value is the path of the rows
)

Part = Field | Rows | Section
Path = tuple[str | int, ...]


def posted_answers(form: Form, data: QueryDict) -> dict[str, Any]:
    """Return what was filled in, as typed, without blanks and empty rows; `validate` makes answers of it."""
    return _object(form.parts, data, ())


def as_posted(form: Form, answers: Mapping[str, Any]) -> MultiValueDict[str, str]:
    """Return answers as an HTML form would send them; what they mean to people: days as dd/mm/yyyy."""
    found: MultiValueDict[str, str] = MultiValueDict()
    _flatten(form.parts, answers, (), found)
    return found


def row_count(rows: Rows, data: Mapping[str, str], path: Path) -> int:
    """Return how many rows a form showed, never more than there may be (and one, for the fault to be told)."""
    shown = data.get(f"{named(path)}.rows", "")
    count = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 4 else 0
    return min(count, rows.most + 1)


def _object(parts: Iterable[Part], data: QueryDict, path: Path) -> dict[str, Any]:
    found = {part.name: _part(part, data, (*path, part.name)) for part in parts}
    return {name: value for name, value in found.items() if not is_blank(value) and value != {}}


def _part(part: Part, data: QueryDict, path: Path) -> Any:
    if isinstance(part, Section):
        return _object(part.parts, data, path)
    if isinstance(part, Rows):
        rows = [_object(part.fields, data, (*path, index)) for index in range(row_count(part, data, path))]
        return [row for row in rows if row]
    return data.getlist(named(path)) if part.kind is Kind.TICKS else data.get(named(path))


def _flatten(
    parts: Iterable[Part], answers: Mapping[str, Any], path: Path, found: MultiValueDict[str, str]
) -> None:
    for part in parts:
        own, value = (*path, part.name), answers.get(part.name)
        if isinstance(part, Section):
            _flatten(part.parts, value if isinstance(value, Mapping) else {}, own, found)
        elif isinstance(part, Rows):
            rows = value if isinstance(value, list) else []
            found[f"{named(own)}.rows"] = str(len(rows))
            for index, row in enumerate(rows):
                _flatten(part.fields, row, (*own, index), found)
        elif value is not None:
            found.setlist(named(own), [_typed(part, one) for one in _several(value)])


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _typed(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _TYPED.get(field.kind, str)(value)


def spoken_day(value: Any) -> str:
    """Return 31/12/1990 for 1990-12-31; what is no such day as it is."""
    parts = str(value).split("-")
    return "/".join(reversed(parts)) if [len(part) for part in parts] == [4, 2, 2] else str(value)


_TYPED: Final[dict[Kind, Callable[[Any], str]]] = {
    Kind.DATE: spoken_day,
    Kind.PHONE: lambda value: readable_phone(str(value)),
}
