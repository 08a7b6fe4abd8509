"""One dossier from the counter to the e-result in a real browser, each step by keys and clicks, as people do it."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from seeds.scans import ScannedPage, scan_page
from tests import journeys
from tests.papers import reading
from tests.threads import at_once
from tools.pictures import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.usefixtures("committed")
CARD = "096185004511|381234567|TRẦN THỊ MẪU|15031985|Nữ|Ấp Mũi, Xã Đất Mũi, Cà Mau|22122022"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
CODE = re.compile(r"H12\.[\d.]+-\d{6}-\d{4}")


class Office:
    """Gives each person a browser of their own, and hears every complaint of each."""

    def __init__(self, browser: Browser, url: str, password: str) -> None:
        self.browser, self.url, self.password = browser, url, password
        self.complaints: list[str] = []

    def person(self, username: str = "", **browser: Any) -> Page:
        """Return a page of somebody who has signed in; without a username, of a citizen."""
        page = self.browser.new_context(locale="vi-VN", **browser).new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if username:
            page.goto(f"{self.url}/sign-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.password)
            page.press("[name=password]", "Enter")
            expect(page.locator(".masthead__who")).to_contain_text("Đăng xuất")
            page.wait_for_load_state("domcontentloaded")
        return page

    def hear(self, said: ConsoleMessage) -> None:
        asks_again = said.location["url"].endswith("/receipt/")  # 404 until the receipt is made
        if said.type in ("error", "warning") and not asks_again:
            self.complaints.append(f"{said.location['url']}: {said.text}")

    def fetch(self, page: Page, address: str | None) -> bytes:
        """Return what the server gives this person at an address."""
        answer = page.request.get(f"{self.url}{address}")
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()


@pytest.fixture
def office(live_server: Any, settings: Any, password: str) -> Iterator[Office]:
    settings.ONESTOP_BASE_URL = live_server.url  # what the QR codes say
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Office(browser, live_server.url, password)
        browser.close()


@pytest.fixture(scope="module")
def scan() -> ScannedPage:
    return scan_page(11)


@pytest.fixture
def scan_file(scan: ScannedPage, tmp_path: Path) -> Path:
    path = tmp_path / "to-khai.jpg"
    path.write_bytes(scan.jpeg)
    return path


def test_from_the_counter_to_the_result(office: Office, scan: ScannedPage, scan_file: Path) -> None:
    clerk, citizen = office.person("tiepnhan.datmui"), office.person(**PHONE)
    code = receive(clerk, scan_file)
    follow(office, citizen, tracking_address(office, clerk))
    confirm(clerk, code, scan)
    decide(office, code)
    seal_and_issue(office.person("vanthu.anxuyen"), code)
    result = download(office, citizen)
    verify(citizen, result)
    deliver(clerk, code)
    supervise(office.person("giamsat"), code)
    assert office.complaints == []


def receive(clerk: Page, scan_file: Path) -> str:
    """The clerk's hands stay on the keys: card, procedure, commune, scan, F8. Return the code of the dossier."""
    clerk.on("filechooser", lambda chooser: chooser.set_files(scan_file))
    clerk.keyboard.type(CARD)  # the scanner types and ends with Enter; the card's field has the focus
    clerk.keyboard.press("Enter")
    expect(clerk.locator("[name=applicant_name]")).to_have_value("TRẦN THỊ MẪU")
    clerk.keyboard.type("trich luc")
    clerk.keyboard.press("Enter")  # without waiting for the list
    expect(clerk.locator("[name=procedure]")).to_have_value(re.compile("2.000635 · .*Trích lục hộ tịch"))
    expect(clerk.locator("[name=area]")).to_be_focused()
    clerk.locator("[name=area]").select_option(label="Phường An Xuyên")
    expect(clerk.locator("#promise")).to_contain_text("Ủy ban nhân dân phường An Xuyên")
    clerk.keyboard.press("F4")
    expect(clerk.locator(".paper__files li")).to_contain_text("1 trang")
    press_f8(clerk)
    expect(clerk.locator("h1")).to_have_text("Đã tiếp nhận hồ sơ")
    work_in_the_background()
    expect(clerk.locator("#receipt")).to_be_visible()
    expect(clerk.locator(".sheet--act")).to_contain_text("Hẹn trả kết quả")
    expect(clerk.locator(".sheet--act")).to_contain_text("8.000")
    code = clerk.locator(".sheet--act a.code").inner_text()
    assert CODE.fullmatch(code)
    return code


