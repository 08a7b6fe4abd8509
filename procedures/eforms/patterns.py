"""Patterns of an e-form: the part of regular expressions that cannot run for long, and means the same everywhere.

A pattern is anchored (^...$) and has no unbounded repetition, so the ways in which a text can be read are counted
before it is ever used: at most MOST_WAYS. Classes such as \\d are refused, for JSON Schema and Python differ there.
"""

import re
from typing import Final

MOST_WAYS: Final = 5_000
MOST_REPEATS: Final = 100
LONGEST: Final = 200
DEEPEST: Final = 3
_ATOM: Final = re.compile(
    r"\[\^?(?:[^\[\]\\^]|\\[\\\]\[^.\-/])+\]|\\[.\\\-/+*?()\[\]{}|^$]|[^\\()\[\]{}|^$*+?]"
)
_TIMES: Final = re.compile(r"\{([0-9]{1,3})(?:,([0-9]{1,3}))?\}|\?")


class PatternRefused(Exception):
    """Not a pattern of an e-form; `code` is pattern_broken or pattern_slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_pattern(pattern: str) -> None:
    """Raise PatternRefused unless the pattern can be tried on any text in a moment."""
    if len(pattern) > LONGEST or not (pattern.startswith("^") and pattern.endswith("$")):
        raise PatternRefused("pattern_broken" if len(pattern) <= LONGEST else "pattern_slow")
    reader = _Reader(pattern[1:-1])
    ways = reader.choices(0)
    if reader.rest:
        raise PatternRefused("pattern_slow" if reader.rest[0] in "*+" else "pattern_broken")
    if ways > MOST_WAYS:
        raise PatternRefused("pattern_slow")
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        raise PatternRefused("pattern_broken") from None


class _Reader:
    """Reads a pattern from the left and counts the ways in which a text could be matched."""

    def __init__(self, rest: str) -> None:
        self.rest = rest

    def choices(self, depth: int) -> int:
        """a|b: the ways of each are added."""
        ways = self.sequence(depth)
        while self.rest.startswith("|"):
            self.rest = self.rest[1:]
            ways += self.sequence(depth)
        return ways

    def sequence(self, depth: int) -> int:
        """ab: the ways multiply."""
        ways = 1
        while (one := self.atom(depth)) is not None:
            ways = min(ways * self.repeated(one), MOST_WAYS + 1)
        return ways

    def atom(self, depth: int) -> int | None:
        """The ways of one letter, class or group; None where none begins."""
        if self.rest.startswith("("):
            return self.group(depth)
        if found := _ATOM.match(self.rest):
            self.rest = self.rest[found.end() :]
            return 1
        return None

    def group(self, depth: int) -> int:
        opening = "(?:" if self.rest.startswith("(?:") else "("
        if depth == DEEPEST or self.rest.startswith("(?") and opening == "(":
            raise PatternRefused("pattern_broken")
        self.rest = self.rest[len(opening) :]
        ways = self.choices(depth + 1)
        if not self.rest.startswith(")"):
            raise PatternRefused("pattern_slow" if self.rest[:1] in ("*", "+") else "pattern_broken")
        self.rest = self.rest[1:]
        return ways

    def repeated(self, ways: int) -> int:
        """The ways of what stands {least,most} times: those of each number of times, added."""
        found = _TIMES.match(self.rest)
        if not found:
            return ways
        self.rest = self.rest[found.end() :]
        if found.group() == "?":
            return ways + 1
        least = int(found.group(1))
        most = int(found.group(2) or least)
        if most > MOST_REPEATS:
            raise PatternRefused("pattern_slow")
        return sum(min(ways**times, MOST_WAYS + 1) for times in range(least, most + 1))
