"""A list of certificates as CSV, read and checked row by row; every faulty row is named, and nothing is guessed."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone, is_naive
from django.utils.translation import gettext_lazy as _

from .days import is_plausible
from .models import Certificate
from .names import printable

COLUMNS = (
    "kind",
    "username",
    "agency",
    "serial",
    "issuer",
    "subject",
    "fingerprint",
    "valid_from",
    "valid_until",
    "revoked",
    "revoked_reason",
    "may_sign",
)
MOST_BYTES = 50_000_000
_SERIAL = re.compile(r"[0-9a-f]{1,64}")
_FINGERPRINT = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True)
class RowFault:
    """What is wrong: the line of the file (0: the file as a whole), the column, a code, a sentence."""

    row: int
    field: str
    code: str
    sentence: str | Promise

    def as_data(self) -> dict[str, object]:
        return {"row": self.row, "field": self.field, "code": self.code, "detail": str(self.sentence)}


class ListRefused(Exception):
    """The list has faults; nothing was changed."""

    def __init__(self, faults: list[RowFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Known:
    """Keys by what a list names them: people by user name, agencies by code."""

    people: Mapping[str, int]
    agencies: Mapping[str, int]


def read_certificates(content: bytes, known: Known) -> list[Certificate]:
    """Return the certificates of a list, not yet written, in its order. Raises ListRefused with every fault."""
    reader = csv.reader(io.StringIO(_text(content)))
    header = next(reader, [])
    if tuple(one.strip() for one in header) != COLUMNS:
        sentence = _("The first line must name these columns, in this order: %(columns)s.")
        raise ListRefused([RowFault(1, "header", "wrong_header", sentence % {"columns": ",".join(COLUMNS)})])
    faults: list[RowFault] = []
    found: list[Certificate] = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in _rows(reader, faults):
        certificate = _Row(line, row, known, faults).certificate()
        if certificate is None:
            continue
        earlier = lines.setdefault((certificate.issuer, certificate.serial), line)
        if earlier != line:
            sentence = _("This serial number of this issuer stands in line %(line)s already.")
            faults.append(RowFault(line, "serial", "duplicate_serial", sentence % {"line": earlier}))
        found.append(certificate)
    if faults:
        raise ListRefused(faults)
    return found


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise ListRefused(
            [RowFault(0, "file", "file_too_large", _("The file is larger than 50 MB. Split it."))]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = _("The file is not UTF-8. Save it as CSV in UTF-8 and import it again.")
        raise ListRefused([RowFault(line, "file", "wrong_encoding", sentence)]) from None
    if "\x00" in text:
        sentence = _("The file is not UTF-8. Save it as CSV in UTF-8 and import it again.")
        raise ListRefused([RowFault(0, "file", "wrong_encoding", sentence)])
    return text


def _rows(reader: Iterator[list[str]], faults: list[RowFault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line numbers and rows by column; empty lines are passed over."""
    line = 1
    while True:
        line += 1
        try:
            row = next(reader, None)
        except csv.Error:
            faults.append(
                RowFault(line, "row", "not_csv", _("This line is not CSV. Check its quotation marks."))
            )
            return
        if row is None:
            return
        if not row:
            continue
        if len(row) != len(COLUMNS):
            sentence = _("The line has %(found)s columns, %(wanted)s are needed.")
            numbers = {"found": len(row), "wanted": len(COLUMNS)}
            faults.append(RowFault(line, "row", "wrong_columns", sentence % numbers))
            continue
        yield line, dict(zip(COLUMNS, (printable(one).strip() for one in row), strict=True))