def open_dossier(page: Page, code: str) -> None:
    page.click(f"text={code}")
    expect(page.locator("h1")).to_contain_text(code)


def press_f8(page: Page) -> None:
    """Press the key of the big button, once the new page listens to keys."""
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("F8")


def work_in_the_background() -> None:
    """Do what the runner would, in a thread of its own: Playwright's loop runs in this one."""
    [done] = at_once(lambda _number: journeys.run_background(), 1)
    assert isinstance(done, int), done


def tracking_address(office: Office, clerk: Page) -> str:
    """Return what the QR on the receipt says."""
    source = clerk.locator("#receipt").get_attribute("src")
    [address] = reading.qr(office.fetch(clerk, source))
    return address


def follow(office: Office, citizen: Page, address: str) -> None:
    """The citizen points a phone at the receipt, without signing in."""
    assert address.startswith(f"{office.url}/t/")
    citizen.goto(address)
    expect(citizen.locator("h1")).to_contain_text("Hồ sơ đã được tiếp nhận")
    expect(citizen.locator("main")).to_contain_text("Hẹn trả kết quả")
    assert not citizen.evaluate("document.documentElement.scrollWidth > innerWidth")


def confirm(clerk: Page, code: str, scan: ScannedPage) -> None:
    """The clerk compares the scan with the text that was read, and vouches for it."""
    open_dossier(clerk, code)
    clerk.click("#confirm_digitisation li a")
    assert clerk.locator("img.scan").evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
    read, written = set(clerk.locator(".scan-text").inner_text().split()), set(scan.truth.split())
    assert len(read & written) > 0.7 * len(written)
    clerk.click(f"text=Về hồ sơ {code}")
    expect(clerk.locator("#confirm_digitisation")).to_be_visible()
    press_f8(clerk)
    expect(clerk.locator(".head-state")).to_contain_text("đã số hoá")


def decide(office: Office, code: str) -> None:
    """Far away, an officer takes the dossier up and proposes; the approver signs exactly what the page shows."""
    officer = office.person("thuly.anxuyen")
    open_dossier(officer, code)
    press_f8(officer)
    expect(officer.locator("#propose")).to_be_visible()
    officer.check("[name=outcome][value=granted]")
    officer.fill(
        "[name=content]", "Họ, chữ đệm, tên: TRẦN THỊ MẪU\nTrích lục từ sổ đăng ký khai sinh năm 1985."
    )
    press_f8(officer)
    expect(officer.locator("[role=status]").first).to_contain_text("Đã trình kết quả")
    work_in_the_background()
    approver = office.person("kyduyet.anxuyen")
    open_dossier(approver, code)
    shown = office.fetch(approver, approver.locator("object.document").get_attribute("data"))
    assert "TRẦN THỊ MẪU" in reading.text(shown)
    expect(approver.locator("#approve .hash")).to_contain_text(hashlib.sha256(shown).hexdigest())
    press_f8(approver)
    expect(approver.locator(".head-state")).to_contain_text("đã có kết quả")


def seal_and_issue(records_clerk: Page, code: str) -> None:
    """The records clerk presses F8 twice."""
    open_dossier(records_clerk, code)
    press_f8(records_clerk)
    expect(records_clerk.locator("[role=status]")).to_contain_text("dấu")
    press_f8(records_clerk)
    expect(records_clerk.locator(".head-state")).to_contain_text("đã phát hành kết quả")


