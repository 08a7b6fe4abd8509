"""The character error rate counts what people would count."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.error_rate import character_error_rate, edit_distance

_WORDS = st.text("abăâcđeê ", max_size=30)


def _slow_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != wanted)))
    return row[-1]


@settings(max_examples=200, deadline=None)
@given(_WORDS, _WORDS)
def test_it_equals_the_textbook_distance(one: str, other: str) -> None:
    assert edit_distance(one, other) == _slow_distance(one, other)


def test_blanks_and_composition_do_not_count() -> None:
    assert character_error_rate("Cà  Mau\n", "Cà Mau") == 0.0
    assert character_error_rate("Ca Mau", "Cà Mau") == 1 / 6
