"""Names: stored as people spell them, found without accents, masked on public pages."""

import unicodedata

import pytest

from accounts.names import NameRefused, clean_name, fold, mask_id, mask_name


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đỗ  Thị\tMỹ Ý", "do thi my y"),
        ("Ngô Hoà Thuỳ", "ngo hoa thuy"),
        ("Ngô Hòa Thùy", "ngo hoa thuy"),
        ("H’Mẫu Niê Kđăm", "h'mau nie kdam"),
        ("TRƯƠNG ĐƯỢC", "truong duoc"),
        ("", ""),
    ],
)
def test_fold_makes_the_search_key(text: str, key: str) -> None:
    assert fold(text) == key
    assert fold(unicodedata.normalize("NFD", text)) == key


def test_a_name_is_stored_composed_with_single_blanks_in_its_own_case() -> None:
    typed = unicodedata.normalize("NFD", "\ufeff  LÊ\u00a0 Ngọc\u200b  Trân ")

    assert clean_name(typed) == "LÊ Ngọc Trân"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \t ", "name_empty"),
        ("...", "name_empty"),
        ("Nguyễn Văn 2", "name_has_digit"),
        ("Nguyễn Văn Ⅱ", "name_has_digit"),
        ("Nguyễn\x00Văn", "name_has_control"),
        ("Nguy\ufffdn Văn", "name_has_control"),
        ("Nguyễn " * 20, "name_too_long"),
    ],
)
def test_what_is_no_name_is_refused(text: str, code: str) -> None:
    with pytest.raises(NameRefused) as refused:
        clean_name(text)
    assert refused.value.code == code
    assert refused.value.fault.code == code


def test_masks_show_who_is_meant_and_no_more() -> None:
    assert mask_name("Nguyễn Văn Thử") == "N*** V** T**"
    assert mask_name("Lý A Ý") == "L* A* Ý*"
    assert mask_id("096085004511") == "096******511"
    assert mask_id("12345") == "*****"