def download(office: Office, citizen: Page) -> bytes:
    """The citizen looks again: the result is ready, and can be taken."""
    citizen.reload()
    expect(citizen.locator("h1")).to_have_text("Kết quả đã sẵn sàng")
    expect(citizen.locator("main")).to_contain_text(re.compile("có kết quả (trước|đúng) hạn"))
    return office.fetch(citizen, citizen.locator("a.button").get_attribute("href"))


def verify(citizen: Page, result: bytes) -> None:
    """Somebody who was given the result points a phone at its QR."""
    [address] = reading.qr(result)
    citizen.goto(address)
    expect(citizen.locator("h1")).to_have_text("Văn bản này là thật")
    expect(citizen.locator(".hash").first).to_contain_text(hashlib.sha256(result).hexdigest())
    expect(citizen.locator("main")).not_to_contain_text("TRẦN THỊ MẪU")


def deliver(clerk: Page, code: str) -> None:
    """Back at the first counter, the result is handed over."""
    clerk.click("text=Hồ sơ")
    clerk.click("text=Chờ trả kết quả")
    open_dossier(clerk, code)
    press_f8(clerk)
    expect(clerk.locator(".head-state")).to_contain_text("đã trả kết quả")


def supervise(supervisor: Page, code: str) -> None:
    """The supervisor sees when it came, when it was due, and the working time it took."""
    supervisor.click("a.number:has-text('tiếp nhận hôm nay')")
    row = supervisor.locator(f"#list tr:has-text('{code}')")
    instant = re.compile(r"\d{2}/\d{2}/\d{4}, \d{2}:\d{2}")
    expect(row.locator("[data-label='Tiếp nhận']")).to_have_text(instant)
    expect(row.locator(".due")).to_have_text(re.compile(instant.pattern + r"\s*(trước|đúng) hạn"))
    expect(row.locator("[data-label='Thời gian đã giải quyết']")).to_have_text(re.compile(r"\d+ (phút|giờ)"))


def test_a_quick_enter_chooses_by_the_letters_typed_last(office: Office) -> None:
    clerk = office.person("tiepnhan.datmui")
    clerk.focus("[name=procedure]")
    expect(clerk.locator("#procedure-options li").first).to_contain_text("2.000635")  # before any letter
    clerk.keyboard.type("goc")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("[name=procedure]")).to_have_value(re.compile("2.000908 · .*sổ gốc"))
    expect(clerk.locator("[name=area]")).to_be_focused()
    assert office.complaints == []


def test_a_clerk_accepts_with_a_scan_without_javascript(office: Office, scan_file: Path) -> None:
    clerk = office.person("tiepnhan.datmui", java_script_enabled=False)
    clerk.fill("[name=card]", CARD)
    clerk.press("[name=card]", "Enter")
    expect(clerk.locator("[name=applicant_name]")).to_have_value("TRẦN THỊ MẪU")
    clerk.fill("[name=procedure]", "trich luc")
    clerk.locator("[name=area]").select_option(label="Phường An Xuyên")
    clerk.click("text=Tính lại")
    clerk.set_input_files("[name=paper-1]", scan_file)
    clerk.press("[name=request]", "Enter")
    expect(clerk.locator(".paper__files li")).to_contain_text("to-khai.jpg")
    clerk.press("[name=request]", "Enter")
    expect(clerk.locator(".paper__files li")).to_contain_text("to-khai.jpg")
    clerk.click("[name=accept]")
    expect(clerk.locator("h1")).to_have_text("Đã tiếp nhận hồ sơ")
    work_in_the_background()
    clerk.click("text=Xem lại")
    expect(clerk.locator("#receipt")).to_be_visible()
    clerk.click(".sheet--act a.code")
    expect(clerk.locator("#confirm_digitisation li")).to_have_count(1)
    assert office.complaints == []
