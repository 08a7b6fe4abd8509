"""The ID card: every known text of a QR code, good and bad, and the plausibility of numbers."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.id_card import (
    REFUSALS,
    WARNINGS,
    CardRefused,
    birth_province,
    birth_year,
    check_id_number,
    read_card,
)
from accounts.names import fold

CARDS: dict[str, Any] = json.loads((Path(__file__).parent / "id_cards.json").read_text())
TODAY = date(2026, 11, 21)
GOOD = "096085004511|380912345|Nguyễn Văn Thử|15031985|Nam|Ấp 3, Xã Khánh An, Cà Mau|10052021"


@pytest.mark.parametrize("example", CARDS["valid"], ids=lambda example: example["note"][:40])
def test_a_card_is_read(example: dict[str, Any]) -> None:
    given = (
        bytes.fromhex(example["payload_utf8_hex"]) if "payload_utf8_hex" in example else example["payload"]
    )
    card, expected = read_card(given), example["expected"]

    assert (card.id_number, card.old_id_number) == (expected["id_number"], expected["old_id_number"])
    assert (card.full_name, fold(card.full_name)) == (expected["full_name"], expected["search_key"])
    assert (card.born_on.isoformat(), card.sex) == (expected["date_of_birth"], expected["sex"])
    assert (card.address, card.issued_on.isoformat()) == (expected["address"], expected["issue_date"])
    assert birth_province(card.id_number) == expected["birth_registration_province_name"]
    assert birth_year(card.id_number) // 100 * 100 == expected["century"]
    assert card.warnings == ()


@pytest.mark.parametrize("example", CARDS["malformed"], ids=lambda example: example["reason_code"])
def test_a_malformed_card_is_refused_or_warned_about(example: dict[str, Any]) -> None:
    if example["severity"] == "WARN":
        assert read_card(example["payload"]).warnings == (example["reason_code"],)
        return
    with pytest.raises(CardRefused) as refused:
        read_card(example["payload"])
    assert refused.value.code == example["reason_code"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("", "EMPTY"),
        (" \r\n", "EMPTY"),
        (b"\xff\xfe0\x009\x00", "not_text"),
        (GOOD.replace("ễ", "\ufffd"), "not_text"),
        (GOOD.rsplit("|", 1)[0], "field_count"),  # the date of issue was cut off
        (GOOD + "|more|still more", "field_count"),
        ("https://example.vn/t/abc", "field_count"),
        ("x" * 5000, "field_count"),
        (GOOD.replace("380912345", "38091234"), "old_id_invalid"),
        (GOOD.replace("Nam", "Male"), "sex_invalid"),
        (GOOD.replace("Thử", "Thử 2"), "name_invalid"),
        (GOOD.replace("10052021", "2021-05-10"), "issue_date_invalid"),
        (GOOD.replace("Ấp 3, Xã Khánh An, Cà Mau", " "), "address_empty"),
        (GOOD.replace("15031985", "١٥٠٣١٩٨٥"), "date_of_birth_invalid"),  # digits of another script
    ],
)
def test_what_is_no_card_is_refused(payload: str | bytes, code: str) -> None:
    with pytest.raises(CardRefused) as refused:
        read_card(payload)
    assert refused.value.code == code


def test_a_typed_number_may_have_blanks() -> None:
    assert check_id_number(" 096 085 004 511 ", today=TODAY) == "096085004511"


def test_a_birth_registered_abroad_is_plausible() -> None:
    assert birth_province(check_id_number("142085004511", today=TODAY)) is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "id_empty"),
        ("380912345", "id_old_9_digits"),
        ("0960850045111", "id_length"),
        ("09608500451O", "id_not_numeric"),
        ("٠٩٦٠٨٥٠٠٤٥١١", "id_not_numeric"),
        ("003085004511", "id_province_unknown"),
        ("000000000000", "id_province_unknown"),
        ("096485004511", "id_century"),
        ("096285004511", "id_year_in_future"),
    ],
)
def test_an_implausible_number_is_refused(number: str, code: str) -> None:
    with pytest.raises(CardRefused) as refused:
        check_id_number(number, today=TODAY)
    assert refused.value.code == code


def test_every_refusal_says_what_to_do_next() -> None:
    for sentence in [*REFUSALS.values(), *WARNINGS.values()]:
        assert len(str(sentence).split(". ")) >= 2, sentence
