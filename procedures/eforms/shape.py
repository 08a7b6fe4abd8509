"""The shape of an e-form: its sections, rows and fields, read from a schema that `review` found good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from procedures.formats import spoken

ROOT: Final = "answers"  # every field's path begins with it: answers.child.born_on
LONGEST_LINE: Final = 250  # characters that one line takes, and a text for which the schema sets no maxLength
MOST_OPEN: Final = 5  # options that are shown at once instead of in a list

Rules = Mapping[str, Any]


class Kind(StrEnum):
    """What a person enters in a field, and so how it is shown and read."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    EMAIL = "email"
    PHONE = "phone"
    ID_NUMBER = "id-number"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes_no"
    TICK = "tick"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Need:
    """When a field is needed though it is not required: another field has one of these values (none: any value)."""

    name: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `rules` is its schema; `needs` are the conditions that make it required."""

    name: str
    kind: Kind
    rules: Rules
    is_required: bool
    needs: tuple[Need, ...] = ()

    @property
    def label(self) -> str:
        return words(self.rules["x-label"])

    @property
    def hint(self) -> str:
        return words(self.rules.get("x-hint", {}))

    @property
    def longest(self) -> int:
        """The most characters that the field takes."""
        return int(self.rules.get("maxLength", LONGEST_LINE))

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each answer that can be chosen."""
        rules = self.rules["items"] if self.kind is Kind.TICKS else self.rules
        labels = rules["x-enum-labels"]
        return [(value, words(labels[value])) for value in rules["enum"]]

    @property
    def is_open(self) -> bool:
        """Whether all options are shown at once."""
        shown = self.rules.get("x-widget", "radio" if len(self.options) <= MOST_OPEN else "select")
        return bool(shown == "radio")


@dataclass(frozen=True, slots=True)
class Rows:
    """A question that is answered several times, e.g. one row for each child; a row has fields only."""

    name: str
    rules: Rules
    fields: tuple[Field, ...]
    is_required: bool

    @property
    def label(self) -> str:
        return words(self.rules["x-label"])

    @property
    def hint(self) -> str:
        return words(self.rules.get("x-hint", {}))

    @property
    def most(self) -> int:
        return int(self.rules["maxItems"])


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, e.g. those about the mother."""

    name: str
    rules: Rules
    parts: "tuple[Field | Rows, ...]"
    is_required: bool

    @property
    def label(self) -> str:
        return words(self.rules["x-label"])

    @property
    def hint(self) -> str:
        return words(self.rules.get("x-hint", {}))


@dataclass(frozen=True, slots=True)
class Form:
    """An e-form, whole."""

    schema: Rules
    parts: tuple[Field | Rows | Section, ...]

    def fields(self) -> Iterator[tuple[tuple[str, ...], Field]]:
        """Every field outside rows, with the names that lead to it."""
        for part in self.parts:
            if isinstance(part, Field):
                yield (part.name,), part
            elif isinstance(part, Section):
                for each in part.parts:
                    if isinstance(each, Field):
                        yield (part.name, each.name), each


def words(texts: Mapping[str, str]) -> str:
    """Return a text of the form in the language of the request; Vietnamese where nobody translated it."""
    return texts.get(spoken()) or texts.get("vi", "")


def read_form(schema: Rules) -> Form:
    """Return the shape of a schema; only of one in which `review.form_problems` finds nothing."""
    return Form(schema, tuple(_part(schema, name) for name in order_of(schema)))


def order_of(rules: Rules) -> list[str]:
    """Return the names of an object's properties as they are asked; the database keeps no order of keys."""
    return list(rules.get("x-order", rules["properties"]))


def kind_of(rules: Rules) -> Kind:
    """Return what a person enters for a property that is neither a section nor rows."""
    match rules["type"]:
        case "array":
            return Kind.TICKS
        case "integer":
            return Kind.INTEGER
        case "number":
            return Kind.NUMBER
        case "boolean":
            return Kind.TICK if "const" in rules else Kind.YES_NO
    if "enum" in rules:
        return Kind.CHOICE
    if "format" in rules:
        return Kind(rules["format"])
    is_long = rules.get("x-widget") == "textarea" or rules.get("maxLength", 0) > LONGEST_LINE
    return Kind.LINES if is_long else Kind.TEXT


def conditions(rules: Rules) -> list[Rules]:
    """Return the if-then pairs of an object."""
    alone = [rules] if "if" in rules else []
    return [*alone, *rules.get("allOf", [])]


def _part(rules: Rules, name: str) -> Field | Rows | Section:
    own = rules["properties"][name]
    if own["type"] != "object":
        return _field_or_rows(rules, name)
    parts = tuple(_field_or_rows(own, each) for each in order_of(own))
    return Section(name, own, parts, name in rules.get("required", ()))


def _field_or_rows(rules: Rules, name: str) -> Field | Rows:
    own = rules["properties"][name]
    if own["type"] == "array" and own["items"]["type"] == "object":
        fields = tuple(_field(own["items"], each) for each in order_of(own["items"]))
        return Rows(name, own, fields, name in rules.get("required", ()))
    return _field(rules, name)


def _field(rules: Rules, name: str) -> Field:
    own = rules["properties"][name]
    return Field(name, kind_of(own), own, name in rules.get("required", ()), tuple(_needs(rules, name)))


def _needs(rules: Rules, name: str) -> Iterator[Need]:
    for other, needed in rules.get("dependentRequired", {}).items():
        if name in needed:
            yield Need(other)
    for pair in conditions(rules):
        if name in pair["then"]["required"]:
            for other, test in pair["if"]["properties"].items():
                yield Need(other, (test["const"],) if "const" in test else tuple(test["enum"]))
