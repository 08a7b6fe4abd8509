"""What a procedure asks beside its papers: pages, cases, categories; and a law that sets no time."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.faults import Invalid
from dossiers import paperwork, queries
from dossiers.filing import read_filing
from procedures.content import Named, TimeRule
from procedures.due.time_limits import time_rule_of
from procedures.fees import Exemption, FeeUnit, Rate, Tier
from procedures.models import ProcedureVersion
from procedures.storing import content_of
from tests.catalogue import newer
from tests.conftest import Who
from tests.journeys import FILING, accepted, run_background
from tests.papers.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CODE = "2.000635"
PAGES = Rate(
    kind="PHI",
    name="Phí chứng thực",
    amount=2_000,
    per=FeeUnit.PAGE,
    tiers=(Tier(1, 2, 2_000), Tier(3, None, 1_000)),
    cap=200_000,
    exemptions=(Exemption("hộ nghèo", 100, "NQ 1/2026"),),
)
SLOW = {"case": "Cần xác minh", "channels": [], "quantity": "3", "unit": "WORKING_DAY"}


@pytest.fixture
def asking() -> None:
    """A version with a fee by the page, a category that is exempt, and a slower case."""
    content = content_of(ProcedureVersion.objects.filter(procedure__code=CODE).latest("number"))
    newer(
        CODE,
        rates=(PAGES,),
        cases=(Named("", "Cần xác minh"),),
        time_rules=(*content.time_rules, time_rule_of(SLOW)),
        papers=(
            *content.papers,
            replace(content.papers[0], number=9, name="Giấy của trường hợp", case="Cần xác minh"),
        ),
    )


@pytest.mark.usefixtures("asking")
def test_pages_cases_and_categories_decide_fee_and_day() -> None:
    plain = accepted(pages=4, copies=3)
    slow = accepted(pages=4, copies=1, cases=["Cần xác minh"], id_number="096085004528")
    free = accepted(pages=4, copies=3, categories=["hộ nghèo"], id_number="096085004535")
    assert (plain.fee_total, slow.fee_total, free.fee_total) == (18_000, 6_000, 0)
    days = [dossier.promised_at.strftime("%d/%m %H:%M") for dossier in (plain, slow) if dossier.promised_at]
    assert days == ["20/11 17:00", "26/11 17:00"]  # 24/11 is a day of rest
    run_background("default")
    assert [charge.amount for charge in plain.charges.all()] == [18_000]
    assert not free.charges.exists()


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize(
    ("entries", "field", "code"),
    [
        ({}, "pages", "pages_needed"),
        ({"pages": "-1"}, "pages", "number_not_valid"),
        ({"pages": 1, "cases": ["Khác"]}, "cases", "choice_unknown"),
        ({"pages": 1, "cases": "Cần xác minh"}, "cases", "choice_unknown"),
        ({"pages": 1, "categories": [7]}, "categories", "choice_unknown"),
    ],
)
def test_what_the_procedure_does_not_offer_is_refused(
    entries: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | entries)
    assert refused.value.faults[field].code == code


@pytest.mark.usefixtures("asking")
def test_the_page_asks_and_shows_the_papers_of_the_case(client: Client, who: Who) -> None:
    client.force_login(who("tiepnhan.datmui"))
    entered = {"procedure": CODE, "point": "H12.264.01-1", "area": "32002", "copies": "2"}
    page = client.post("/counter/parts/", entered).content.decode()
    assert 'name="pages"' in page
    assert 'value="Cần xác minh"' in page
    assert "Giấy của trường hợp" not in page
    page = client.post(
        "/counter/parts/", entered | {"pages": "4", "cases": ["Cần xác minh"]}
    ).content.decode()
    assert "Giấy của trường hợp" in page
    assert "12.000" in page
    assert "26/11/2026" in page


def test_a_time_limit_known_by_case_only_needs_the_case(client: Client, who: Who) -> None:
    house = {"procedure": "1.013225"}
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | house)
    assert refused.value.faults["cases"].code == "case_needed"
    assert read_filing(FILING | house | {"cases": ["Nhà ở riêng lẻ"]}).quote.total == 75_000
    client.force_login(who("tiepnhan.datmui"))
    entered = house | {"point": "H12.264.01-1", "area": "32002", "copies": "1"}
    page = client.post("/counter/parts/", entered).content.decode()
    assert str(refused.value.faults["cases"].sentence) in page
    assert "Pháp luật không quy định" not in page
    assert "chưa công bố" not in page  # the fee is published, by case


def test_two_cases_with_fees_of_their_own_are_a_fault_of_the_cases() -> None:
    both = {"procedure": "1.013225", "cases": ["Nhà ở riêng lẻ", "Công trình cấp III, IV"]}
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | both)
    assert refused.value.faults["cases"].code == "fee_ambiguous"


def test_a_law_without_a_time_makes_no_promise(client: Client, who: Who) -> None:
    newer(CODE, time_rules=(TimeRule(None),))
    dossier = accepted()
    assert (dossier.promised_at, dossier.due_at) == (None, None)
    run_background()
    assert dossier.documents.filter(kind="receipt").exists()
    words = "Pháp luật không quy định thời hạn"
    assert words in client.get(f"/t/{dossier.token}/").content.decode()
    assert client.get(f"/t/{dossier.token}/why/").status_code == 200
    client.force_login(who("tiepnhan.datmui"))
    assert words in client.get(f"/counter/dossiers/{dossier.code}/accepted/").content.decode()
    assert client.get(f"/counter/dossiers/{dossier.code}/").status_code == 200


def test_what_has_no_day_stands_at_the_end_of_the_list(who: Who) -> None:
    soon = accepted(scan=False)
    newer(CODE, number=9, on=date(2026, 11, 21), time_rules=(TimeRule(None),))
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False):
        open_ended = [accepted(id_number=number) for number in ("096085004528", "096085004535")]
        clerk, codes, after = who("tiepnhan.datmui"), [], ""
        for _page in range(3):
            page = queries.page(queries.WORKLISTS["open"], clerk, after=after, most=1)
            codes += [row.code for row in page.rows]
            after = page.next
    assert codes == [soon.code, *(dossier.code for dossier in open_ended)]
    assert after == ""


def test_a_day_that_cannot_be_counted_leaves_what_was_typed_on_the_page(client: Client, who: Who) -> None:
    newer(CODE, time_rules=(time_rule_of({"quantity": "300", "unit": "WORKING_DAY"}),))
    client.force_login(who("tiepnhan.datmui"))
    answer = client.post("/counter/", FILING | {"accept": "1", "applicant_name": "Lê Thị Còn Đây"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Lê Thị Còn Đây" in page
    assert "2028" in page


@pytest.mark.usefixtures("asking")
def test_the_receipt_names_case_pages_and_who_is_exempt() -> None:
    dossier = accepted(pages=4, copies=3, categories=["hộ nghèo"], cases=["Cần xác minh"])
    words = text(paperwork.receipt(dossier))
    for expected in ("Cần xác minh", "3 bản, mỗi bản 4 trang", "Đối tượng: hộ nghèo", "Chưa nộp giấy tờ nào"):
        assert expected in words
