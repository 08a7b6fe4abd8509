"""How the JSON of a version reads in a comparison: its mappings, keys and codes in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from procedures import wording

NOTHING: Final = "–"

# Mappings as they come from JSON, compared branch by branch.
TREES: Final = {
    "competence": lazy("competence"),
    "form": lazy("e-form"),
    "repeal": lazy("repeal"),
    "confidence": lazy("confidence"),
}
# What their keys and codes mean, where they are ours.
TREE_WORDS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "competence": {
        "by": lazy("who decides"),
        "level": lazy("level"),
        "code": lazy("agency"),
        "branch": lazy("branch"),
        "area": lazy("the People's Committee of the subject's area"),
        "register": lazy("the office that keeps the register"),
        "parcel": lazy("the office that keeps the land parcel"),
        "any": lazy("the commune where it is received"),
        "agency": lazy("one agency"),
        "vertical": lazy("an agency of a vertical branch"),
        "any_of": lazy("any of several"),
        "case": lazy("by case"),
        "cases": lazy("cases"),
        "default": lazy("otherwise"),
        **wording.LEVELS,
    },
    "repeal": {
        "decision": lazy("decision"),
        "on": lazy("day"),
        "replaced_by": lazy("replaced by"),
        "note": lazy("note"),
    },
    "confidence": {**wording.PARTS, "high": lazy("high"), "medium": lazy("medium"), "low": lazy("low")},
}


def plain(value: Any, words: Mapping[Any, Any] | None = None) -> str:
    """Say a value as it comes from JSON, its codes in `words`; a mapping by its title where it has one."""
    known = words or {}
    if value in ("", None, (), [], {}):
        return NOTHING
    if isinstance(value, dict):
        title = value.get("title")
        said = "; ".join(f"{known.get(key, key)}: {plain(one, known)}" for key, one in value.items())
        return title if isinstance(title, str) else said
    if isinstance(value, list | tuple):
        return ", ".join(plain(one, known) for one in value)
    if isinstance(value, bool):
        return yes_no(value)
    return str(known.get(value, value))


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
