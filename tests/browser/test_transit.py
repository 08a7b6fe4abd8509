"""The pages of hand-over lists and of leased numbers in a real browser: accessible and no wider than the screen."""

import pytest

from dossiers import actions
from tests.browser.test_accessibility import Visitor, browser, visitor
from tests.journeys import accepted, user

__all__ = ["browser", "visitor"]  # fixtures
pytestmark = [pytest.mark.usefixtures("committed")]
COMPETENT = "H12.226"


@pytest.fixture
def address(committed: None) -> str:
    """A list on its way, and a lease; one dossier more whose papers lie at the counter."""
    accepted(applicant_name="Tôn Nữ Hoàng Thị Ngọc Quỳnh Như")
    codes = [accepted(applicant_name="Tôn Nữ Hoàng Thị Ngọc Quỳnh Như").code, accepted().code]
    made = actions.hand_over(
        codes, to=COMPETENT, carrier="post", tracking_number="EE123456789VN", by=user("tiepnhan.datmui")
    )
    actions.lease_numbers("H12.264.01-1", 3, by=user("truongtrungtam.datmui"))
    return made.number_text.replace("/", "-")


def test_the_pages(address: str, visitor: Visitor) -> None:  # noqa: F811  (a fixture)
    clerk, officer = visitor.person("tiepnhan.datmui"), visitor.person("thuly.anxuyen")
    for path in (
        "/counter/hand-overs/",
        "/counter/hand-overs/?direction=sent",
        "/counter/hand-overs/give/",
        f"/counter/hand-overs/give/?towards={COMPETENT}",
        f"/counter/hand-overs/{address}/print/",
    ):
        visitor.look(clerk, path)
    visitor.look(officer, f"/counter/hand-overs/{address}/")
    visitor.look(visitor.person("truongtrungtam.datmui"), "/counter/numbers/")
    assert visitor.wrong == []
