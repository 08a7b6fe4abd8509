"""Every page in a real browser at both widths: accessible, no wider than the screen, nothing refused by the CSP."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from dossiers.models import Dossier
from procedures.actions.draft import draft
from procedures.models import ProcedureVersion
from tests import journeys
from tools.pictures import ARGUMENTS, CHROMIUM, WIDTHS

pytestmark = [pytest.mark.usefixtures("committed")]


# Each test plays its dossiers first: signing runs a loop of its own, and Playwright's would be in its way.
@pytest.fixture
def issued(committed: None) -> Dossier:
    return journeys.again(journeys.issued())


@pytest.fixture
def on_the_desks(committed: None) -> tuple[Dossier, Dossier]:
    return journeys.accepted(applicant_name="Tôn Nữ Hoàng Thị Ngọc Quỳnh Như"), journeys.proposed()


@pytest.fixture
def being_edited(committed: None) -> ProcedureVersion:
    return draft("2.000815", by=User.objects.get(username="bientap"))


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages, and collects what is wrong with each."""

    def __init__(self, browser: Browser, url: str, password: str) -> None:
        self.browser, self.url, self.password, self.wrong = browser, url, password, list[str]()

    def person(self, username: str = "") -> Page:
        page = self.browser.new_context().new_page()
        page.on(
            "console",
            lambda said: self.wrong.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        if username:
            page.goto(f"{self.url}/sign-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.password)
            page.press("[name=password]", "Enter")
            page.wait_for_load_state()
        return page

    def look(self, page: Page, path: str) -> None:
        page.goto(self.url + path)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.wrong.append(f"{path} is wider than {width} pixels")
            found: dict[str, Any] = Axe().run(page).response
            self.wrong += [f"{path} at {width}: {each['id']}: {each['help']}" for each in found["violations"]]


@pytest.fixture
def visitor(browser: Browser, live_server: Any, password: str) -> Visitor:
    return Visitor(browser, live_server.url, password)


def test_citizens_pages(issued: Dossier, visitor: Visitor) -> None:
    citizen, result = visitor.person(), issued.result
    assert result is not None
    for path in (
        f"/t/{issued.token}/",
        f"/t/{issued.token}/why/",
        f"/v/{result.key}/",
        "/v/AAAAAAAAAAAAAAAAAAAAAA/",
        "/t/AAAAAAAAAAAAAAAAAAAAAA/",
        "/sign-in/",
    ):
        visitor.look(citizen, path)
    assert visitor.wrong == []


def test_staff_pages(on_the_desks: tuple[Dossier, Dossier], visitor: Visitor) -> None:
    received, proposed = on_the_desks
    clerk = visitor.person("tiepnhan.datmui")
    for path in (
        "/counter/",
        "/counter/lists/open/",
        "/counter/lists/to_accept/",
        "/counter/attention/",
        f"/counter/dossiers/{received.code}/",
        f"/counter/dossiers/{received.code}/accepted/",
        "/style/",
    ):
        visitor.look(clerk, path)
    visitor.look(visitor.person("kyduyet.anxuyen"), f"/counter/dossiers/{proposed.code}/")
    visitor.look(visitor.person("thuly.anxuyen"), f"/counter/dossiers/{proposed.code}/")
    supervisor = visitor.person("giamsat")
    for path in ("/supervision/", "/supervision/open/", "/supervision/attention/"):
        visitor.look(supervisor, path)
    assert visitor.wrong == []


def test_catalogue_pages_for_everybody(visitor: Visitor) -> None:
    citizen = visitor.person()
    for path in ("/procedures/", "/procedures/2.000815/", "/procedures/1.004222/form/"):
        visitor.look(citizen, path)
    assert visitor.wrong == []


def test_console_pages(being_edited: ProcedureVersion, visitor: Visitor) -> None:
    editor, version = visitor.person("bientap"), f"/catalogue/2.000815/{being_edited.number}/"
    for path in (
        "/catalogue/",
        "/catalogue/2.000815/",
        version,
        f"{version}general/",
        f"{version}times/",
        f"{version}fees/",
        "/catalogue/2.000815/compare/",
        "/catalogue/import/",
    ):
        visitor.look(editor, path)
    assert visitor.wrong == []


def test_staff_administration_pages(visitor: Visitor) -> None:
    administrator = visitor.person("quantri")
    for path in (
        "/staff/",
        "/staff/new/",
        "/staff/people/thuly.anxuyen/",
        "/staff/certificates/",
        "/staff/agencies/",
        "/staff/agencies/H12.226/",
        "/password/",
    ):
        visitor.look(administrator, path)
    assert visitor.wrong == []


def test_the_reception_asks_for_the_case_and_links_to_it(visitor: Visitor) -> None:
    page = visitor.person("tiepnhan.datmui")
    page.goto(f"{visitor.url}/counter/")
    page.fill("[name=procedure]", "1.013225")
    page.press("[name=procedure]", "Tab")
    page.wait_for_selector("#id_cases")
    page.keyboard.press("F8")
    page.click("#errors a[href='#id_cases']")
    assert page.evaluate("document.activeElement.id") == "id_cases"
    assert Dossier.objects.count() == 0


def test_keys_take_a_person_through_the_reception(visitor: Visitor) -> None:
    page = visitor.person("tiepnhan.datmui")
    page.goto(f"{visitor.url}/counter/")
    page.keyboard.type(
        "096192004512|381234567|TRẦN THỊ MẪU|02091992|Nữ|Khóm 4, Phường An Xuyên, Cà Mau|22122022"
    )
    page.keyboard.press("Enter")
    page.wait_for_selector("#card-says.notice")
    page.keyboard.type("trich luc")
    page.wait_for_selector("#procedure-options li")
    page.keyboard.press("Enter")
    page.wait_for_selector("#promise .promise__value")
    page.keyboard.press("F8")
    page.wait_for_url("**/accepted/")
    assert Dossier.objects.get().applicant_name == "TRẦN THỊ MẪU"
    assert visitor.wrong == []
