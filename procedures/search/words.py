"""What a person typed, taken apart for the search: words, codes, Telex leftovers, and what clerks shorten."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from accounts.names import fold, tidy

SHORT_FORMS: Final = Path(__file__).with_name("short_forms.csv")
LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 16
MOST_READINGS: Final = 4
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
# Words of a question that say nothing about the procedure. They count a little: names hold some of them.
FILLERS: Final = frozenset(
    {
        "thu",
        "tuc",
        "xin",
        "lam",
        "toi",
        "muon",
        "cho",
        "cua",
        "va",
        "de",
        "o",
        "dau",
        "nhu",
        "nao",
        "hoi",
        "ve",
    }
    | {"gi", "duoc", "mot", "cac", "theo"}
)
_WORD: Final = re.compile(r"[^\W_]+")
_CODE: Final = re.compile(r"(?<![\w.])(\d)\.?(\d{6})(?:\.[\w.]*)?(?!\w)")
_BEGUN_CODE: Final = re.compile(r"\d\.\d{1,6}|\d{4,7}")
_TELEX: Final = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is looked up: without accents, and with its accents in one order (or "" if it has none)."""

    plain: str
    accented: str = ""


def words_of(text: str) -> list[Word]:
    """Return the words of a name or a query, in order; Hoà and Hòa are the same word."""
    return [_word(found) for found in _WORD.findall(tidy(text).lower())]


@lru_cache(maxsize=20_000)  # Vietnamese has some thousands of syllables
def _word(text: str) -> Word:
    return Word(fold(text), accents_of(text))


def accents_of(word: str) -> str:
    """Return a word's accents in one order: letters with their marks, the tone last; "" without any."""
    if word.isascii():
        return ""
    apart = unicodedata.normalize("NFD", word)
    letters = "".join(letter for letter in apart if letter not in TONES)
    return letters + "".join(letter for letter in apart if letter in TONES)


def codes_in(text: str) -> tuple[list[str], str]:
    """Return the procedure codes in a text as 2.000815, and the text without them.

    A code may lack its dot, and may have the province's ending: 2000815, 2.000815.000.00.00.H12, 1.000948.H38.
    """
    codes = [f"{series}.{number}" for series, number in _CODE.findall(text)]
    return codes, _CODE.sub(" ", text)


def begun_code(text: str) -> str:
    """Return the digits of a code that is being typed (2.0008), or that lacks its series (000815); else ""."""
    typed = text.strip()
    return typed.replace(".", "") if _BEGUN_CODE.fullmatch(typed) else ""


def untyped(word: str) -> str:
    """Return what Telex or VNI keys were meant to write: "ddawng" is dang, "kys" ky, "ke6t" ket."""
    for keys, letter in _TELEX:
        word = word.replace(keys, letter)
    vowel = re.search(r"[aeiouy]", word)
    if vowel is None:
        return word
    begun, rest = word[: vowel.end()], word[vowel.end() :]
    return begun + re.sub(r"[sfrxjzw0-9]", "", rest)


def readings(
    words: list[Word], short_forms: Mapping[tuple[str, ...], Iterable[list[Word]]]
) -> list[list[Word]]:
    """Return the words as typed, then with each short form written out; at most MOST_READINGS."""
    found = [words]
    longest = max((len(typed) for typed in short_forms), default=0)
    for start in range(len(words)):
        for length in range(min(longest, len(words) - start), 0, -1):
            typed = tuple(word.plain for word in words[start : start + length])
            before, after = words[:start], words[start + length :]
            found += [[*before, *meant, *after] for meant in short_forms.get(typed, ())]
    return found[:MOST_READINGS]


@cache
def short_forms() -> dict[tuple[str, ...], list[list[Word]]]:
    """Return what people type and what it means, from short_forms.csv (typed, means); one may mean several."""
    found: dict[tuple[str, ...], list[list[Word]]] = {}
    with SHORT_FORMS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            typed = tuple(word.plain for word in words_of(row["typed"]))
            found.setdefault(typed, []).append(words_of(row["means"]))
    return found
