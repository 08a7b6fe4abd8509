"""Vietnamese telephone numbers: the one form that is stored, E.164, and the one that people read."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .refusals import InputRefused

SEPARATORS: Final = re.compile(r"[\s.\-()/\u00a0\u2011\u2013]+")
MOBILE: Final = re.compile(r"0[35789][0-9]{8}")
LAND_LINE: Final = re.compile(r"02[0-9]{8,9}")
OLD_MOBILE: Final = re.compile(r"01[0-9]{9}")
# 0912 345 678; 024 3825 1234 (Hà Nội and Hồ Chí Minh City); 0290 383 1234 (the other provinces)
GROUPS: Final = re.compile(r"(0[35789]..|02..)(...)(...)|(02[48])(....)(....)|(02..)(...)(....)")

REFUSALS: Final[dict[str, Promise]] = {
    "phone_empty": _("The telephone number is empty. Enter a number on which the applicant can be reached."),
    "phone_not_numeric": _("The telephone number contains something other than digits. Enter digits only."),
    "phone_old_mobile": _(
        "Mobile numbers of 11 digits were replaced in 2018. Ask for the present number of 10 digits."
    ),
    "phone_length": _(
        "The telephone number has the wrong number of digits: a mobile number has 10, a land line 10 or 11. "
        "Enter it again."
    ),
    "phone_prefix": _(
        "The telephone number must begin with 03, 05, 07, 08, 09 (mobile) or 02 (land line). Enter it again."
    ),
}


class PhoneRefused(InputRefused):
    """A telephone number that nobody could call."""

    def __init__(self, code: str) -> None:
        super().__init__(code, REFUSALS[code])


def normalise_phone(text: str) -> str:
    """Return e.g. "+84912345678" for 0912 345 678, 84912345678 or +84 (0)912.345.678; raise PhoneRefused."""
    number = SEPARATORS.sub("", text)
    if not number:
        raise PhoneRefused("phone_empty")
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise PhoneRefused("phone_not_numeric")
    national = _national(digits, has_plus=number != digits)
    if MOBILE.fullmatch(national) or LAND_LINE.fullmatch(national):
        return "+84" + national[1:]
    if OLD_MOBILE.fullmatch(national):
        raise PhoneRefused("phone_old_mobile")
    known_prefix = national[:2] in ("02", "03", "05", "07", "08", "09")
    raise PhoneRefused("phone_length" if known_prefix else "phone_prefix")


def readable_phone(stored: str) -> str:
    """Return e.g. "0912 345 678" for the stored "+84912345678"; what is no number of this country as it is."""
    found = GROUPS.fullmatch("0" + stored.removeprefix("+84")) if stored.startswith("+84") else None
    return " ".join(filter(None, found.groups())) if found else stored


def _national(digits: str, *, has_plus: bool) -> str:
    """Return the number as dialled inside the country, with its 0; a foreign number comes back as it is."""
    if digits.startswith("0084"):
        rest = digits[4:]
    elif digits.startswith("84") and (has_plus or len(digits) > 10):
        rest = digits[2:]
    else:
        return digits
    return "0" + rest.removeprefix("0")
