"""How dossier codes are written: the pattern of the settings, read and checked (docs/codes.md). Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

# A dossier code in an address: whatever a lawful pattern writes, and no word that stands in an address besides.
CODE_IN_ADDRESSES = r"[A-Za-z0-9.]{1,35}[-_][A-Za-z0-9._-]{0,40}[0-9]{3}"
LONGEST_CODE = 50
LONGEST_AGENCY = 20  # of the identifier codes that a pattern must have room for


class PatternRefused(ValueError):
    """The pattern of the settings cannot write codes; the message says why, for the administrator."""


@dataclass(frozen=True)
class CodePattern:
    """A pattern that has been read; `dates` are the formats of its dates, which say when the numbers begin anew."""

    text: str
    dates: tuple[str, ...]
    width: int

    def day(self, on: date) -> str:
        """Return what a code says of its day; the numbers of one agency begin anew whenever it changes."""
        return "-".join(f"{on:{one}}" for one in self.dates)

    def series(self, agency_code: str, on: date) -> str:
        return f"dossier:{agency_code}:{self.day(on)}"

    def head(self, agency_code: str, on: date) -> str:
        """Return the code without its number, which stands last."""
        cut = self.text.rindex("{number")
        return self.text[:cut].format(agency=agency_code, date=on)

    def head_of(self, series: str) -> str | None:
        """Return the head of the codes of a series; None for a series of another pattern, or of no dossiers."""
        kind, _colon, rest = series.partition(":")
        agency_code, _colon, day = rest.partition(":")
        try:
            on = datetime.strptime(day, "-".join(self.dates)).date()
        except ValueError:
            return None
        return self.head(agency_code, on) if kind == "dossier" and self.day(on) == day else None


@lru_cache(maxsize=8)
def code_pattern(text: str) -> CodePattern:
    """Return the pattern, read and checked. Raises PatternRefused.

    Agency once, number once and at the end, dates of %y %Y %m %d %j between them or before; '-' or '_' keeps two
    fields apart, so that no two agencies, days and numbers give one code.
    """
    try:
        parts = list(Formatter().parse(text))
        names = [name for _literal, name, _spec, _conversion in parts if name is not None]
    except ValueError as error:
        raise PatternRefused(f"it cannot be read: {error}") from None
    if [name for name in names if name != "date"] != ["agency", "number"] or names[-1] != "number":
        raise PatternRefused(
            "it must name {agency} once and, at the end, {number:04d} once, and else only {date:…}"
        )
    if any(conversion for _literal, _name, _spec, conversion in parts) or parts[-1][1] is None:
        raise PatternRefused("{number:04d} must stand at the end, and no field takes a conversion")
    dates = tuple(spec or "" for _literal, name, spec, _conversion in parts if name == "date")
    width = re.fullmatch(r"0([3-9])d", parts[-1][2] or "")
    if width is None or any(spec for _literal, name, spec, _c in parts if name == "agency"):
        raise PatternRefused(
            "write the number as {number:03d} to {number:09d}, and {agency} without a format"
        )
    _check_dates(dates)
    _check_literals([literal for literal, _name, _spec, _conversion in parts])
    read = CodePattern(text, dates, int(width[1]))
    _check_written(read)
    return read


def _check_dates(dates: tuple[str, ...]) -> None:
    for one in dates:
        if not re.fullmatch(r"(%[yYmdj][-_.]?)+", one) or one[-1] in "-_.":
            raise PatternRefused("a date is written of %y, %Y, %m, %d and %j, e.g. {date:%y%m%d}")
    named = set(re.findall(r"%.", "".join(dates)))
    if named and not named & {"%y", "%Y"}:
        raise PatternRefused("a date without its year would come again: name %y or %Y")


def _check_literals(literals: list[str]) -> None:
    if not all(re.fullmatch(r"[A-Za-z0-9._-]*", literal) for literal in literals):
        raise PatternRefused("between the fields stand letters, digits, '.', '-' and '_' only")
    if not all(set(literal) & set("-_") for literal in literals[1:]):
        raise PatternRefused("'-' or '_' must keep two fields apart")
    if literals[-1][-1] not in "-_":
        raise PatternRefused("'-' or '_' must stand right before the number")
    if literals[0] and not re.fullmatch(r"[A-Za-z0-9]+[-_]", literals[0]):
        raise PatternRefused(
            "what stands before the first field is letters or digits, and ends with '-' or '_'"
        )


def _check_written(read: CodePattern) -> None:
    """Write the longest code of a day, and see that an address can hold it."""
    code = read.head("H" * LONGEST_AGENCY, date(2026, 12, 31)) + "9" * max(read.width, 6)
    if len(code) > LONGEST_CODE:
        raise PatternRefused(f"its codes would be longer than {LONGEST_CODE} characters")
    if not re.fullmatch(CODE_IN_ADDRESSES, code):
        raise PatternRefused("its codes would not stand in an address")
