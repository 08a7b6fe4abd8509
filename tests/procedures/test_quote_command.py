"""manage.py quote: the same answers as the pages, as text, as JSON, and by sentence when it cannot."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from procedures.content import Content, Named
from procedures.fees import Exemption, FeeUnit, Rate, Tier, conflicts
from procedures.models import ProcedureVersion
from procedures.storing import freeze, store

pytestmark = pytest.mark.django_db

PAGES = Rate(
    "PHI",
    "Phí chứng thực bản sao",
    2000,
    FeeUnit.PAGE,
    tiers=(Tier(1, 2, 2000), Tier(3, None, 1000)),
    cap=200_000,
    exemptions=(Exemption("hộ nghèo", 50, "NQ 1/2026"),),
    source="Thông tư 226/2016/TT-BTC",
)
ABROAD = Rate("PHI", "Phí tại cơ quan đại diện", 10, FeeUnit.COPY, case="Ở nước ngoài", currency="USD")
LATER = Rate("LE_PHI", "Lệ phí", 5000, FeeUnit.ITEM, case="Có giấy phép", collected_at="RESULT")
UNKNOWN = Rate("LE_PHI", "Lệ phí khác", None, FeeUnit.DOSSIER, case="Khác")


@pytest.fixture(autouse=True)
def catalogue(morning: time_machine.Traveller) -> None:
    """A procedure by pages, in force since 2026, from 2027 on without any fee rule."""
    content = Content(
        code="9.000815",
        number=1,
        name="Chứng thực bản sao",
        field_code="G15-TP03",
        field_name="Chứng thực",
        valid_from_on=date(2026, 1, 1),
        valid_until_on=date(2026, 12, 31),
        channels=("DIRECT", "POSTAL"),
        cases=(Named("N1", "Ở nước ngoài"),),
        rates=(PAGES, ABROAD, LATER, UNKNOWN),
    )
    freeze(store(content))


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command("quote", "9.000815", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_four_pages_cost_six_thousand_a_copy() -> None:
    said = run("--pages", "4", "--copies", "3")
    assert (said["total"], said["currency"], said["subtotals"]) == (18_000, "VND", {"RECEPTION": 18_000})
    assert (said["code"], said["version"], said["on"]) == ("9.000815", 1, "2026-11-20")
    (line,) = said["lines"]
    assert line["parts"] == [{"units": 2, "amount": 2000}, {"units": 2, "amount": 1000}]
    assert (line["times"], line["source"]) == (3, "Thông tư 226/2016/TT-BTC")
    assert run("--pages", "500")["total"] == 200_000


def test_cases_categories_and_items_count() -> None:
    said = run("--pages", "4", "--category", "hộ nghèo", "--case", "có giấy phép", "--quantity", "2")
    assert (said["total"], said["subtotals"]) == (13_000, {"RECEPTION": 3000, "RESULT": 10_000})
    assert said["lines"][0]["exemption"] == {"category": "hộ nghèo", "percent": 50, "basis": "NQ 1/2026"}
    abroad = run("--case", "N1")
    assert (abroad["total"], abroad["currency"]) == (10, "USD")


def test_what_is_not_known_is_null() -> None:
    said = run("--pages", "1", "--case", "Khác")
    assert (said["total"], [line["amount"] for line in said["lines"]]) == (None, [2000, None])


def test_people_read_sentences() -> None:
    out = StringIO()
    call_command("quote", "9.000815", "--pages", "4", stdout=out)
    assert out.getvalue().splitlines()[0].endswith("= 6.000\u00a0₫")
    assert len(out.getvalue().splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "pages_needed"),
        (("--pages", "0"), "number_out_of_range"),
        (("--pages", "-4"), "number_out_of_range"),
        (("--pages", "vier"), "number_out_of_range"),
        (("--pages", "9" * 5000), "number_out_of_range"),
        (("--pages", "4", "--copies", "10001"), "number_out_of_range"),
        (("--pages", "4", "--channel", "fax"), "channel_unknown"),
        (("--pages", "4", "--channel", "online"), "channel_not_offered"),
        (("--pages", "4", "--case", "Trên sao Hỏa"), "case_unknown"),
        (("--pages", "4", "--on", "20/11/2026"), "day_not_valid"),
        (("--pages", "4", "--on", "2027-01-01"), "procedure_not_in_force"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_and_an_exit_code(
    arguments: tuple[str, ...], code: str
) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("quote", "9.000815", *arguments, "--json", stdout=out)
    error = json.loads(out.getvalue())["error"]
    assert error == {"code": code, "detail": str(failed.value)}
    assert failed.value.returncode != 0


def test_an_unknown_procedure_is_named() -> None:
    with pytest.raises(CommandError, match=r"0\.000000"):
        call_command("quote", "0.000000", stdout=StringIO())


def test_the_real_certified_copy() -> None:
    out = StringIO()
    call_command("quote", "2.000815", "--pages", "4", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["total"], said["currency"], said["lines"][0]["cap"]) == (6000, "VND", 200_000)


def test_no_fee_table_of_the_catalogue_contradicts_itself() -> None:
    versions = ProcedureVersion.objects.prefetch_related("fee_rules")
    assert not [found for version in versions for found in conflicts(version.rates)]
