"""Names of people: cleaned for storing, folded for searching, masked for public pages."""

import unicodedata
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .refusals import InputRefused

LONGEST_NAME: Final = 120
# Apostrophes that keyboards produce in names such as H'Mẫu: one letter for the search.
APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
D_WITH_STROKE: Final = str.maketrans("đĐ", "dD")

REFUSALS: Final[dict[str, Promise]] = {
    "name_empty": _("The name is empty. Enter the full name as it stands on the ID card."),
    "name_too_long": _("The name is longer than 120 characters. Enter only the full name."),
    "name_has_digit": _("The name contains a digit. Enter the full name in letters, as on the ID card."),
    "name_has_control": _("The name contains a character that cannot be printed. Type the name again."),
}


class NameRefused(InputRefused):
    """A name that cannot be stored."""

    def __init__(self, code: str) -> None:
        super().__init__(code, REFUSALS[code])


def clean_name(text: str) -> str:
    """Return a person's name in NFC with single blanks, in the person's own spelling; raise NameRefused."""
    name = tidy(text)
    if any(unicodedata.category(letter) in ("Cc", "Co", "Cs", "Cn") or letter == "\ufffd" for letter in name):
        raise NameRefused("name_has_control")
    if any(unicodedata.category(letter).startswith("N") for letter in name):
        raise NameRefused("name_has_digit")
    if not any(letter.isalpha() for letter in name):
        raise NameRefused("name_empty")
    if len(name) > LONGEST_NAME:
        raise NameRefused("name_too_long")
    return name


def tidy(text: str) -> str:
    """Return a text in NFC without invisible marks (zero width, BOM, direction), its blanks collapsed."""
    # str.split() also takes tabs, line ends and no-break spaces for blanks.
    visible = (
        text if text.isprintable() else "".join(one for one in text if unicodedata.category(one) != "Cf")
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def printable(text: str) -> str:
    """Return a text of several lines in NFC without control and direction marks, which print what nobody typed.

    Code points that are no characters go too: no table of a spreadsheet can hold one.
    """
    if not text.isprintable():
        text = "".join(one for one in text if one == "\n" or _is_written(one))
    return unicodedata.normalize("NFC", text)


def _is_written(letter: str) -> bool:
    is_no_character = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return not is_no_character and unicodedata.category(letter) not in ("Cc", "Cf")


def fold(text: str) -> str:
    """Return the search key: no accents, đ as d, no case, single blanks; Hoà and Hòa are equal."""
    plain = unicodedata.normalize("NFD", tidy(text).translate(APOSTROPHES).translate(D_WITH_STROKE))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())


def mask_name(name: str) -> str:
    """Return e.g. "N*** V** T**" for Nguyễn Văn Thử: first letters, at most three stars each."""
    return " ".join(word[0] + "*" * min(max(len(word) - 1, 1), 3) for word in tidy(name).split())


def mask_id(id_number: str) -> str:
    """Return e.g. "096******511": three digits at either end; a number too short for that shows none."""
    if len(id_number) < 9:
        return "*" * len(id_number)
    return id_number[:3] + "*" * (len(id_number) - 6) + id_number[-3:]
