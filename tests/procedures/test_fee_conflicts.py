"""A fee rule that two rows match: found when the table is checked, refused when a quote meets it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from procedures.fees import FeeRefused, FeeUnit, Rate, conflicts, quote

TODAY = date(2026, 11, 20)
FEE = Rate("LE_PHI", "Lệ phí hộ tịch", 8000, FeeUnit.DOSSIER)
CHANGE, DAY_BEFORE = date(2026, 8, 8), date(2026, 8, 7)

ALIKE = {
    "the same twice": FEE,
    "another amount": replace(FEE, amount=5000),
    "another unit, note and spelling": replace(FEE, per=FeeUnit.COPY, note="x", name="lệ phí  Hộ Tịch"),
    "later, the older one open-ended": replace(FEE, valid_from_on=CHANGE),
}
APART = {
    "another name": replace(FEE, name="Phí"),
    "another kind": replace(FEE, kind="PHI"),
    "a case": replace(FEE, case="Không đúng hạn"),
    "a category": replace(FEE, category="tổ chức"),
    "a channel": replace(FEE, channels=("ONLINE",)),
}


@pytest.mark.parametrize("other", ALIKE.values(), ids=ALIKE)
def test_two_rules_for_the_same_contradict(other: Rate) -> None:
    assert [found[:2] for found in conflicts([replace(FEE, name="Khác"), FEE, other])] == [(2, 3)]
    with pytest.raises(FeeRefused) as refused:
        quote([FEE, other], channel="DIRECT", on=TODAY)
    assert refused.value.code == "fee_ambiguous"
    assert "“Lệ phí hộ tịch”" in str(refused.value)


@pytest.mark.parametrize("other", APART.values(), ids=APART)
def test_a_more_particular_or_another_rule_does_not(other: Rate) -> None:
    assert conflicts([FEE, other]) == []
    asked = {"cases": {"Không đúng hạn"}, "categories": {"tổ chức"}}
    assert quote([FEE, other], channel="ONLINE", on=TODAY, **asked).total is not None  # type: ignore[arg-type]


def test_channels_contradict_where_they_meet() -> None:
    desk, post = replace(FEE, channels=("DIRECT", "POSTAL")), replace(FEE, channels=("POSTAL",))
    assert len(conflicts([desk, post])) == 1
    assert conflicts([desk, replace(FEE, channels=("ONLINE",))]) == []


def test_rates_that_follow_one_another_are_no_contradiction() -> None:
    old, new = replace(FEE, valid_until_on=DAY_BEFORE), replace(FEE, amount=0, valid_from_on=CHANGE)
    assert conflicts([old, new]) == []
    assert len(conflicts([replace(old, valid_until_on=CHANGE), new])) == 1


def test_currencies_contradict_within_a_case() -> None:
    dollars = replace(FEE, name="Phí tại cơ quan đại diện", amount=10, currency="USD")
    assert conflicts([FEE, replace(dollars, case="Ở nước ngoài")]) == []
    (found,) = conflicts([FEE, dollars])
    with override("en"):
        assert "two currencies" in conflicts([FEE, dollars])[0].sentence
    assert found[:2] == (1, 2)
    with pytest.raises(FeeRefused) as refused:
        quote([FEE, dollars], channel="DIRECT", on=TODAY)
    assert (refused.value.code, "USD, VND" in str(refused.value)) == ("currencies_mixed", True)


def test_the_sentence_names_rows_fee_and_day() -> None:
    late = replace(FEE, case="Không đúng hạn", valid_from_on=CHANGE)
    with override("en"):
        (found,) = conflicts([late, replace(late, amount=0)])
    assert found.sentence == (
        "Fee rules 1 and 2 (“Lệ phí hộ tịch” (Không đúng hạn)) both apply from 08/08/2026 on. Give one of them "
        "another case, category or channel, or end the older one (valid until)."
    )
