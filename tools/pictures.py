"""Writes pictures of the pages to docs/pictures/: 360 and 1366 pixels wide, Vietnamese, long real names.

    python -m tools.pictures [--url http://127.0.0.1:8000] [--into docs/pictures] [--only track]

Without --url it plays an office of its own into a temporary directory, serves it on a free port, and stops it after.
With --url the server needs the demo accounts; lists that are empty there are left out.
"""

import argparse
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from seeds import DEMO_PASSWORD
from tools.life_pictures import take_whole_life

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {360: 740, 1366: 768}
# a Thursday morning in office hours: the same in every picture
MOMENT = datetime(2026, 11, 19, 10, 40, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CARD = (
    "096192004512|381234567|Nguyễn Huỳnh Thị Phương Thảo|02091992|Nữ|Khóm 4, Phường An Xuyên, Cà Mau|22122022"
)


class Camera:
    """Takes each page at both widths, freshly loaded, so that what loads late fits its frame."""

    def __init__(self, browser: Browser, url: str, into: Path, only: str) -> None:
        self.browser, self.url, self.into, self.only = browser, url, into, only
        self.taken: list[Path] = []
        into.mkdir(parents=True, exist_ok=True)

    def person(self, username: str = "") -> Page:
        """Return a page of somebody who is signed in; of a citizen without a name."""
        page = self.context().new_page()
        if username:
            page.goto(f"{self.url}/sign-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", DEMO_PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_load_state("networkidle")
        return page

    def context(self) -> BrowserContext:
        return self.browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")

    def take(self, name: str, page: Page, prepare: Callable[[Page], Any] | None = None) -> None:
        """Load the page's address at each width, let `prepare` act on it, and write the picture."""
        if self.only not in name:
            return
        address = page.url
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address, wait_until="networkidle")
            if prepare:
                prepare(page)
            page.wait_for_timeout(900 if page.query_selector("iframe, object") else 100)
            path = self.into / f"{name}-{width}.png"
            page.screenshot(path=path, full_page=True)
            self.taken.append(path)

    def open_first(self, page: Page, worklist: str) -> bool:
        """Open the first dossier of a worklist; False when it is empty."""
        page.goto(f"{self.url}/counter/lists/{worklist}/")
        first = page.query_selector("[data-list] tbody a")
        if first:
            page.goto(self.url + (first.get_attribute("href") or ""))
        return first is not None

    def open_with(self, page: Page, worklist: str, part: str) -> str:
        """Open the first dossier of a worklist whose page has this part; return its address, "" when there is none."""
        page.goto(f"{self.url}/counter/lists/{worklist}/")
        links = page.query_selector_all("[data-list] tbody a")
        for address in [link.get_attribute("href") or "" for link in links]:
            page.goto(self.url + address)
            if page.query_selector(part):
                return address
        return ""


def filled_in(page: Page) -> None:
    """Receive a person: scan the card, choose the procedure, ask for two copies."""
    page.fill("[name=card]", CARD)
    page.press("[name=card]", "Enter")
    page.wait_for_selector("#card-says.notice")
    page.fill("[name=procedure]", "2.000635 · Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh")
    page.fill("[name=request]", "Bản sao trích lục khai sinh")
    page.fill("[name=copies]", "2")
    page.press("[name=copies]", "Tab")
    page.wait_for_selector("#promise .promise")
    page.wait_for_load_state("networkidle")


def refused(page: Page) -> None:
    """Press the button of an empty form."""
    page.click("[data-key=F8]")
    page.wait_for_selector("#errors")


def take_all(camera: Camera) -> None:
    """Visit every page as the person it is made for."""
    camera.take("sign-in", at(camera, camera.person(), "/sign-in/"))
    camera.take("house-style", at(camera, camera.person(), "/style/"))
    clerk = camera.person("tiepnhan.datmui")
    camera.take("reception", at(camera, clerk, "/counter/"), filled_in)
    camera.take("reception-errors", at(camera, clerk, "/counter/"), refused)
    camera.take("worklist", at(camera, clerk, "/counter/lists/open/"))
    camera.take(
        "worklist-empty", at(camera, camera.person("traketqua.anxuyen"), "/counter/lists/to_deliver/")
    )
    camera.take("attention", at(camera, clerk, "/counter/attention/"))
    for name, username, worklist in (
        ("dossier-to-confirm", "tiepnhan.datmui", "to_confirm"),
        ("dossier-to-accept", "tiepnhan.datmui", "to_accept"),
        ("dossier-to-propose", "thuly.anxuyen", "in_my_hands"),
        ("dossier-to-approve", "kyduyet.anxuyen", "to_approve"),
        ("dossier-to-seal", "vanthu.anxuyen", "to_issue"),
        ("dossier-to-deliver", "tiepnhan.datmui", "to_deliver"),
    ):
        desk = camera.person(username)
        if camera.open_first(desk, worklist):
            camera.take(name, desk)
    take_document(camera, clerk)
    take_whole_life(camera)
    take_citizens_pages(camera)
    take_catalogue(camera)
    administrator = camera.person("quantri")
    camera.take("staff", at(camera, administrator, "/staff/"))
    camera.take("certificates", at(camera, administrator, "/staff/certificates/"))
    supervisor = camera.person("giamsat")
    camera.take("supervision", at(camera, supervisor, "/supervision/"))
    camera.take("supervision-attention", at(camera, supervisor, "/supervision/attention/"))


def take_document(camera: Camera, clerk: Page) -> None:
    """A scan beside the text that was read from it, of the first dossier that has one."""
    clerk.goto(f"{camera.url}/counter/lists/to_confirm/")
    hrefs = [link.get_attribute("href") or "" for link in clerk.query_selector_all("[data-list] tbody a")]
    for href in hrefs:
        clerk.goto(camera.url + href)
        found = clerk.query_selector("#confirm_digitisation a")
        if found:
            clerk.goto(camera.url + (found.get_attribute("href") or ""))
            camera.take("document", clerk)
            return


def take_citizens_pages(camera: Camera) -> None:
    """Tracking of a dossier in process and of one with a result, the promise explained, and verification."""
    citizen = camera.person()
    for name, username, worklist in (
        ("track", "thuly.anxuyen", "in_my_hands"),
        ("track-ready", "tiepnhan.datmui", "to_deliver"),
    ):
        desk = camera.person(username)
        if not camera.open_first(desk, worklist):
            continue
        at(camera, citizen, desk.get_attribute('a[href^="/t/"]', "href") or "")
        camera.take(name, citizen)
    verification = citizen.query_selector('a[href^="/v/"]')
    if verification:
        genuine = verification.get_attribute("href") or ""
        camera.take("track-why", at(camera, citizen, citizen.get_attribute('a[href$="/why/"]', "href") or ""))
        camera.take("verify", at(camera, citizen, genuine))
    camera.take("verify-unknown", at(camera, citizen, "/v/AAAAAAAAAAAAAAAAAAAAAA/"))
    camera.take("not-found", at(camera, citizen, "/t/AAAAAAAAAAAAAAAAAAAAAA/"))


def take_catalogue(camera: Camera) -> None:
    """What everybody sees of the catalogue, and the editor's console with the first draft that there is."""
    citizen = camera.person()
    camera.take("catalogue", at(camera, citizen, "/procedures/?q=khai+sinh"))
    camera.take("procedure", at(camera, citizen, "/procedures/2.000815/"))
    camera.take("eform", at(camera, citizen, "/procedures/1.004222/form/"))
    editor = camera.person("bientap")
    camera.take("console", at(camera, editor, "/catalogue/"))
    editor.goto(f"{camera.url}/catalogue/")
    drafted = editor.query_selector(".sheet--act a")
    if drafted:
        address = drafted.get_attribute("href") or ""
        for name, part in (("version", ""), ("part", "times/"), ("steps", "steps/")):
            camera.take(f"console-{name}", at(camera, editor, address + part))
    camera.take("comparison", at(camera, editor, "/catalogue/2.000815/compare/"))


def at(camera: Camera, page: Page, path: str) -> Page:
    """Return the page at an address of the server."""
    page.goto(camera.url + path)
    return page


@contextmanager
def own_server() -> Iterator[str]:
    """Play an office into a temporary directory and serve it at one fixed moment; nothing of it is left behind."""
    with tempfile.TemporaryDirectory(prefix="onestop-pictures-") as var:
        os.environ.update(ONESTOP_VAR=var, DJANGO_SETTINGS_MODULE="onestop.settings", ONESTOP_DEMO="1")
        os.environ.pop("DATABASE_URL", None)
        set_up_office()
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        server = ThreadedWSGIServer(
            ("127.0.0.1", 0), type("Quiet", (WSGIRequestHandler,), {"log_message": silent})
        )
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        with time_machine.travel(MOMENT, tick=True):
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
        server.server_close()


def silent(*said: object) -> None:
    """Say nothing about each request."""


def set_up_office() -> None:
    """Tables, keys, seeds, static files, and two weeks of work. Django starts here, when its directory is known."""
    import django
    from django.core.management import call_command

    django.setup()
    from tools.played_office import before_the_play, finish_in_real_time, play

    with before_the_play(MOMENT):  # certificates must be valid when the first result is signed
        for step in ("make_keys", "migrate", "seed"):
            call_command(step, verbosity=0)
    ignored = ["drf_spectacular_sidecar", "rest_framework"]
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=ignored)
    with time_machine.travel(MOMENT, tick=True):
        play(MOMENT)
        set_up_draft()
    finish_in_real_time()  # what gives up after a time needs a clock that runs


def set_up_draft() -> None:
    """A version that is being edited."""
    from accounts.models import User
    from procedures.actions.draft import draft

    draft("2.000815", by=User.objects.get(username="bientap"))


def photograph(url: str, into: Path, only: str) -> list[Path]:
    """Take every picture of the server at `url`; return the files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        camera = Camera(browser, url, into, only)
        take_all(camera)
        browser.close()
        return camera.taken


def main() -> None:
    """Read the arguments and take the pictures."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--url", default="", help="a running server with the demo accounts")
    reader.add_argument("--into", type=Path, default=ROOT / "docs" / "pictures")
    reader.add_argument("--only", default="", help="pictures whose name holds this")
    given = reader.parse_args()
    if given.url:
        taken = photograph(given.url.rstrip("/"), given.into, given.only)
    else:
        with own_server() as url:
            taken = photograph(url, given.into, given.only)
    sys.stdout.write(f"{len(taken)} pictures in {given.into}\n")


if __name__ == "__main__":
    main()
