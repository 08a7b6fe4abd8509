"""The national ID card: the text of its QR code and the plausibility of its number.

Layout of the text (cards issued since 2021): number, old number, full name, birth, sex, address, issue,
parted by "|"; dates are ddMMyyyy. Some printings leave the old number out altogether, which makes six fields.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .names import NameRefused, clean_name, tidy
from .refusals import InputRefused

LONGEST_PAYLOAD: Final = 2000
BLANKS_AND_MARKS: Final = re.compile(r"[\s.\-\u00a0]+")

# Provinces of birth registration as numbered before the mergers of 2025: a number keeps its own for life.
BIRTH_PROVINCES: Final[dict[str, str]] = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
    "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
    "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
    "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
    "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
    "079": "TP. Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh",
    "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
    "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
# Births registered abroad carry a number of the country instead of a province.
ABROAD: Final = range(101, 400)

REFUSALS: Final[dict[str, Promise]] = {
    "EMPTY": _("Nothing was scanned. Hold the QR code of the ID card under the scanner again."),
    "not_text": _(
        "The scanner did not send readable Vietnamese. Set it to UTF-8, or enter the details by hand."
    ),
    "field_count": _(
        "This is not the QR code of an ID card, or only a part of it was read. Scan the card again."
    ),
    "id_empty": _("The ID number is empty. Enter the 12 digits on the ID card."),
    "id_not_numeric": _(
        "The ID number contains something other than digits. Enter the 12 digits on the ID card."
    ),
    "id_old_9_digits": _(
        "This is a 9-digit number of the old identity card, no longer valid since 01/01/2025. "
        "Enter the 12-digit personal identification number."
    ),
    "id_length": _("The ID number must have 12 digits. Compare it with the card and enter it again."),
    "id_province_unknown": _(
        "The first three digits of the ID number are of no province. Compare it with the card."
    ),
    "id_century": _(
        "The fourth digit of the ID number stands for a century still to come. Compare it with the card."
    ),
    "id_year_in_future": _(
        "The ID number stands for a year of birth still to come. Compare it with the card."
    ),
    "old_id_invalid": _("The old number in the QR code is not one of 9 or 12 digits. Scan the card again."),
    "name_empty": _("The card shows no name. Scan it again, or enter the details by hand."),
    "name_invalid": _(
        "The name on the card was not read properly. Scan it again, or enter the details by hand."
    ),
    "date_of_birth_invalid": _(
        "The date of birth does not exist. Scan the card again, or enter the details by hand."
    ),
    "sex_invalid": _("The sex was not read properly. Scan the card again, or enter the details by hand."),
    "address_empty": _("The card shows no address. Scan it again, or enter the details by hand."),
    "issue_date_invalid": _(
        "The date of issue does not exist. Scan the card again, or enter the details by hand."
    ),
    "issue_before_birth": _(
        "The card was issued before the person was born. Compare the details with the card."
    ),
}
WARNINGS: Final[dict[str, Promise]] = {
    "sex_mismatch": _("The ID number and the sex on the card contradict each other. Look at the card."),
    "year_mismatch": _(
        "The ID number and the year of birth on the card contradict each other. Look at the card."
    ),
}


class Sex(StrEnum):
    """The sex as the card states it."""

    MALE = "MALE"
    FEMALE = "FEMALE"


SEXES: Final = {"nam": Sex.MALE, "nữ": Sex.FEMALE}


class CardRefused(InputRefused):
    """The text or the number cannot be that of an ID card."""

    def __init__(self, code: str) -> None:
        super().__init__(code, REFUSALS[code])


@dataclass(frozen=True, slots=True)
class Card:
    """What the QR code says; `warnings` are codes of contradictions that do not forbid to go on."""

    id_number: str
    old_id_number: str | None
    full_name: str
    born_on: date
    sex: Sex
    address: str
    issued_on: date
    warnings: tuple[str, ...] = ()


def read_card(payload: str | bytes) -> Card:
    """Read the QR text as a scanner sends it (BOM, CR LF, NFD, stray blanks); raise CardRefused."""
    id_number, old, name, birth, sex, address, issue = _fields(_text(payload))
    number = check_id_number(id_number)
    born_on = _day(birth, "date_of_birth_invalid")
    issued_on = _day(issue, "issue_date_invalid")
    if issued_on < born_on:
        raise CardRefused("issue_before_birth")
    if sex.casefold() not in SEXES:
        raise CardRefused("sex_invalid")
    if not address:
        raise CardRefused("address_empty")
    read_sex = SEXES[sex.casefold()]
    warnings = _contradictions(number, born_on, read_sex)
    return Card(number, _old_number(old), _name(name), born_on, read_sex, address, issued_on, warnings)


def check_id_number(text: str, *, today: date | None = None) -> str:
    """Return the 12 digits of a personal identification number; raise CardRefused.

    Three digits for the province of birth registration (or the country), one for century and sex, two for the
    year of birth, six of no meaning; there is no check digit.
    """
    number = BLANKS_AND_MARKS.sub("", text)
    if not number:
        raise CardRefused("id_empty")
    if not (number.isascii() and number.isdigit()):
        raise CardRefused("id_not_numeric")
    if len(number) != 12:
        raise CardRefused("id_old_9_digits" if len(number) == 9 else "id_length")
    if number[:3] not in BIRTH_PROVINCES and int(number[:3]) not in ABROAD:
        raise CardRefused("id_province_unknown")
    if number[3] > "3":
        raise CardRefused("id_century")
    if birth_year(number) > (today or localdate()).year:
        raise CardRefused("id_year_in_future")
    return number


def birth_year(id_number: str) -> int:
    """Return the year of birth in a checked number: 0 and 1 are the 1900s, 2 and 3 the 2000s."""
    return 1900 + 100 * (int(id_number[3]) // 2) + int(id_number[4:6])


def birth_province(id_number: str) -> str | None:
    """Return the name of the province of birth registration of a checked number; None for a birth abroad."""
    return BIRTH_PROVINCES.get(id_number[:3])


def _text(payload: str | bytes) -> str:
    if len(payload) > LONGEST_PAYLOAD:
        raise CardRefused("field_count")
    try:
        text = payload.decode("utf-8") if isinstance(payload, bytes) else payload
    except UnicodeDecodeError:
        raise CardRefused("not_text") from None
    if "\ufffd" in text:
        raise CardRefused("not_text")
    if not tidy(text):
        raise CardRefused("EMPTY")
    return text


def _fields(text: str) -> Sequence[str]:
    """Return the seven fields; of six, the old number is the one left out."""
    fields = [tidy(field) for field in text.split("|")]
    if len(fields) == 6 and not _looks_like_old_number(fields[1]):
        fields.insert(1, "")
    if len(fields) != 7:
        raise CardRefused("field_count")
    return fields


def _looks_like_old_number(field: str) -> bool:
    # Six fields with an old number in place mean that the date of issue was cut off.
    return not field.strip() or field.isdigit()


def _old_number(field: str) -> str | None:
    if field and not re.fullmatch(r"[0-9]{9}|[0-9]{12}", field):
        raise CardRefused("old_id_invalid")
    return field or None


def _name(field: str) -> str:
    try:
        return clean_name(field)
    except NameRefused as refused:
        raise CardRefused("name_empty" if refused.code == "name_empty" else "name_invalid") from refused


def _day(field: str, code: str) -> date:
    if not re.fullmatch(r"[0-9]{8}", field):
        raise CardRefused(code)
    try:
        return date(int(field[4:]), int(field[2:4]), int(field[:2]))
    except ValueError:
        raise CardRefused(code) from None


def _contradictions(number: str, born_on: date, sex: Sex) -> tuple[str, ...]:
    """Warn only: the card may be right and the rule wrong (a corrected sex, an old registration)."""
    found = []
    if (int(number[3]) % 2 == 1) != (sex is Sex.FEMALE):
        found.append("sex_mismatch")
    if birth_year(number) != born_on.year:
        found.append("year_mismatch")
    return tuple(found)
