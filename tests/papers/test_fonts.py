"""The vendored fonts hold every Vietnamese letter, and are the files that their README names."""

import hashlib
import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from dossiers.papers.render import FONTS

TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VOWELS = unicodedata.normalize("NFC", "aăâeêioôơuưy")
LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
LETTERS |= {letter.upper() for letter in LETTERS}


@pytest.mark.parametrize("style", ["Regular", "SemiBold", "Bold", "Italic"])
def test_every_vietnamese_letter_is_in_the_merged_font(style: str) -> None:
    font = TTFont(FONTS / f"BeVietnamPro-{style}.ttf")

    assert len(LETTERS) == 2 * (12 * 6 + 1)
    assert {ord(letter) for letter in LETTERS | set("₫•…–“”·")} <= set(font.getBestCmap())


def test_readme_names_every_font_file_with_its_checksum() -> None:
    listed = dict(
        re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (FONTS / "README.md").read_text(), re.M)
    )
    ours = [*FONTS.glob("BeVietnamPro-*.ttf"), *FONTS.glob("be-vietnam-pro-*.woff2")]
    present = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in ours}

    assert listed == present
