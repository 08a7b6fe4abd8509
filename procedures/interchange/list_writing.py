"""Versions written as a list, CSV or XLSX, with the columns that the import reads; no cell begins a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from openpyxl import Workbook

from procedures.content import Content
from procedures.due.time_limits import rule_for

HEAD: Final = (
    "code", "name", "field_code", "field", "levels", "status", "date", "valid_from_on", "valid_until_on",
    "service_level", "channels", "time", "time_unit", "nonterritorial", "executing", "decision", "decision_on",
    "replaced_by", "source",
)  # fmt: skip
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(contents: Iterable[Content], *, today: date) -> bytes:
    """Return a CSV in UTF-8 with a mark at the beginning, which spreadsheet programs need to read Vietnamese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(contents, today))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(contents: Iterable[Content], *, today: date) -> bytes:
    """Return a workbook with one sheet; every cell is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("TTHC")
    sheet.append(HEAD)
    for row in _rows(contents, today):
        sheet.append([_harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(contents: Iterable[Content], today: date) -> Iterator[Sequence[str]]:
    for content in contents:
        time, unit = _time(content)
        status, on = _status(content, today)
        yield (
            content.code,
            content.name,
            content.field_code,
            content.field_name,
            ";".join(content.levels),
            status,
            on,
            content.valid_from_on.isoformat(),
            _day(content.valid_until_on),
            content.service_level,
            ";".join(content.channels),
            time,
            unit,
            str(content.is_nonterritorial).lower(),
            content.executing,
            content.decision,
            _day(content.decision_on),
            content.repeal.get("replaced_by", ""),
            content.source,
        )


def _status(content: Content, today: date) -> tuple[str, str]:
    """Return the status and its day: that of repeal is the first day on which it is no longer in force."""
    if content.repeal and content.valid_until_on:
        return "REPEALED", (content.valid_until_on + timedelta(days=1)).isoformat()
    if content.valid_from_on > today:
        return "FUTURE", content.valid_from_on.isoformat()
    return "ACTIVE", ""


def _time(content: Content) -> tuple[str, str]:
    """Return the time of the usual case on the first channel, where the law sets one."""
    channel = content.channels[0] if content.channels else "DIRECT"
    rule = rule_for(content.time_rules, channel=channel)
    if rule is None or rule.limit is None:
        return "", ""
    return f"{rule.limit.quantity.normalize():f}", str(rule.limit.unit)


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
