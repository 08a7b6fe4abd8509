"""One answer, read: trimmed and normalised text, a number, a day, a choice; or refused with a sentence.

Answers come from a form as text and from a program as JSON; both are read alike.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.id_card import CardRefused, check_id_number
from accounts.names import printable, tidy
from accounts.phone import PhoneRefused, normalise_phone

from .shape import Field, Kind

Answer = str | int | float | bool | list[str]

LARGEST: Final = 10**15  # beyond it a number loses digits on its way through JSON
EARLIEST: Final = 1850
MOST_TICKS: Final = 1000
_SPOKEN_DAY: Final = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHOLE: Final = re.compile(
    r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:[. \u00a0][0-9]{3}){1,4}|[0-9]{1,3}(?:,[0-9]{3}){1,4})"
)
_PARTS: Final = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?")
# 1.200 is 1200 to one reader and 1,2 to the other.
_AMBIGUOUS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_YES: Final = ("true", "on", "1")
_NO: Final = ("false", "0")
_email: Final = EmailValidator()


class Refused(Exception):
    """An answer that cannot stand."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def is_blank(given: Any) -> bool:
    """Say whether nothing was answered: a form sends empty texts for what nobody filled in."""
    return given is None or given == [] or (isinstance(given, str) and not given.strip())


def read_answer(field: Field, given: Any, label: str) -> Answer:
    """Return the answer as it is stored; `label` names the field in the sentence of a Refused."""
    return _READERS[field.kind](field, given, label)


def _text(field: Field, given: Any, label: str) -> str:
    if not isinstance(given, str):
        raise Refused("not_a_text", _("“%(label)s” must be a text. Type it again.") % {"label": label})
    if len(given) > 4 * field.longest:  # before anything looks at it letter by letter
        raise _too_long(field, label)
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in given):
        raise Refused(
            "text_not_valid",
            _("“%(label)s” holds a character that cannot be stored. Type it again.") % {"label": label},
        )
    found = printable(given.replace("\r\n", "\n")).strip() if field.kind is Kind.LINES else tidy(given)
    if len(found) > field.longest:
        raise _too_long(field, label)
    return found


def _too_long(field: Field, label: str) -> Refused:
    return Refused(
        "too_long",
        _("“%(label)s” is too long. Shorten it to at most %(most)s characters.")
        % {"label": label, "most": field.longest},
    )


def _day(field: Field, given: Any, label: str) -> str:
    text = _text(field, given, label)
    if found := _SPOKEN_DAY.fullmatch(text):
        parts = found.group(3), found.group(2), found.group(1)
    elif found := _ISO_DAY.fullmatch(text):
        parts = found.group(1), found.group(2), found.group(3)
    else:
        raise _no_day(label)
    try:
        on = date(*(int(part) for part in parts))
    except ValueError:
        raise _no_day(label) from None
    if on.year < EARLIEST:
        raise _no_day(label)
    limit = field.rules.get("x-day")
    if limit == "past" and on > localdate():
        raise Refused(
            "date_in_future", _("“%(label)s” is still to come. Correct the day.") % {"label": label}
        )
    if limit == "future" and on < localdate():
        raise Refused("date_in_past", _("“%(label)s” has passed. Correct the day.") % {"label": label})
    return on.isoformat()


def _no_day(label: str) -> Refused:
    sentence = _("“%(label)s” is not a day of the calendar. Enter day, month and year, e.g. 31/12/1990.")
    return Refused("not_a_date", sentence % {"label": label})


def _mail(field: Field, given: Any, label: str) -> str:
    text = _text(field, given, label)
    try:
        _email(text)
    except ValidationError:
        sentence = _("“%(label)s” is not an e-mail address. Enter one such as ten@example.vn.")
        raise Refused("not_an_email", sentence % {"label": label}) from None
    return text


def _phone(field: Field, given: Any, label: str) -> str:
    try:
        return normalise_phone(_text(field, given, label))
    except PhoneRefused as refused:
        raise Refused(refused.code, f"“{label}”: {refused.sentence}") from None


def _id_number(field: Field, given: Any, label: str) -> str:
    try:
        return check_id_number(_text(field, given, label))
    except CardRefused as refused:
        raise Refused(refused.code, f"“{label}”: {refused.sentence}") from None


def _choice(field: Field, given: Any, label: str) -> str:
    if not isinstance(given, str) or given not in field.rules["enum"]:
        raise _not_in_list(label)
    return given


def _ticks(field: Field, given: Any, label: str) -> list[str]:
    chosen = [given] if isinstance(given, str) else given
    offered = field.rules["items"]["enum"]
    if (
        not isinstance(chosen, list)
        or len(chosen) > MOST_TICKS
        or any(not isinstance(one, str) or one not in offered for one in chosen)
    ):
        raise _not_in_list(label)
    return [value for value in offered if value in chosen]  # once each, in the order of the form


def _not_in_list(label: str) -> Refused:
    return Refused("not_in_list", _("Choose the answer to “%(label)s” from its list.") % {"label": label})


def _integer(field: Field, given: Any, label: str) -> int:
    if isinstance(given, str) and _WHOLE.fullmatch(given.strip()):
        given = int(re.sub(r"[., \u00a0]", "", given))
    if isinstance(given, float) and isfinite(given) and given.is_integer():
        given = int(given)  # 3.0 is an integer in JSON Schema
    if type(given) is not int or abs(given) >= LARGEST:
        sentence = _("“%(label)s” must be a whole number. Enter digits only, e.g. 12.")
        raise Refused("not_a_whole_number", sentence % {"label": label})
    return given


def _number(field: Field, given: Any, label: str) -> int | float:
    if isinstance(given, str):
        text = given.strip()
        if _PARTS.fullmatch(text) and not _AMBIGUOUS.fullmatch(text):
            exact = Decimal(text.replace(",", "."))
            given = int(exact) if exact == exact.to_integral_value() else float(exact)
    is_number = type(given) is int or (type(given) is float and isfinite(given))
    if not is_number or abs(given) >= LARGEST:
        sentence = _(
            "“%(label)s” must be a number. Enter it without thousands separators, e.g. 1200 or 62.5."
        )
        raise Refused("not_a_number", sentence % {"label": label})
    found: int | float = given
    return found


def _yes_no(field: Field, given: Any, label: str) -> bool:
    if given is True or (isinstance(given, str) and given in _YES):
        return True
    if given is False or (isinstance(given, str) and given in _NO):
        return False
    raise Refused("not_yes_or_no", _("Answer “%(label)s” with yes or no.") % {"label": label})


_READERS: Final[dict[Kind, Callable[[Field, Any, str], Answer]]] = {
    Kind.TEXT: _text,
    Kind.LINES: _text,
    Kind.DATE: _day,
    Kind.EMAIL: _mail,
    Kind.PHONE: _phone,
    Kind.ID_NUMBER: _id_number,
    Kind.CHOICE: _choice,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.TICK: _yes_no,
    Kind.TICKS: _ticks,
}
