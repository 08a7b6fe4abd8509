"""The public catalogue in a real browser: accessible at both widths, without JavaScript too, quick while typing."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tools.pictures import ARGUMENTS, CHROMIUM, WIDTHS

pytestmark = [pytest.mark.usefixtures("committed")]
PAGES = (
    "/",
    "/procedures/",
    "/procedures/?q=khai+sinh&level=COMMUNE",
    "/procedures/?q=xyzzyq",
    "/procedures/1.001193/?due-received_at=2026-11-20T15:30&due-channel=DIRECT",
    "/procedures/2.000815/?fee-channel=DIRECT&fee-copies=0&fee-on=2026-11-20",
    "/procedures/1.001193/?on=2027-03-01",
    "/procedures/2.002481/",
    "/procedures/1.000948/",
    "/procedures/1.001139/",
)
LIGHT = 100_000  # bytes of a first visit, fonts included


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def visit(page: Page, url: str) -> list[str]:
    """Open a page at both widths; return what is wrong with it."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{url} is wider than {width} pixels")
        found: dict[str, Any] = Axe().run(page).response
        wrong += [f"{url} at {width}: {each['id']}: {each['help']}" for each in found["violations"]]
    return wrong


def test_every_page_is_accessible(browser: Browser, live_server: Any) -> None:
    page = browser.new_page()
    assert [fault for path in PAGES for fault in visit(page, live_server.url + path)] == []


def test_a_first_visit_is_light(browser: Browser, live_server: Any) -> None:
    page, got = browser.new_page(), list[int]()
    page.on("response", lambda answer: got.append(len(answer.body())))
    page.goto(f"{live_server.url}/procedures/1.001193/", wait_until="networkidle")
    assert sum(got) < LIGHT


def test_without_javascript_search_filter_and_calculate(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/")
    page.fill("#q", "khai sinhh")
    page.press("#q", "Enter")
    page.click(".hits__name >> nth=0")
    page.fill("#id_due-received_at", "2026-11-20T15:30")
    page.click(".calculator button >> nth=0")
    assert "23/11/2026, 17:00" in page.inner_text("#due-answer")
    assert page.url.endswith("#due-calculator")


def test_results_come_while_one_types(browser: Browser, live_server: Any) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/procedures/")
    page.keyboard.press("/")
    page.keyboard.type("di chuc")
    page.wait_for_selector(".hits__name >> text=di chúc")
    page.wait_for_url("**/?q=di+chuc")
    assert page.inner_text("#says")
