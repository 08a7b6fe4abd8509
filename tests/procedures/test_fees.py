"""Quotes: tiers, caps, channels and dates; what is not published never counts as free."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from procedures.fees import FeeRefused, FeeUnit, Rate, Tier, quote, rate_of
from procedures.models import FeeRule

TODAY = date(2026, 11, 21)
# Procedure 2.000815, Circular 226/2016/TT-BTC.
CERTIFIED_COPY = Rate(
    "PHI",
    "Phí chứng thực bản sao",
    2000,
    FeeUnit.PAGE,
    tiers=(Tier(1, 2, 2000), Tier(3, None, 1000)),
    cap=200_000,
)
EXTRACT = Rate("PHI", "Phí cấp bản sao trích lục", 8000, FeeUnit.COPY)
BUSINESS = Rate(
    "LE_PHI",
    "Lệ phí đăng ký",
    150_000,
    FeeUnit.DOSSIER,
    ("DIRECT", "POSTAL"),
    valid_until_on=date(2026, 8, 7),
)


@pytest.mark.parametrize(
    ("pages", "copies", "total"),
    [
        (1, 1, 2000),
        (2, 1, 4000),
        (3, 1, 5000),
        (4, 1, 6000),
        (4, 3, 18_000),
        (198, 1, 200_000),
        (500, 2, 400_000),
    ],
)
def test_pages_are_paid_by_tiers_up_to_the_cap_of_each_copy(pages: int, copies: int, total: int) -> None:
    assert quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY, pages=pages, copies=copies).total == total


def test_the_explanation_shows_the_sum() -> None:
    with override("en"):
        found = quote([CERTIFIED_COPY, EXTRACT], channel="DIRECT", on=TODAY, pages=4, copies=3)

        assert found.explanation == [
            "Phí chứng thực bản sao: (2 pages × 2,000\u00a0₫ + 2 pages × 1,000\u00a0₫) × 3 = 18,000\u00a0₫",
            "Phí cấp bản sao trích lục: 8,000\u00a0₫ × 3 = 24,000\u00a0₫",
        ]
        assert (
            "at most 200,000" in quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY, pages=300).explanation[0]
        )


def test_an_amount_not_published_makes_no_total() -> None:
    unknown = Rate("PHI", "Phí thẩm định", None, FeeUnit.DOSSIER)
    found = quote([EXTRACT, unknown], channel="DIRECT", on=TODAY)

    assert found.total is None
    assert [item.amount for item in found.items] == [8000, None]
    with override("en"):
        assert found.explanation[1] == "Phí thẩm định: the amount has not been published."


def test_no_fee_at_all_is_nothing_to_pay() -> None:
    assert quote([], channel="DIRECT", on=TODAY).total == 0


def test_a_rule_ends_with_its_last_day_and_its_successor_follows() -> None:
    free = replace(
        BUSINESS, amount=0, channels=(), valid_from_on=date(2026, 8, 8), valid_until_on=date(2031, 12, 31)
    )

    def total(on: date) -> int | None:
        return quote([BUSINESS, free], channel="DIRECT", on=on).total

    assert (total(date(2026, 8, 7)), total(date(2026, 8, 8))) == (150_000, 0)


def test_the_rule_of_the_channel_goes_before_that_of_all() -> None:
    online = replace(EXTRACT, amount=0, channels=("ONLINE",))

    assert quote([EXTRACT, online], channel="ONLINE", on=TODAY).total == 0
    assert quote([EXTRACT, online], channel="POSTAL", on=TODAY).total == 8000


def test_the_rule_of_a_case_replaces_that_of_every_case() -> None:
    listed = replace(EXTRACT, amount=5000, per=FeeUnit.ITEM, case="Theo danh sách")

    assert quote([EXTRACT, listed], channel="DIRECT", on=TODAY).total == 8000
    assert (
        quote([EXTRACT, listed], channel="DIRECT", on=TODAY, cases={listed.case}, quantity=4).total == 20_000
    )


def test_a_quote_by_pages_asks_for_the_pages() -> None:
    with pytest.raises(FeeRefused) as refused:
        quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY)
    assert refused.value.code == "pages_needed"


@pytest.mark.parametrize(("copies", "pages"), [(0, 1), (-1, 1), (1, 0), (10_001, 1)])
def test_numbers_without_meaning_are_refused(copies: int, pages: int) -> None:
    with pytest.raises(FeeRefused):
        quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY, copies=copies, pages=pages)


def test_a_stored_rule_reads_as_the_same_rate() -> None:
    row = FeeRule(
        kind="PHI",
        name=CERTIFIED_COPY.name,
        amount=2000,
        per="PAGE",
        tiers=[
            {"from_unit": 1, "to_unit": 2, "amount": 2000},
            {"from_unit": 3, "to_unit": None, "amount": 1000},
        ],
        cap={"amount": 200_000, "per": "COPY"},
    )
    assert rate_of(row) == CERTIFIED_COPY


def test_tiers_with_a_gap_are_refused() -> None:
    row = FeeRule(
        kind="PHI", name="x", amount=1, per="PAGE", tiers=[{"from_unit": 2, "to_unit": None, "amount": 1}]
    )
    with pytest.raises(ValueError, match="follow one another"):
        rate_of(row)
