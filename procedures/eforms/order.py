"""The order in which an e-form asks: written into the schema, because the database keeps no order of keys."""

from collections.abc import Mapping
from typing import Any


def ordered(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema in which every object names the order of its properties (`x-order`).

    Call it where a schema comes from a file or an editor, before it is stored; a schema that has them stays as it is.
    """
    found = {name: _each(value) for name, value in schema.items()}
    properties = found.get("properties")
    if found.get("type") == "object" and isinstance(properties, dict):
        found["properties"] = {name: _each(value) for name, value in properties.items()}
        found.setdefault("x-order", list(properties))
    return found


def _each(value: Any) -> Any:
    return ordered(value) if isinstance(value, Mapping) else value
