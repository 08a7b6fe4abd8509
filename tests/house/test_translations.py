"""The interface is Vietnamese first: no sentence of the catalogue is missing, guessed or empty."""

import re
from pathlib import Path

from django.conf import settings

CATALOGUE = Path(settings.BASE_DIR, "locale/vi/LC_MESSAGES/django.po")


def entries() -> list[str]:
    return CATALOGUE.read_text().split("\n\n")[1:]


def test_every_sentence_has_its_vietnamese() -> None:
    empty = [entry for entry in entries() if re.search(r'^msgstr(\[0\])? ""$(?!\n")', entry, re.MULTILINE)]
    assert not empty, empty[:5]


def test_none_is_a_guess() -> None:
    assert not [entry for entry in entries() if "#, fuzzy" in entry]


def test_placeholders_are_the_same_on_both_sides() -> None:
    for entry in entries():
        asked, said = entry.partition("msgstr")[::2]
        assert set(re.findall(r"%\(\w+\)s|\{\w*\}", said)) <= set(re.findall(r"%\(\w+\)s|\{\w*\}", asked)), (
            entry
        )
