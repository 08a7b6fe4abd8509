"""The pages of a dossier's other ways in a real browser: accessible, no wider than the screen, and reachable."""

from decimal import Decimal

import pytest

from dossiers import actions
from dossiers.models import Dossier
from tests import journeys
from tests.browser.test_accessibility import Visitor, browser, visitor
from tests.journeys import user

__all__ = ["browser", "visitor"]  # fixtures
pytestmark = [pytest.mark.usefixtures("committed")]
NAME = "Tôn Nữ Hoàng Thị Ngọc Quỳnh Như"
ASKED = [{"requirement": 1, "what": "Tờ khai chưa có chữ ký"}]


@pytest.fixture
def lives(committed: None) -> dict[str, Dossier]:
    """One dossier with an opinion asked for, one that waits for a supplement, one sent back, one replaced."""
    asking, waiting, sent_back = (journeys.in_process(applicant_name=NAME) for _each in range(3))
    officer = user("thuly.anxuyen")
    actions.ask_opinion(asking.code, of="H12.03", question="Sổ gốc?", hours=Decimal(8), by=officer)
    actions.request_supplement(waiting.code, items=ASKED, reason="Điều 3 Thông tư 04/2020/TT-BTP", by=officer)
    actions.propose(sent_back.code, outcome="granted", content=journeys.CONTENT, by=officer)
    journeys.run_background("results", "default")
    actions.send_back(sent_back.code, reason="Ghi thiếu nơi sinh.", by=user("kyduyet.anxuyen"))
    return {"asking": asking, "waiting": waiting, "sent_back": sent_back, "replaced": journeys.replaced()}


def test_the_pages(lives: dict[str, Dossier], visitor: Visitor) -> None:  # noqa: F811  (a fixture)
    officer, clerk = visitor.person("thuly.anxuyen"), visitor.person("tiepnhan.datmui")
    for each in lives.values():
        visitor.look(officer, f"/counter/dossiers/{each.code}/")
    visitor.look(clerk, f"/counter/dossiers/{lives['waiting'].code}/")
    visitor.look(visitor.person("thuly.tuphap"), f"/counter/dossiers/{lives['asking'].code}/")
    visitor.look(visitor.person("giamsat"), "/counter/attention/")
    visitor.look(clerk, "/counter/register/")
    citizen = visitor.person()
    for each in lives.values():
        visitor.look(citizen, f"/t/{each.token}/")
    faulty = lives["replaced"].results.order_by("pk")[0]
    visitor.look(citizen, f"/v/{faulty.key}/")
    assert visitor.wrong == []


def test_what_waits_is_found_without_knowing_its_address(lives: dict[str, Dossier], visitor: Visitor) -> None:  # noqa: F811
    justice = visitor.person("thuly.tuphap")
    justice.goto(f"{visitor.url}/counter/dossiers/")  # the first list in which something waits
    assert justice.locator("tbody a").all_inner_texts() == [lives["asking"].code]
    officer = visitor.person("thuly.anxuyen")
    officer.goto(f"{visitor.url}/counter/dossiers/{lives['sent_back'].code}/")
    assert "Ghi thiếu nơi sinh." in officer.locator("#propose").inner_text()
    officer.click("nav a[href='/counter/hand-overs/']")
    head = visitor.person("truongtrungtam.datmui")
    head.click("nav a[href='/counter/numbers/']")
    assert visitor.wrong == []
