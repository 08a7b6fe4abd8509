"""Pictures of the other ways of a dossier: opinion, supplement, papers on their way, forms, a replaced result."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pypdfium2
from django.apps import apps
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tools.pictures import Camera


def take_whole_life(camera: "Camera") -> None:
    """The other ways of a dossier: opinion, supplement, papers on their way, forms, a replaced result; see play()."""
    officer, clerk, citizen = (camera.person(one) for one in ("thuly.anxuyen", "tiepnhan.datmui", ""))
    if camera.open_first(camera.person("thuly.tuphap"), "to_answer"):
        asked = camera.open_with(officer, "in_my_hands", "#opinions")
        camera.take("dossier-opinion", officer)
        camera.take("opinion-to-give", at(camera, camera.person("thuly.tuphap"), asked))
        camera.take("supplement-form", officer, unfolded)
        printed(camera, officer, "06")
    if camera.open_with(officer, "open", "#asked"):
        camera.take("dossier-awaiting-supplement", officer)
        printed(camera, officer, "02")
        camera.take("track-awaiting-supplement", at(camera, citizen, tracking_of(officer)))
        camera.take("supplement-to-take", at(camera, clerk, officer.url.removeprefix(camera.url)))
    camera.take("hand-overs", at(camera, officer, "/counter/hand-overs/"))
    awaited = officer.query_selector("[data-list] tbody a")
    if awaited:
        camera.take("hand-over-receive", at(camera, officer, awaited.get_attribute("href") or ""))
    clerk.goto(f"{camera.url}/counter/hand-overs/give/")
    bundle = clerk.query_selector(".tabs a")
    if bundle:
        towards = bundle.get_attribute("href") or ""
        camera.take("hand-over-give", at(camera, clerk, f"/counter/hand-overs/give/{towards}"))
    camera.take("register", at(camera, clerk, "/counter/register/"))
    camera.take("leases", at(camera, camera.person("truongtrungtam.datmui"), "/counter/numbers/"))
    if camera.open_first(clerk, "to_deliver_anew"):
        at(camera, citizen, tracking_of(clerk))
        camera.take("track-corrected", citizen)
        number = clerk.locator("#results dt").first.inner_text()
        if address := verification_of(number):
            camera.take("verify-replaced", at(camera, citizen, address))


def unfolded(page: Page) -> None:
    """Open the form that asks for a supplement, with one paper ticked."""
    page.click("#request_supplement > summary")
    page.check("#request_supplement [name=missing] >> nth=0")


def tracking_of(page: Page) -> str:
    """The address at which the citizen follows the dossier of this page."""
    return page.get_attribute('a[href^="/t/"]', "href") or ""


def verification_of(number: str) -> str:
    """The address in the QR of a result of the played office; "" for a server that is somebody else's."""
    if not apps.ready:
        return ""

    def asked() -> str:
        from dossiers.models import Result

        return f"/v/{Result.objects.get(number_text=number).key}/"

    with ThreadPoolExecutor(
        1
    ) as pool:  # Playwright's loop runs in this thread, where Django asks no database
        return pool.submit(asked).result()


def printed(camera: "Camera", page: Page, form: str) -> None:
    """Take a statutory form of the dossier on this page, drawn from its PDF."""
    name = f"form-{form}"
    link = page.query_selector(f'#forms a[href*="/forms/{form}/"]')
    if camera.only not in name or link is None:
        return
    answer = page.request.get(camera.url + (link.get_attribute("href") or ""))
    path = camera.into / f"{name}.png"
    pdf = pypdfium2.PdfDocument(answer.body())
    pdf[0].render(scale=1.5).to_pil().save(path)
    camera.taken.append(path)


def at(camera: "Camera", page: Page, path: str) -> Page:
    """Return the page at an address of the server."""
    page.goto(camera.url + path)
    return page
