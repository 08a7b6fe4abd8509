"""listed.csv: procedures of which the catalogue knows the name alone; nobody can file for them."""

from pathlib import Path

from procedures.interchange import FileRefused, read_list

from . import shapes
from .fields import SeedRefused


def read_listed(path: Path) -> tuple[shapes.ProcedureSeed, ...]:
    """Read the list as the import does (docs/import.md); any fault refuses it."""
    try:
        found = read_list(path.read_bytes())
    except FileRefused as refused:
        raise SeedRefused(path.name, "file", str(refused)) from refused
    for fault in found.faults:
        raise SeedRefused(path.name, f"line {fault.row}, {fault.field}", fault.sentence)
    return tuple(
        shapes.ProcedureSeed(
            item.content.code,
            item.content.field_code,
            item.content.field_name,
            (item.content,),
            frozenset({item.content.number}),
        )
        for item in found.items
    )
