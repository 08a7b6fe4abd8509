"""What a PDF says about itself, read from its structure alone: no page is rendered, no stream decoded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pikepdf import Name

from .refusals import Refused

MAX_PAGES = 200
MAX_PIXELS = 60_000_000
LOWEST_DPI = 150  # a page that exceeds MAX_PIXELS even at this resolution is refused (A0 is 35 million)
MAX_OBJECTS = 200_000
_MAX_DECODED = 64 * 1024**2  # object and cross-reference streams: the only ones qpdf decodes to open a file

_ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Thread",
    "/RichMediaExecute",
    "/Rendition",
}
_ACTIVE_SUBTYPES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_ACTIVE_KEYS = {"/JS", "/EF", "/XFA"}
_BORING_KEYS = {"/Resources", "/Contents", "/StructTreeRoot", "/AP", "/Metadata", "/Thumb"}
_MALFORMED = (pikepdf.PdfError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class PageBox:
    """The visible part of a page in PDF user space (points), and its clockwise rotation (0, 90, 180, 270)."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    @property
    def width(self) -> float:
        """Width in points before rotation."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points before rotation."""
        return self.y1 - self.y0


@dataclass(frozen=True)
class PdfFacts:
    """Facts of a PDF that may be attached; `has_text` is a hint: some page names a font."""

    boxes: tuple[PageBox, ...]
    is_signed: bool
    has_text: bool


def read_facts(data: bytes) -> PdfFacts:
    """Return the facts of a PDF or raise Refused.

    Run it in a child (sandbox.py): a hostile file can still make qpdf work hard while it opens it.
    Codes: pdf_broken, pdf_encrypted, pdf_has_active_content, too_many_pages, page_too_large, image_too_large.
    """
    before = pikepdf.settings.set_qpdf_limits(flate_max_memory=_MAX_DECODED)
    try:
        with open_pdf(data) as pdf:
            return _facts(pdf)
    except _MALFORMED as error:
        raise pdf_broken() from error
    finally:
        pikepdf.settings.set_qpdf_limits(flate_max_memory=before["flate_max_memory"])


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """Open a PDF that needs no password; raises Refused (pdf_encrypted, pdf_broken)."""
    if b"%%EOF" not in data[-2048:]:  # qpdf repairs a cut file silently, and drops what was cut off
        raise pdf_broken()
    try:
        return pikepdf.Pdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused(
            "pdf_encrypted",
            _("This PDF is locked with a password. Save a copy without password and attach that copy."),
        ) from error
    except _MALFORMED as error:
        raise pdf_broken() from error


def pdf_broken() -> Refused:
    """Return the error for a PDF that cannot be opened or lacks parts."""
    return Refused(
        "pdf_broken",
        _("This PDF is damaged or incomplete. Scan the paper again or export the document once more."),
    )


def too_many_pages() -> Refused:
    """Return the error for a document of more than MAX_PAGES pages."""
    return Refused(
        "too_many_pages",
        format_lazy(
            _("The document has more than {limit} pages. Split it into several files."), limit=MAX_PAGES
        ),
    )


def image_too_large() -> Refused:
    """Return the error for an image of more than MAX_PIXELS pixels."""
    return Refused(
        "image_too_large",
        format_lazy(
            _("The image has more than {limit} million pixels. Scan the paper again at 200 to 300 dpi."),
            limit=MAX_PIXELS // 1_000_000,
        ),
    )


def _facts(pdf: pikepdf.Pdf) -> PdfFacts:
    if len(pdf.pages) == 0:
        raise pdf_broken()
    if len(pdf.pages) > MAX_PAGES:
        raise too_many_pages()
    is_signed = _walk_for_activity(pdf)
    boxes = tuple(_box(page) for page in pdf.pages)
    return PdfFacts(boxes=boxes, is_signed=is_signed, has_text=_names_a_font(pdf))


def _walk_for_activity(pdf: pikepdf.Pdf) -> bool:
    """Visit what a viewer could act on; refuse activity; return whether there is a signature."""
    is_signed = False
    for item in _reachable(pdf.Root):
        keys = set(item.keys())
        if "/ByteRange" in keys and "/Contents" in keys:
            is_signed = True
        if (
            keys & _ACTIVE_KEYS
            or str(item.get("/S", "")) in _ACTIVE_ACTIONS
            or str(item.get("/Subtype", "")) in _ACTIVE_SUBTYPES
        ):
            raise Refused(
                "pdf_has_active_content",
                _(
                    "This PDF contains a program, a form script or an attached file. "
                    "Print it to a new PDF or scan the paper, and attach that."
                ),
            )
    return is_signed


def _reachable(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield every dictionary (and stream dictionary) reachable from root, page content left aside."""
    seen: set[tuple[int, int]] = set()
    waiting: list[pikepdf.Object] = [root]
    visited = 0
    while waiting:
        item = waiting.pop()
        visited += 1
        if visited > MAX_OBJECTS:
            raise pdf_broken()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Array):
            waiting += [child for child in item if isinstance(child, pikepdf.Object)]
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            yield item
            waiting += [
                child
                for key, child in item.items()
                if key not in _BORING_KEYS and isinstance(child, pikepdf.Object)
            ]


def _box(page: pikepdf.Page) -> PageBox:
    media = [float(value) for value in page.mediabox]
    crop = [float(value) for value in page.cropbox]
    x0, x1 = max(min(media[0::2]), min(crop[0::2])), min(max(media[0::2]), max(crop[0::2]))
    y0, y1 = max(min(media[1::2]), min(crop[1::2])), min(max(media[1::2]), max(crop[1::2]))
    if not (x1 - x0 >= 1 and y1 - y0 >= 1):  # also catches not-a-number
        raise pdf_broken()
    unit = float(page.obj.get("/UserUnit", 1))
    if (x1 - x0) * (y1 - y0) * (unit * LOWEST_DPI / 72) ** 2 > MAX_PIXELS:
        raise Refused(
            "page_too_large",
            _("A page of this PDF is larger than an A0 sheet. Export it at paper size and attach that file."),
        )
    return PageBox(x0, y0, x1, y1, page.rotation % 360)


def _names_a_font(pdf: pikepdf.Pdf) -> bool:
    """Look through the pages' resources (one level of forms deep); refuse an image that is too large."""
    found = False
    for page in pdf.pages:
        for resources in _resources(page):
            if len(resources.get("/Font", {})):
                found = True
            for item in dict(resources.get("/XObject", {})).values():
                if item.get("/Subtype") != Name.Image:
                    continue
                if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MAX_PIXELS:
                    raise image_too_large()
    return found


def _resources(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    own = page.resources
    yield own
    for item in dict(own.get("/XObject", {})).values():
        if item.get("/Subtype") == Name.Form and "/Resources" in item:
            yield item.Resources
