"""What an e-form need not ask again: the fields that a scanned identity card, or the applicant's entries, fill in."""

from collections.abc import Mapping
from typing import Any

from .shape import Form, Kind


def prefilled(form: Form, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers that are known, by the schema's `x-prefill`.

    `known`: full_name, id_number, born_on (yyyy-mm-dd), sex (MALE, FEMALE), address, phone; all optional.
    """
    found: dict[str, Any] = {}
    for path, field in form.fields():
        value = known.get(field.rules.get("x-prefill", ""), "")
        if not value or (field.kind is Kind.CHOICE and value not in field.rules["enum"]):
            continue
        *section, name = path
        target = found.setdefault(section[0], {}) if section else found
        target[name] = value[: field.longest] if field.kind in (Kind.TEXT, Kind.LINES) else value
    return found


def laid_under(typed: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, and where nothing was, what is known."""
    merged = dict(known)
    for name, value in typed.items():
        under = known.get(name)
        nested = isinstance(value, Mapping) and isinstance(under, Mapping)
        merged[name] = laid_under(value, under) if nested and under is not None else value
    return merged
