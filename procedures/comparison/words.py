"""How the JSON of a version reads in a comparison: its mappings, keys and codes in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures import wording

NOTHING: Final = "–"

# Mappings as they come from JSON, compared branch by branch.
TREES: Final = {
    "competence": gettext_lazy("competence"),
    "form": gettext_lazy("e-form"),
    "repeal": gettext_lazy("repeal"),
    "confidence": gettext_lazy("confidence"),
}
# What their keys and codes mean, where they are ours.
TREE_WORDS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "competence": {
        "by": gettext_lazy("who decides"),
        "level": gettext_lazy("level"),
        "code": gettext_lazy("agency"),
        "branch": gettext_lazy("branch"),
        "area": gettext_lazy("the People's Committee of the subject's area"),
        "register": gettext_lazy("the office that keeps the register"),
        "parcel": gettext_lazy("the office that keeps the land parcel"),
        "any": gettext_lazy("the commune where it is received"),
        "agency": gettext_lazy("one agency"),
        "vertical": gettext_lazy("an agency of a vertical branch"),
        "any_of": gettext_lazy("any of several"),
        "case": gettext_lazy("by case"),
        "cases": gettext_lazy("cases"),
        "default": gettext_lazy("otherwise"),
        **wording.LEVELS,
    },
    "repeal": {
        "decision": gettext_lazy("decision"),
        "on": gettext_lazy("day"),
        "replaced_by": gettext_lazy("replaced by"),
        "note": gettext_lazy("note"),
    },
    "confidence": {
        **wording.PARTS,
        "high": gettext_lazy("high"),
        "medium": gettext_lazy("medium"),
        "low": gettext_lazy("low"),
    },
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
