"""Procedures from files and into files: the portal's JSON model, CSV and XLSX lists (docs/import.md).

Reading is pure: bytes in, items and findings out. `procedures.actions.import_procedures` brings them in.
"""

from .findings import FileRefused, Finding, Found, Item
from .kinds import MOST_BYTES, FileKind, bytes_of, kind_of
from .list_writing import as_csv, as_xlsx
from .listing import read_list
from .portal import read_portal
from .portal_writing import portal_file, portal_record, said_alike

__all__ = [
    "MOST_BYTES",
    "FileKind",
    "FileRefused",
    "Finding",
    "Found",
    "Item",
    "as_csv",
    "as_xlsx",
    "bytes_of",
    "kind_of",
    "portal_file",
    "portal_record",
    "read",
    "read_list",
    "read_portal",
    "said_alike",
]


def read(data: bytes) -> tuple[FileKind, Found]:
    """Read a file of any kind, which its content decides; FileRefused for the file as a whole."""
    kind = kind_of(data)
    return kind, read_portal(data) if kind is FileKind.JSON else read_list(data, kind)
