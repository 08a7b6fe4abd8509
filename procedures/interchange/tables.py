"""CSV and XLSX as rows of cells: the header found by its names, every cell a text; hostile files are refused."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from openpyxl import load_workbook

from .columns import COLUMNS, NEEDED, column_of, is_numbering
from .findings import FileRefused
from .kinds import FileKind, decoded

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
MOST_CELL: Final = 20_000
MOST_UNZIPPED: Final = 100_000_000
MOST_TAGS: Final = 8_000_000
MOST_TAGS_OF_A_ROW: Final = 100_000
MOST_TAGS_ELSEWHERE: Final = 300_000
MOST_OF_A_LINE: Final = 5_000  # letters in which the sign between columns is looked for
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
MOST_PARTS: Final = 2_000
HEADER_WITHIN: Final = 10  # rows; titles may stand above the header
SAVE_AGAIN: Final = gettext_noop("open it in a spreadsheet program, save it as XLSX and import it again")

_ROW_END: Final = re.compile(rb"</(?:[A-Za-z0-9_]{1,20}:)?row")

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are our names, "" for one that is not read; `unknown` the headers of those; `rows` come numbered."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]
    first: int


def table_of(data: bytes, kind: FileKind) -> Table:
    """Return the rows below the header of a CSV or of the first sheet of an XLSX; FileRefused where there is none."""
    rows = _csv_rows(decoded(data)) if kind is FileKind.CSV else _xlsx_rows(data)
    most: tuple[str, ...] = ()
    for number, cells in _limited(rows):
        columns = tuple(column_of(cell) for cell in cells)
        if "code" in columns and "name" in columns:
            return _table(number, cells, columns, _limited(rows))
        most = max(most, columns, key=lambda one: len(set(one) - {""}))
        if number >= HEADER_WITHIN:
            break
    raise _no_header([name for name in NEEDED if name not in most])


def _table(number: int, cells: Cells, columns: tuple[str, ...], rows: Iterator[tuple[int, Cells]]) -> Table:
    if missing := [name for name in NEEDED if name not in columns]:
        raise _no_header(missing)
    known = [name for name in columns if name]
    for name in known:
        if known.count(name) > 1:
            sentence = _("The header names the column %(column)s twice. Remove one of them.")
            raise FileRefused("column_twice", sentence % {"column": _titled(name)})
    unknown = tuple(
        cell
        for cell, column in zip(cells, columns, strict=True)
        if cell and not column and not is_numbering(cell)
    )
    return Table(columns, unknown, rows, number)


def _no_header(missing: Iterable[str]) -> FileRefused:
    sentence = _(
        "The header lacks: %(columns)s. The first %(rows)s rows were searched. Name the columns as docs/import.md does."
    )
    words = {"columns": ", ".join(map(_titled, missing)) or "code", "rows": HEADER_WITHIN}
    return FileRefused("header_unknown", sentence % words)


def _titled(name: str) -> str:
    return f"{name} ({COLUMNS[name][0]})"


def _limited(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    for number, cells in rows:
        if number > MOST_ROWS:
            sentence = _("The list has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS}
            raise FileRefused("too_many_rows", sentence)
        if len(cells) > MOST_COLUMNS:
            sentence = _("Row %(row)s has more than %(most)s columns. Is this the list?")
            raise FileRefused("too_many_columns", sentence % {"row": number, "most": MOST_COLUMNS})
        if any(len(cell) > MOST_CELL for cell in cells):
            sentence = _("A cell of row %(row)s has more than %(most)s characters. Is a quotation mark open?")
            raise FileRefused("cell_too_long", sentence % {"row": number, "most": MOST_CELL})
        if any(cells):
            yield number, cells


def _csv_rows(text: str) -> Iterator[tuple[int, Cells]]:
    """Yield the records of a CSV with the number of the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for record in reader:
            yield line, tuple(_unescaped(cell.strip()) for cell in record)
            line = reader.line_num + 1
    except csv.Error as error:
        sentence = _(
            "Line %(line)s cannot be read as CSV: a quotation mark is not closed, or the file was cut off."
        )
        raise FileRefused("csv_broken", sentence % {"line": line}) from error


