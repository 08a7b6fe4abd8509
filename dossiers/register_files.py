"""The register of an office as a file: a PDF to print and sign, CSV and XLSX to count with."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from accounts.faults import Fault, Invalid
from accounts.models import User

from .papers.contexts import RegisterContext, RegisterRow, plain_day
from .papers.render import render
from .register import MOST_LISTED, Register, house_of, read_period, register

# A PDF takes 15 ms and 350 kB of memory a row (docs/forms.md): more than these would keep a process from its readers.
MOST_PRINTED = 500
HEADS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Số bộ",
    "Tên tổ chức, cá nhân",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Chuyển cơ quan giải quyết",
    "Nhận kết quả từ cơ quan",
    "Trả kết quả",
    "Phương thức nhận",
    "Ghi chú",
)
# What XML 1.0 cannot hold: one such letter, entered before they were taken out, would keep the whole office's register.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# With what a formula begins, the wide forms too: spreadsheets of East Asian settings read them as the narrow ones.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WIDTHS = (6, 26, 50, 7, 28, 44, 32, 17, 17, 17, 17, 17, 16, 20)


@dataclass(frozen=True)
class Form:
    """A kind of file: its type, how many dossiers it holds at most, and how it is made."""

    mime: str
    most: int
    make: Callable[[Register, User], bytes]


def as_pdf(found: Register, by: User) -> bytes:
    """Print the form; the day of printing dates it."""
    house = house_of(found.office)
    superior = (house.parent.name if house.parent else "") if house is found.office else house.name
    context = RegisterContext(
        form="07",
        superior_name=superior,
        office_name=found.office.name,
        place=house.area.name,
        at=now(),
        from_on=found.from_on,
        until_on=found.until_on,
        rows=found.rows,
        checksum=found.checksum,
        printed_by=str(by),
    )
    with translation.override("vi"):
        return render("register.html", context, fit=False)


def as_csv(found: Register, by: User) -> bytes:
    """UTF-8 with a mark that makes Excel read it so; what a spreadsheet would take for a formula is put in quotes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([_harmless(value) for value in line] for line in _lines(found.rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(found: Register, by: User) -> bytes:
    """One sheet, its head frozen; every text is a text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ theo dõi hồ sơ")
    sheet.freeze_panes = "A4"
    for letter, width in zip("ABCDEFGHIJKLMN", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    period = f"từ ngày {plain_day(found.from_on)} đến ngày {plain_day(found.until_on)}"
    bold = Font(bold=True)
    sheet.append([_text(sheet, f"SỔ THEO DÕI HỒ SƠ - {found.office.name}", bold)])
    sheet.append([_text(sheet, f"{period} · Mã kiểm tra {found.checksum}")])
    sheet.append([_text(sheet, head, bold) for head in HEADS])
    for line in _lines(found.rows):
        sheet.append([value if isinstance(value, int) else _text(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: Any, value: str, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value=NO_XML.sub("", value))
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _lines(rows: Iterable[RegisterRow]) -> Iterator[tuple[Any, ...]]:
    return ((number, *astuple(row)) for number, row in enumerate(rows, start=1))


def _harmless(value: Any) -> Any:
    is_formula = isinstance(value, str) and value[:1] in FORMULAS
    return f"'{value}" if is_formula else value


FORMS: dict[str, Form] = {
    "pdf": Form("application/pdf", MOST_PRINTED, as_pdf),
    "csv": Form("text/csv; charset=utf-8", MOST_LISTED, as_csv),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MOST_LISTED, as_xlsx),
}


@dataclass(frozen=True)
class RegisterFile:
    content: bytes
    mime: str
    file_name: str


def register_file_of(given: Mapping[str, str], *, by: User) -> RegisterFile:
    """Make the file that an address asks for: `point` or `agency` (or `office`, 'point:CODE'), `from`, `to`, `as`.

    Raises Invalid by these names, and NotVisible.
    """
    name = given.get("as") or "pdf"
    form = FORMS.get(name)
    if form is None:
        raise Invalid({"as": Fault("choice_unknown", _("Choose pdf, csv or xlsx."))})
    from_on, until_on = read_period(given)
    named = {"point": given.get("point", ""), "agency": given.get("agency", "")}
    place, _colon, code = given.get("office", "").partition(":")
    if place in named:
        named[place] = named[place] or code
    found = register(by, **named, from_on=from_on, until_on=until_on, most=form.most)
    return RegisterFile(form.make(found, by), form.mime, f"{found.file_name}.{name}")
