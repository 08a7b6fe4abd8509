"""Answers as people read them: groups of label and value, for the dossier's page and for print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.names import mask_id
from accounts.phone import readable_phone
from procedures.formats import number

from .posted import spoken_day
from .shape import Field, Kind, Rows, Section
from .validation import form_of, row_label

Part = Field | Rows | Section


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one section or row; `title` is empty for questions outside sections."""

    title: str
    facts: list[tuple[str, str]]


def groups(
    schema: Mapping[str, Any], answers: Mapping[str, Any], *, masks_numbers: bool = False
) -> list[Group]:
    """Return cleaned answers in the order of the form; `masks_numbers` for readers who need no identity number."""
    if not schema or not answers:
        return []
    form = form_of(schema)
    shown = masked(schema, answers) if masks_numbers else answers
    return [group for group in _groups(form.parts, shown, "") if group.facts]


def masked(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with every identity number cut to its ends."""
    return _masked(form_of(schema).parts, answers) if schema and answers else dict(answers)


def _masked(parts: Iterable[Part], answers: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(answers)
    for part in parts:
        if part.name not in found:
            continue
        value = found[part.name]
        if isinstance(part, Section):
            found[part.name] = _masked(part.parts, value)
        elif isinstance(part, Rows):
            found[part.name] = [_masked(part.fields, row) for row in value]
        elif part.kind is Kind.ID_NUMBER:
            found[part.name] = mask_id(value)
    return found


def _groups(parts: Iterable[Part], answers: Mapping[str, Any], title: str) -> list[Group]:
    """Fields that follow each other are one group; a section or rows begin the next."""
    found, facts = [], Group(title, [])
    for part in parts:
        value = answers.get(part.name)
        if isinstance(part, Field):
            if value is not None:
                facts.facts.append((part.label, said(part, value)))
            continue
        found.append(facts)
        facts = Group(title, [])
        if isinstance(part, Section):
            found += _groups(part.parts, value or {}, part.label)
        else:
            for index, row in enumerate(value or []):
                found += _groups(part.fields, row, row_label(part, index))
    return [*found, facts]


def said(field: Field, value: Any) -> str:
    """Return one answer in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind in (Kind.CHOICE, Kind.TICKS):
        labels = dict(field.options)
        return "; ".join(labels.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
    if field.kind is Kind.DATE:
        return spoken_day(value)
    if field.kind is Kind.PHONE:
        return readable_phone(value)
    return str(number(value)) if field.kind is Kind.INTEGER and not _is_year(field) else str(value)


def _is_year(field: Field) -> bool:
    """A number from 1000 to 2999 by its limits is a year, and 1990 is not written 1.990."""
    limits = field.rules.get("minimum", 0), field.rules.get("maximum", 10_000)
    return bool(limits[0] >= 1000 and limits[1] < 3000)