def _delimiter(text: str) -> str:
    """Return the sign that divides most known columns in the first lines: comma, semicolon or tab."""
    lines = [line[:MOST_OF_A_LINE] for line in text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]]

    def known(sign: str) -> int:
        return max(sum(bool(column_of(cell.strip(' "\r'))) for cell in line.split(sign)) for line in lines)

    return max((",", ";", "\t"), key=known)


def _unescaped(cell: str) -> str:
    """Take away the apostrophe that the export puts before a sign at which a spreadsheet would begin a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of the first sheet; a formula gives the value that was saved with it."""
    has_formulas = _check_archive(data)
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True) if has_formulas else values
        sheets = [book.worksheets[0] for book in (values, formulas)]
        for sheet in sheets:
            sheet.reset_dimensions()  # the size that a file claims would be filled up with empty cells
        pairs = zip(*(sheet.iter_rows(values_only=True) for sheet in sheets), strict=False)
        for number, (cells, meant) in enumerate(pairs, start=1):
            yield number, _texts(number, cells, meant)
    except FileRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
        sentence = _("The workbook cannot be read: %(again)s.")
        raise FileRefused("xlsx_broken", sentence % {"again": _(SAVE_AGAIN)}) from error


def _texts(number: int, cells: Sequence[object], meant: Sequence[object]) -> Cells:
    texts = tuple(_text(cell) for cell in cells)
    for text, formula in zip(texts, meant, strict=False):
        if not text and isinstance(formula, str) and formula.startswith("="):
            sentence = _("Row %(row)s has a formula without its value: %(again)s.")
            raise FileRefused("formula_without_value", sentence % {"row": number, "again": _(SAVE_AGAIN)})
    end = max((place for place, text in enumerate(texts, start=1) if text), default=0)
    return texts[:end]


def _text(value: object) -> str:
    """Return a cell as text; a code that was typed as a number has its six decimals again."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6f}" if 1 <= value < 10 else str(value)
    return _unescaped(str(value).strip())


def _check_archive(data: bytes) -> bool:
    """Refuse what is no workbook, is damaged or unpacks to too much; say whether the sheets hold formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                sentence = _("This is an archive, but no XLSX workbook: %(again)s.") % {
                    "again": _(SAVE_AGAIN)
                }
                raise FileRefused("file_kind_unknown", sentence)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
                raise _unpacks_to_too_much()
            # Every part is read to its end, which also checks its sum.
            return any([_has_formula(part.filename, archive.read(part)) for part in parts])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        sentence = _("The workbook is damaged or was cut off: %(again)s.") % {"again": _(SAVE_AGAIN)}
        raise FileRefused("xlsx_broken", sentence) from error


def _has_formula(name: str, content: bytes) -> bool:
    """Say whether a part is a sheet with formulas; refuse one that would cost more to read than it can hold."""
    if not name.endswith((".xml", ".rels")):
        return False
    if b"<!DOCTYPE" in content or b"\x00" in content[:4] or content.startswith(UTF_16):
        raise FileRefused("xlsx_broken", _("The workbook declares a document type. It is not read."))
    is_sheet = name.startswith("xl/worksheets/")
    is_text = name == "xl/sharedStrings.xml"
    # A parser holds a row in memory as a whole, and small parts altogether: tags are counted before it begins.
    pieces = _ROW_END.split(content) if is_sheet else [content]
    most = MOST_TAGS_OF_A_ROW if is_sheet else MOST_TAGS if is_text else MOST_TAGS_ELSEWHERE
    if content.count(b"<") > MOST_TAGS or max(piece.count(b"<") for piece in pieces) > most:
        raise _unpacks_to_too_much()
    return is_sheet and (b"<f>" in content or b"<f " in content)


def _unpacks_to_too_much() -> FileRefused:
    return FileRefused("xlsx_too_large", _("Unpacked the workbook is too large. Export only the list."))
