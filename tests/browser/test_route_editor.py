"""The editor on the drawing in a real browser: by keys alone, by pointer, and without JavaScript; axe on the page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from procedures.models import ProcedureVersion
from procedures.storing import content_of, store
from tests.procedures.routes import CHECKED, CHECKED_LINKS
from tests.procedures.test_review import CONTENT
from tools.pictures import ARGUMENTS, CHROMIUM, WIDTHS

pytestmark = pytest.mark.usefixtures("committed")
ADDRESS = "/catalogue/9.000001/1/steps/"
ROW_3 = re.compile("(hàng|row) 3")


@pytest.fixture
def version(committed: None) -> ProcedureVersion:
    return store(replace(CONTENT, code="9.000001", number=1, steps=CHECKED, links=CHECKED_LINKS))


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(
    browser: Browser, live_server: Any, password: str, version: ProcedureVersion, complaints: list[str]
) -> Page:
    return open_editor(browser, live_server.url, password, complaints)


def open_editor(browser: Browser, url: str, password: str, complaints: list[str], **context: Any) -> Page:
    page = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768}, **context).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{url}/sign-in/")
    page.fill("[name=username]", "bientap")
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("domcontentloaded")
    page.goto(url + ADDRESS)
    return page


def box(page: Page, key: str) -> Locator:
    return page.locator(f"a.route-box[data-step='{key}']")


def problems(page: Page, code: str = "") -> Locator:
    return page.locator(f"#route-problems [data-code='{code}']" if code else "#route-problems [data-code]")


def keys(version: ProcedureVersion) -> list[str]:
    return [step.key for step in content_of(ProcedureVersion.objects.get(pk=version.pk)).steps]


def ways(version: ProcedureVersion) -> set[str]:
    content = content_of(ProcedureVersion.objects.get(pk=version.pk))
    return {f"{link.source}>{link.target}" for link in content.links}


def test_a_route_is_drawn_by_keys_alone(page: Page, version: ProcedureVersion, complaints: list[str]) -> None:
    expect(problems(page)).to_have_count(0)
    box(page, "receive").focus()
    page.keyboard.press("Tab")
    expect(box(page, "examine")).to_be_focused()
    page.keyboard.press("n")  # a step after it
    expect(box(page, "step-8")).to_be_focused()
    expect(problems(page, "step_without_role")).to_contain_text("Bước mới")
    expect(page.locator("#route-says")).to_contain_text("Bước mới")

    page.keyboard.press("Enter")  # its facts, beside the drawing
    expect(page.locator("#route-panel [name=name]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Kiểm tra")
    page.locator("#route-panel [name=role]").select_option("unit_head")
    page.locator("#route-panel [name=hours]").fill("0,5")
    page.keyboard.press("Enter")
    expect(problems(page)).to_have_count(0)
    expect(box(page, "step-8")).to_contain_text("Kiểm tra")

    page.locator("#route-panel [name=name]").focus()
    page.keyboard.press("Escape")
    expect(box(page, "step-8")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#route-says")).to_contain_text(ROW_3)
    expect(box(page, "step-8")).to_be_focused()

    page.keyboard.press("c")  # and to the end: two ways out of one step, which is no fork of opinions
    expect(page.locator("#route-says")).not_to_be_empty()
    box(page, "granted").focus()
    page.keyboard.press("c")
    expect(problems(page, "fork_to_task").first).to_be_visible()
    assert "step-8>granted" in ways(version)
    page.keyboard.press("Control+z")
    expect(problems(page)).to_have_count(0)
    assert "step-8>granted" not in ways(version)

    box(page, "step-8").focus()
    page.keyboard.press("Delete")
    expect(box(page, "step-8")).to_have_count(0)
    assert ways(version) == {f"{link.source}>{link.target}" for link in CHECKED_LINKS}
    assert complaints == []


def test_a_problem_leads_to_its_box(page: Page, version: ProcedureVersion) -> None:
    box(page, "sign").focus()
    page.keyboard.press("n")
    expect(box(page, "step-8")).to_be_focused()
    page.locator("#route-problems a[data-step='step-8']").first.press("Enter")
    expect(box(page, "step-8")).to_be_focused()
    expect(box(page, "step-8")).to_have_attribute("aria-label", problem_words(page))


def problem_words(page: Page) -> Any:
    return re.compile(re.escape(page.locator("#route-problems a").first.inner_text()))


def test_a_box_is_dragged_to_another_cell(
    page: Page, version: ProcedureVersion, complaints: list[str]
) -> None:
    frame = box(page, "explain").bounding_box()
    assert frame is not None
    x, y = frame["x"] + 90, frame["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 100)
    page.mouse.move(x, y + 175)
    page.mouse.up()
    expect(page.locator("#route-says")).to_contain_text(ROW_3)
    assert complaints == []


def test_what_somebody_else_saved_is_not_overwritten(page: Page, version: ProcedureVersion) -> None:
    ProcedureVersion.objects.filter(pk=version.pk).update(edits=5)
    box(page, "sign").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#route-says")).to_have_class("route-says route-says--refused")
    assert keys(version) == [step.key for step in CHECKED]
    page.keyboard.press("Delete")  # the counter is the new one now
    expect(box(page, "sign")).to_have_count(0)


def test_all_of_it_works_without_javascript(
    browser: Browser, live_server: Any, password: str, version: ProcedureVersion, complaints: list[str]
) -> None:
    page = open_editor(browser, live_server.url, password, complaints, java_script_enabled=False)
    box(page, "examine").press("Enter")
    page.press("#route-add", "Enter")
    page.fill("#route-panel [name=name]", "Kiểm tra")
    page.locator("#route-panel [name=role]").select_option("unit_head")
    page.fill("#route-panel [name=hours]", "1")
    page.press("#route-panel [name=hours]", "Enter")
    expect(problems(page)).to_have_count(0)
    page.press("#route-down", "Enter")
    page.locator("#route-target").select_option("granted")
    page.press("#route-connect", "Enter")
    assert "step-8>granted" in ways(version)
    page.press("#route-remove", "Enter")
    assert keys(version) == [step.key for step in CHECKED]
    assert complaints == []


def test_the_page_is_accessible_at_both_widths(page: Page, complaints: list[str]) -> None:
    box(page, "complete").press("Enter")
    expect(page.locator("#route-panel")).to_be_visible()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found: dict[str, Any] = Axe().run(page).response
        assert [
            f"{width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]
        ] == []
    assert complaints == []
