"""What kind of file it is, by its content and not by its name; too large, empty or foreign files are refused here."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from .findings import FileRefused

MOST_BYTES: Final = 50_000_000
FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Letters with which a text in the old font TCVN3 shows itself once somebody has saved it as Unicode.
TCVN3: Final = re.compile(r"[a-zA-Z][¸¹¶µ·®¬­§ªÞÖÐ×ñÑÕÊ«¾¨](?=[a-z\s])")


class FileKind(StrEnum):
    """The kinds of files that are read."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def bytes_of(path: Path) -> bytes:
    """Read a file that is not too large; FileRefused says what is wrong with it."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(size)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # what is no file has no size, and perhaps no end
    except IsADirectoryError as error:
        raise FileRefused("file_unreadable", _("This is a directory. Name a file.")) from error
    except OSError as error:
        sentence = _("The file cannot be read (%(reason)s). Check its name and its rights.")
        raise FileRefused("file_unreadable", sentence % {"reason": error.strerror}) from error
    if len(data) > MOST_BYTES:
        raise _too_large(len(data))
    return data


def kind_of(data: bytes) -> FileKind:
    """Return the kind of a file by how it begins."""
    if len(data) > MOST_BYTES:
        raise _too_large(len(data))
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise FileRefused("file_empty", _("The file is empty. Export it again."))
    if data.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    for beginning, name in FOREIGN:
        if data.startswith(beginning):
            sentence = _("This is a %(kind)s file. Save it as XLSX, as CSV (UTF-8) or as JSON.")
            raise FileRefused("file_kind_unknown", sentence % {"kind": name})
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if text.startswith((b"{", b"[")):
        return FileKind.JSON
    if text.lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        sentence = _("This is a web page or an XML file. Save it as XLSX, as CSV (UTF-8) or as JSON.")
        raise FileRefused("file_kind_unknown", sentence)
    return FileKind.CSV


def decoded(data: bytes) -> str:
    """Return the text of a file, which must be UTF-8 (with or without a mark at the beginning)."""
    again = _("Save it as “CSV UTF-8” or as XLSX and import it again.")
    if data.startswith(WIDE) or b"\x00" in data[:200]:
        raise FileRefused("encoding_not_utf8", _("The file is encoded in UTF-16.") + " " + again)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _(
            "The file is not encoded in UTF-8 (line %(line)s): it may be windows-1258, TCVN3 or VNI."
        ) % {"line": data.count(b"\n", 0, error.start) + 1}
        raise FileRefused("encoding_not_utf8", f"{sentence} {again}") from error
    if "\x00" in text:
        raise FileRefused("file_kind_unknown", _("This is not a text file.") + " " + again)
    return text


def _too_large(size: int) -> FileRefused:
    sentence = _("The file has %(size)s MB; at most %(most)s MB are read. Divide it.")
    words = {"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
    return FileRefused("file_too_large", sentence % words)
