"""Quotes: the worked examples of docs/fees.md, and what a quote says of itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from procedures.fees import Exemption, FeeRefused, FeeUnit, Rate, Tier, fee_unit_of, quote, rate_of, tiers_of
from procedures.models import FeeRule

TODAY = date(2026, 11, 20)
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
UNKNOWN = Rate("PHI", "Phí thẩm định", None, FeeUnit.DOSSIER)

Cells = dict[str, str]


def table(title: str) -> list[Cells]:
    """Read the table under a heading of docs/fees.md."""
    text = Path(settings.BASE_DIR, "docs/fees.md").read_text()
    section = text.partition(f"### {title}\n")[2].partition("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    head, _rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


def words(cell: str, mark: str = ",") -> list[str]:
    return [word.strip() for word in cell.split(mark) if word.strip()]


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def tiers(cell: str) -> Iterator[dict[str, int | None]]:
    for tier in words(cell, ";"):
        span, amount = tier.split(":")
        first, last = span.split("-")
        yield {"from_unit": int(first), "to_unit": int(last) if last else None, "amount": int(amount)}


def exemptions(cell: str) -> Iterator[Exemption]:
    for one in words(cell, ";"):
        category, percent = one.rsplit(" ", 1)
        yield Exemption(category, int(percent))


def rate(row: Cells) -> Rate:
    return Rate(
        row["Kind"],
        row["Name"],
        int(row["Amount"]) if row["Amount"] else None,
        FeeUnit(row["Per"]),
        channels=tuple(row["Channels"].split()),
        tiers=tiers_of(tiers(row["Tiers"])),
        cap=int(row["Cap"]) if row["Cap"] else None,
        case=row["Case"],
        category=row["Category"],
        currency=row["Currency"],
        exemptions=tuple(exemptions(row["Exemptions"])),
        collected_at=row["Collected"],
        valid_from_on=day(row["From"]),
        valid_until_on=day(row["Until"]),
    )


RULES = [(row["Table"], rate(row)) for row in table("Rules")]


def answered(row: Cells) -> tuple[str, str]:
    """Return total and subtotals as the table words them."""
    try:
        found = quote(
            [rate for name, rate in RULES if name == row["Table"]],
            channel=row["Channel"],
            on=date.fromisoformat(row["Day"]),
            copies=int(row["Copies"]),
            pages=int(row["Pages"]) if row["Pages"] else None,
            quantity=int(row["Items"]),
            cases=words(row["Cases"]),
            categories=words(row["Categories"]),
        )
    except FeeRefused as refused:
        return refused.code, ""
    stages = {name: "unknown" if sub is None else sub for name, sub in found.subtotals.items()}
    said = ", ".join(f"{name} {sub}" for name, sub in stages.items())
    return ("unknown" if found.total is None else str(found.total)), said


def test_every_rule_is_used_by_an_example() -> None:
    assert {name for name, _rate in RULES} == {row["Table"] for row in table("Quotes")}


@pytest.mark.parametrize("row", table("Quotes"), ids=lambda row: f"{row['Table']}-{row['Because'][:30]}")
def test_worked_example(row: Cells) -> None:
    total, stages = answered(row)
    assert total == row["Total"]
    if row["By stage"]:
        assert stages == row["By stage"]


def test_the_explanation_shows_the_sum() -> None:
    with override("en"):
        found = quote([CERTIFIED_COPY, EXTRACT], channel="DIRECT", on=TODAY, pages=4, copies=3)
        assert found.explanation == [
            "Phí chứng thực bản sao: (2 pages × 2,000\u00a0₫ + 2 pages × 1,000\u00a0₫) × 3 copies = 18,000\u00a0₫",
            "Phí cấp bản sao trích lục: 8,000\u00a0₫ × 3 copies = 24,000\u00a0₫",
        ]
        assert found.conclusion == "Total: 42,000\u00a0₫"
        capped = quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY, pages=300)
        assert "at most 200,000" in capped.explanation[0]


def test_one_amount_is_not_said_twice() -> None:
    assert quote([EXTRACT], channel="DIRECT", on=TODAY).explanation == [
        "Phí cấp bản sao trích lục: 8.000\u00a0₫"
    ]


def test_an_amount_not_published_sends_to_the_cashier() -> None:
    with override("en"):
        found = quote([EXTRACT, UNKNOWN], channel="DIRECT", on=TODAY)
        assert [item.amount for item in found.items] == [8000, None]
        assert found.explanation[1] == "Phí thẩm định: the amount has not been published. Ask the cashier."
        assert found.conclusion == "The total is not known. Ask the cashier."


def test_an_empty_fee_table_is_not_free() -> None:
    found = quote([], channel="DIRECT", on=TODAY)
    assert (found.total, found.currency, found.items) == (None, "VND", ())
    assert found.due_at("RECEPTION") is None
    with override("en"):
        assert found.explanation == ["No fee was published for this. Ask the cashier."]


def test_a_case_that_decides_is_asked_for_by_name() -> None:
    late, timely = replace(EXTRACT, case="Không đúng hạn"), replace(EXTRACT, case="Đúng hạn", amount=0)
    with override("en"):
        assert quote([late, timely], channel="DIRECT", on=TODAY).explanation == [
            "Phí cấp bản sao trích lục: the fee depends on the case. Choose one of: Không đúng hạn; Đúng hạn."
        ]


def test_a_category_that_decides_is_asked_for_where_the_case_is_settled() -> None:
    rules = [
        replace(EXTRACT, case="A", category="cá nhân"),
        replace(EXTRACT, case="A", category="tổ chức"),
        replace(EXTRACT, case="B"),
        replace(EXTRACT, name="Khác"),
    ]
    found = quote(rules, channel="DIRECT", on=TODAY, cases={"A"})
    assert (found.total, [remark.code for remark in found.remarks]) == (None, ["category_not_chosen"])
    assert quote(rules, channel="DIRECT", on=TODAY, cases={"A"}, categories={"tổ chức"}).total == 16_000


def test_filing_online_says_how_much_less_it_is() -> None:
    direct, online = replace(EXTRACT, amount=15_000), replace(EXTRACT, amount=7000, channels=("ONLINE",))
    found = quote([direct, online], channel="ONLINE", on=TODAY)
    assert found.lines[0]["discount"] == {"percent": 53.33, "at_counter": 15_000}
    with override("en"):
        assert found.explanation == [
            "Phí cấp bản sao trích lục: 7,000\u00a0₫; 53.33 % less than at the counter (15,000\u00a0₫)"
        ]
    unknown = quote([replace(direct, amount=None), online], channel="ONLINE", on=TODAY)
    assert (unknown.total, unknown.lines[0]["discount"]) == (7000, None)


def test_an_exemption_names_category_and_basis() -> None:
    free = replace(EXTRACT, exemptions=(Exemption("Trẻ em", 100, "NQ 12/2018"), Exemption("hộ nghèo", 50)))
    found = quote([free], channel="DIRECT", on=TODAY, categories=["hộ nghèo", " trẻ  EM"])
    assert found.lines[0]["exemption"] == {"category": "Trẻ em", "percent": 100, "basis": "NQ 12/2018"}
    with override("en"):
        assert found.explanation == [
            "Phí cấp bản sao trích lục: 8,000\u00a0₫; 100 % less for “Trẻ em” (NQ 12/2018): 0\u00a0₫"
        ]


def test_a_category_that_changes_nothing_is_said() -> None:
    found = quote([EXTRACT], channel="DIRECT", on=TODAY, categories=["hộ nghèo"])
    assert found.total == 8000
    with override("en"):
        assert found.explanation[1] == "“hộ nghèo” changes nothing in these fees."


def test_a_line_is_plain_data() -> None:
    (line,) = quote([CERTIFIED_COPY], channel="DIRECT", on=TODAY, pages=300, copies=2).lines
    assert line["parts"] == [{"units": 2, "amount": 2000}, {"units": 298, "amount": 1000}]
    assert (line["unit"], line["times"], line["cap"], line["is_capped"]) == ("PAGE", 2, 200_000, True)
    assert (line["full"], line["amount"], line["currency"], line["collected_at"]) == (
        400_000,
        400_000,
        "VND",
        "RECEPTION",
    )


def test_what_is_paid_later_is_said() -> None:
    later = replace(UNKNOWN, amount=35_000, collected_at="RESULT")
    found = quote([EXTRACT, later], channel="DIRECT", on=TODAY)
    assert (found.due_at("RECEPTION"), found.due_at("SUPPLEMENT"), found.due_at("RESULT")) == (
        8000,
        0,
        35_000,
    )
    with override("en"):
        assert (
            found.conclusion
            == "Total: 43,000\u00a0₫ (at reception: 8,000\u00a0₫; with the result: 35,000\u00a0₫)"
        )


def test_a_foreign_amount_keeps_its_currency() -> None:
    abroad = Rate("PHI", "Tại cơ quan đại diện", 10, FeeUnit.COPY, case="Ở nước ngoài", currency="USD")
    found = quote([CERTIFIED_COPY, abroad], channel="DIRECT", on=TODAY, cases={abroad.case}, copies=3)
    assert (found.total, found.currency) == (30, "USD")
    with override("en"):
        assert found.explanation == ["Tại cơ quan đại diện: 10\u00a0USD × 3 copies = 30\u00a0USD"]


@pytest.mark.parametrize("field", ["copies", "pages", "quantity"])
@pytest.mark.parametrize("number", [0, -1, 10_001, 10**30])
def test_numbers_without_meaning_are_refused(field: str, number: int) -> None:
    with pytest.raises(FeeRefused) as refused:
        quote([EXTRACT], channel="DIRECT", on=TODAY, **{field: number})  # type: ignore[arg-type]
    assert refused.value.code == "number_out_of_range"


@pytest.mark.parametrize(
    ("wording", "unit"),
    [("lần", "DOSSIER"), ("Bản  sao", "COPY"), ("GIẤY PHÉP", "ITEM"), ("PAGE", "PAGE")],
)
def test_units_are_read_as_fee_tables_word_them(wording: str, unit: str) -> None:
    assert fee_unit_of(wording) is FeeUnit(unit)


def test_every_wording_of_the_documentation_is_known() -> None:
    text = Path(settings.BASE_DIR, "docs/fees.md").read_text().partition("| Wording | Unit |")[2]
    rows = [line.strip("|").split("|") for line in text.partition("\n\n")[0].splitlines()[2:]]
    assert len(rows) == 4
    for wordings, unit in rows:
        assert {fee_unit_of(word) for word in words(wordings)} == {FeeUnit(unit.strip())}


@pytest.mark.parametrize("wording", ["", "m2", "đồng"])
def test_another_unit_is_refused_by_name(wording: str) -> None:
    with pytest.raises(FeeRefused) as refused:
        fee_unit_of(wording)
    assert refused.value.code == "fee_unit_unknown"
    assert f"“{wording}”" in str(refused.value)
    assert "trang" in str(refused.value)


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
