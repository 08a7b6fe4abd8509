"""Telephone numbers: one stored form for every way people write them."""

import pytest

from accounts.phone import PhoneRefused, normalise_phone, readable_phone


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 912-345-678",
        "84912345678",
        "0084912345678",
        "+84 (0)912 345 678",
    ],
)
def test_a_mobile_number_has_one_form(text: str) -> None:
    assert normalise_phone(text) == "+84912345678"


def test_a_land_line_of_the_province_is_taken() -> None:
    assert normalise_phone("(0290) 3831 234") == "+842903831234"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  ", "phone_empty"),
        ("0912 345 67x", "phone_not_numeric"),
        ("091234567", "phone_length"),
        ("09123456789", "phone_length"),
        ("01234567890", "phone_old_mobile"),
        ("0612345678", "phone_prefix"),
        ("+66 812345678", "phone_prefix"),
    ],
)
def test_a_number_nobody_can_call_is_refused(text: str, code: str) -> None:
    with pytest.raises(PhoneRefused) as refused:
        normalise_phone(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842903831234", "0290 383 1234"),
        ("+842438251234", "024 3825 1234"),
        ("+33123456789", "+33123456789"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_read_it(stored: str, shown: str) -> None:
    assert readable_phone(stored) == shown
