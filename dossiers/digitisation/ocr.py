"""Reads Vietnamese words from a clean grey page with one warm Tesseract per process."""

from __future__ import annotations

import functools
import glob
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tesserocr

from .steps import Grey

LANGUAGE: Final = "vie"
_SMALLEST: Final = 24  # px: below this there is nothing to read
_PLACES: Final = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)


class RecogniserMissing(RuntimeError):
    """The Vietnamese model is not installed: a fault of the machine, not of the document."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the page that was read, from its top left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Word:
    """A word (NFC), its box, the box of its whole line, and the confidence from 0 to 1."""

    text: str
    box: Box
    line: Box
    confidence: float


@dataclass(frozen=True)
class Reading:
    """All words of a page in reading order, and its text: one line per line, blank lines between blocks."""

    words: tuple[Word, ...]
    text: str


@functools.cache
def recogniser() -> Recogniser:
    """Return this process's recogniser: loaded by the first call (50 ms), inherited by forked children."""
    return Recogniser()


class Recogniser:
    """A loaded Tesseract. Not thread-safe: one per process, one page at a time."""

    def __init__(self, language: str = LANGUAGE) -> None:
        """Load the model. Raises RecogniserMissing."""
        self._api = tesserocr.PyTessBaseAPI(
            path=str(model_folder(language)) + "/",
            lang=language,
            psm=tesserocr.PSM.AUTO,
            oem=tesserocr.OEM.LSTM_ONLY,
        )

    def read(self, page: Grey, *, dpi: float) -> Reading:
        """Return the words of an upright page."""
        height, width = page.shape
        if min(height, width) < _SMALLEST:
            return Reading((), "")
        try:
            self._api.SetImageBytes(page.tobytes(), width, height, 1, width)
            self._api.SetSourceResolution(round(dpi))
            self._api.Recognize()
            return _parse(self._api.GetTSVText(0))
        finally:  # what one page taught must not change the next, and must not pile up
            self._api.Clear()
            self._api.ClearAdaptiveClassifier()


def model_folder(language: str = LANGUAGE) -> Path:
    """Return the folder that holds the language's model. Raises RecogniserMissing."""
    places = [os.environ.get("TESSDATA_PREFIX", ""), os.environ.get("TESSDATA_PREFIX", "") + "/tessdata"]
    for pattern in _PLACES:
        places += sorted(glob.glob(pattern), reverse=True)
    for place in places:
        if place and (Path(place) / f"{language}.traineddata").is_file():
            return Path(place)
    raise RecogniserMissing(
        f"No {language}.traineddata found. Install the Debian package tesseract-ocr-{language}, "
        "or set TESSDATA_PREFIX to the folder that holds the model."
    )


def _parse(table: str) -> Reading:
    """Turn Tesseract's table into a Reading; rows of level 4 are lines, of level 5 words."""
    words: list[Word] = []
    lines: list[list[str]] = []
    place: tuple[str, ...] = ()
    line = Box(0, 0, 0, 0)
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        box = Box(int(cells[6]), int(cells[7]), int(cells[8]), int(cells[9]))
        if cells[0] == "4":
            line = box
        text = unicodedata.normalize("NFC", cells[11]).strip()
        if cells[0] != "5" or not text:
            continue
        if tuple(cells[2:5]) != place:
            if place and cells[2] != place[0]:
                lines.append([])
            lines.append([])
            place = tuple(cells[2:5])
        lines[-1].append(text)
        words.append(Word(text, box, line, max(0.0, float(cells[10])) / 100))
    return Reading(tuple(words), "\n".join(" ".join(words_of_line) for words_of_line in lines))