class _Row:
    """One line; collects what is wrong with it instead of stopping at the first fault."""

    def __init__(self, line: int, row: dict[str, str], known: Known, faults: list[RowFault]) -> None:
        self.line, self.row, self.known, self.faults = line, row, known, faults
        self.is_good = True

    def certificate(self) -> Certificate | None:
        row, is_personal = self.row, self.row["kind"] == Certificate.Kind.PERSONAL
        self.check("kind", row["kind"] in Certificate.Kind.values, "kind_unknown", _KIND)
        if not is_personal:
            self.check("username", not row["username"], "holder_not_wanted", _NO_HOLDER)
        holder = (
            self.looked_up("username", self.known.people, "user_unknown", _PERSON) if is_personal else None
        )
        agency = self.looked_up("agency", self.known.agencies, "agency_unknown", _AGENCY)
        serial, fingerprint = _plain_hex(row["serial"]), _plain_hex(row["fingerprint"], whole=True)
        self.check("serial", bool(_SERIAL.fullmatch(serial)), "serial_not_valid", _HEXADECIMAL)
        self.check("fingerprint", bool(_FINGERPRINT.fullmatch(fingerprint)), "fingerprint_not_valid", _SHA256)
        for name, least in (("issuer", 1), ("subject", 0), ("revoked_reason", 0)):
            self.check(name, least <= len(row[name]) <= 200, "text_not_valid", _SHORT)
        begins, ends = self.instant("valid_from"), self.instant("valid_until")
        revoked = self.instant("revoked") if row["revoked"] else None
        if begins and ends:
            self.check("valid_until", ends > begins, "ends_before_it_begins", _ORDER)
        may_sign = row["may_sign"].split()
        good = bool(may_sign) and set(may_sign) <= set(Certificate.Purpose.values)
        self.check("may_sign", good, "purpose_unknown", _PURPOSE)
        if not self.is_good or agency is None or begins is None or ends is None:
            return None
        return Certificate(
            kind=row["kind"],
            holder_id=holder,
            agency_id=agency,
            serial=serial,
            issuer=row["issuer"],
            subject=row["subject"],
            fingerprint=fingerprint,
            valid_from_at=begins,
            valid_until_at=ends,
            revoked_at=revoked,
            revoked_reason=row["revoked_reason"],
            may_sign=sorted(set(may_sign)),
        )

    def check(self, field: str, is_good: bool, code: str, sentence: str | Promise) -> None:
        if not is_good:
            self.is_good = False
            self.faults.append(RowFault(self.line, field, code, sentence))

    def looked_up(
        self, field: str, known: Mapping[str, int], code: str, sentence: str | Promise
    ) -> int | None:
        found = known.get(self.row[field])
        self.check(field, found is not None, code, sentence)
        return found

    def instant(self, field: str) -> datetime | None:
        """A day, or an instant; one without an offset is in the office's time."""
        try:
            found = datetime.fromisoformat(self.row[field])
        except ValueError:
            found = datetime.max
        if not is_plausible(found.date()):  # PostgreSQL would keep what nobody could read again
            self.check(field, False, "date_not_valid", _DATE)
            return None
        return found.replace(tzinfo=get_default_timezone()) if is_naive(found) else found


def _plain_hex(text: str, *, whole: bool = False) -> str:
    """Hexadecimal as it is kept: small letters, no colons or blanks, and (unless `whole`) no leading zeros."""
    plain = text.lower().replace(":", "").replace(" ", "")
    return plain if whole else plain.lstrip("0")


_KIND = _("Write PERSONAL or AGENCY.")
_NO_HOLDER = _("The certificate of an agency has no holder. Leave the user name empty.")
_PERSON = _("There is no person with this user name. Check it, or have the person registered first.")
_AGENCY = _("There is no agency with this code. Check it.")
_HEXADECIMAL = _("Write the serial number in hexadecimal, at most 64 digits.")
_SHA256 = _("Write the SHA-256 fingerprint in 64 hexadecimal digits, or leave it empty.")
_SHORT = _("This is missing or longer than 200 characters.")
_ORDER = _("It ends before it begins.")
_PURPOSE = _("Write one or more of result, receipt, e_copy, with blanks between them.")
_DATE = _("Write a day as 2026-11-21, or an instant as 2026-11-21T08:00:00+07:00.")
