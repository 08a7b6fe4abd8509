"""The one validator of answers, for page and API: every fault at once, each at the path of its field."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from accounts.faults import Fault, Invalid
from accounts.names import tidy
from accounts.refusals import InputRefused

from .answering import Answer, Refused, is_blank, read_answer
from .review import form_problems
from .shape import ROOT, Field, Form, Kind, Rows, Section, read_form

MOST_UNKNOWN: Final = 20
SHOWN_NAME: Final = 60
FORM_NOT_ASKED: Final = gettext_lazy("This procedure has no e-form. Leave the answers out.")

Part = Field | Rows | Section
Path = tuple[str | int, ...]


class FormBroken(InputRefused):
    """The form of the version itself cannot be used: it was stored without being checked."""

    def __init__(self) -> None:
        super().__init__(
            "form_broken",
            gettext_lazy("The e-form of this procedure has mistakes. Tell the editor of the catalogue."),
        )


def validate(schema: Mapping[str, Any], answers: Any) -> dict[str, Any]:
    """Return the answers cleaned: trimmed, numbers as numbers, days as yyyy-mm-dd, blanks left out.

    Raises Invalid with a Fault for each wrong field, by path (`answers.child.born_on`, `answers.children.0.name`).
    """
    form = form_of(schema)
    reading = _Reading()
    cleaned = reading.an_object(form.parts, answers, (), ())
    faults = reading.faults
    if not faults or ROOT not in faults:
        for path, fault in _broken_rules(form, cleaned):
            faults.setdefault(named(path), fault)
    if faults:
        raise Invalid(faults)
    return cleaned


def filed_answers(schema: Mapping[str, Any], given: Any, *, is_needed: bool) -> dict[str, Any]:
    """Return the answers that go with a filing. Raises Invalid.

    None given: the paper form was handed in, which is equally lawful at the counter and by post; `is_needed` where
    there is no paper (online). What is given is validated whole.
    """
    is_empty = given is None or given == {}
    if not schema and not is_empty:
        raise Invalid({ROOT: Fault("form_not_asked", FORM_NOT_ASKED)})
    if is_empty and (not schema or not is_needed):
        return {}
    return validate(schema, {} if is_empty else given)


def form_of(schema: Mapping[str, Any]) -> Form:
    """Return the shape of a schema. Raises FormBroken for one that `form_problems` would have refused."""
    return _form_of(json.dumps(schema))


@lru_cache(maxsize=256)
def _form_of(text: str) -> Form:
    schema = json.loads(text)
    if form_problems(schema):
        raise FormBroken
    return read_form(schema)


def named(path: Path) -> str:
    """Return a path as it stands in faults and in the names of form fields."""
    return ".".join([ROOT, *map(str, path)])


class _Reading:
    """Walks answers along the shape of the form, never along themselves: what is not in the form is not read."""

    def __init__(self) -> None:
        self.faults: dict[str, Fault] = {}

    def an_object(
        self, parts: Sequence[Part], given: Any, path: Path, trail: tuple[str, ...]
    ) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            sentence = _("The answers must be an object of field names and values. Send them so.")
            self.faults[named(path)] = Fault("not_an_object", sentence)
            return {}
        self._refuse_unknown({part.name for part in parts}, given, path)
        found = {}
        for part in parts:
            value = self._a_part(part, given.get(part.name), (*path, part.name), trail)
            if value is not None:
                found[part.name] = value
        return found

    def _a_part(self, part: Part, given: Any, path: Path, trail: tuple[str, ...]) -> Any:
        if isinstance(part, Section):
            blank = given is None or given == {}
            inside = {} if blank else self.an_object(part.parts, given, path, (*trail, part.label))
            return inside if inside or part.is_required else None
        if is_blank(given):
            return None
        if isinstance(part, Rows):
            return self._rows(part, given, path, trail)
        return self._field(part, given, path, trail)

    def _rows(self, part: Rows, given: Any, path: Path, trail: tuple[str, ...]) -> Any:
        if not isinstance(given, list):
            sentence = _("“%(label)s” must be a list. Send one entry for each row.") % {"label": part.label}
            self.faults[named(path)] = Fault("not_a_list", sentence)
            return None
        if len(given) > part.most:
            self.faults[named(path)] = _too_many(part.label, part.most)
            return None
        return [
            self.an_object(part.fields, row, (*path, index), (*trail, row_label(part, index)))
            for index, row in enumerate(given)
        ]

    def _field(self, field: Field, given: Any, path: Path, trail: tuple[str, ...]) -> Answer | None:
        try:
            found = read_answer(field, given, full_label(trail, field))
        except Refused as refused:
            self.faults[named(path)] = Fault(refused.code, refused.sentence)
            return None
        return None if is_blank(found) else found

    def _refuse_unknown(self, known: set[str], given: Mapping[Any, Any], path: Path) -> None:
        for name in [name for name in given if name not in known][:MOST_UNKNOWN]:
            shown = tidy(str(name).encode("utf-8", "replace").decode())[:SHOWN_NAME]
            sentence = _("The form has no field “%(name)s”. Leave it out.") % {"name": shown}
            self.faults[named((*path, shown))] = Fault("unknown_field", sentence)


def full_label(trail: Sequence[str], part: Part) -> str:
    """Name a field with its section or row: “Mother – Year of birth”."""
    return " – ".join([*trail, part.label])


def row_label(rows: Rows, index: int) -> str:
    """Name a row: “Members moving along 2”."""
    return f"{rows.label} {index + 1}"


def _broken_rules(form: Form, cleaned: dict[str, Any]) -> Iterator[tuple[Path, Fault]]:
    """What the library says of the cleaned answers, in our words."""
    for error in Draft202012Validator(dict(form.schema)).iter_errors(cleaned):
        path: Path = tuple(error.absolute_path)
        if error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance]
        elif error.validator == "dependentRequired":
            given = (needed for name, needed in error.validator_value.items() if name in error.instance)
            missing = [name for needed in given for name in needed if name not in error.instance]
        else:
            yield path, _fault(error, *_part_at(form, path))
            continue
        for name in missing:
            trail, part = _part_at(form, (*path, name))
            yield (*path, name), _required(full_label(trail, part), part)


def _part_at(form: Form, path: Path) -> tuple[list[str], Part]:
    """Return the part of the form at a path, and the labels of what it lies in."""
    trail: list[str] = []
    parts: Sequence[Part] = form.parts
    found: Part | None = None
    for step in path:
        if isinstance(found, Rows) and isinstance(step, int):
            trail[-1] = row_label(found, step)
            continue
        if isinstance(found, Field):
            break  # an item of an array of ticks
        found = next(part for part in parts if part.name == step)
        parts = found.fields if isinstance(found, Rows) else found.parts if isinstance(found, Section) else ()
        trail.append(found.label)
    assert found is not None
    return trail[:-1], found


def _required(label: str, part: Part) -> Fault:
    if not isinstance(part, Field):
        return Fault("required", _("Fill in “%(label)s”.") % {"label": label})
    if part.kind is Kind.TICK:
        return Fault("required", _("Tick “%(label)s” if it is so; it is needed.") % {"label": label})
    if part.kind in (Kind.CHOICE, Kind.YES_NO, Kind.TICKS):
        return Fault("required", _("Choose an answer to “%(label)s”.") % {"label": label})
    return Fault("required", _("Fill in “%(label)s”.") % {"label": label})


def _fault(error: ValidationError, trail: list[str], part: Part) -> Fault:
    label = full_label(trail, part)
    say = _SENTENCES.get(str(error.validator))
    if say is None:
        return Fault("not_valid", _("“%(label)s” cannot be used. Correct it.") % {"label": label})
    return say(label, error.validator_value, part)


def _too_many(label: str, most: int) -> Fault:
    sentence = _("“%(label)s”: at most %(most)s. Take some away.") % {"label": label, "most": most}
    return Fault("too_many", sentence)


def _too_few(label: str, least: int, part: Part) -> Fault:
    return Fault(
        "too_few", _("“%(label)s”: at least %(least)s. Add more.") % {"label": label, "least": least}
    )


def _too_short(label: str, least: int, part: Part) -> Fault:
    sentence = _("“%(label)s” is too short. Enter at least %(least)s characters.")
    return Fault("too_short", sentence % {"label": label, "least": least})


def _too_big(label: str, most: float, part: Part) -> Fault:
    sentence = _("“%(label)s” may be at most %(most)s. Correct the number.") % {"label": label, "most": most}
    return Fault("number_too_big", sentence)


def _too_small(label: str, least: float, part: Part) -> Fault:
    sentence = _("“%(label)s” must be at least %(least)s. Correct the number.")
    return Fault("number_too_small", sentence % {"label": label, "least": least})


def _other_form(label: str, pattern: str, part: Part) -> Fault:
    hint = part.hint
    sentence = _("“%(label)s” is not written as it should be. %(hint)s") % {"label": label, "hint": hint}
    return Fault("wrong_pattern", sentence)


def _not_agreed(label: str, value: Any, part: Part) -> Fault:
    return _required(label, part)


_SENTENCES: Final[dict[str, Callable[[str, Any, Part], Fault]]] = {
    "minLength": _too_short,
    "pattern": _other_form,
    "maximum": _too_big,
    "minimum": _too_small,
    "minItems": _too_few,
    "maxItems": lambda label, most, part: _too_many(label, most),
    "const": _not_agreed,
}
