"""The order of the steps: from the bytes of a scan to a searchable PDF, its text and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import cv2
import numpy as np
import pypdfium2
from django.utils.translation import gettext_lazy as _

from . import images, pdf, steps
from .ocr import Reading, recogniser
from .pdf_facts import PdfFacts, read_facts
from .refusals import Refused, Unreadable
from .sandbox import in_child
from .steps import Affine, Grey, scaling

__all__ = ["Digitised", "PageFacts", "Unreadable", "digitise", "digitise_in_child"]

READ_DPI: Final = 200.0
_MAX_READ_PIXELS: Final = 25_000_000  # larger pages are read at a lower resolution: memory stays bounded
_SECONDS: Final = 60.0
_SECONDS_PER_PAGE: Final = 5.0  # ten times what a page takes on a quiet machine
_ENOUGH_TEXT: Final = 100  # characters: a page with less on top of a big picture is a scan with a footer
_BIG_PICTURE: Final = 0.5  # of the page's area


@dataclass(frozen=True)
class PageFacts:
    """What was found on one page.

    `confidence` is the mean over its words, 0 to 1 (0 without words, 1 for a page that brought its own text);
    `skew_degrees` how far it had to be turned, counter-clockwise; `source` where the text comes from.
    """

    number: int
    words: int
    confidence: float
    skew_degrees: float
    source: Literal["ocr", "text"]


@dataclass(frozen=True)
class Digitised:
    """A digitised document; form feeds separate the pages of `text`; `confidence` is weighted by words."""

    searchable_pdf: bytes
    text: str
    pages: tuple[PageFacts, ...]
    confidence: float


@dataclass(frozen=True)
class _Read:
    """A reading of the cleaned and straightened page: that page's size and dpi, and the map back."""

    reading: Reading
    angle: float
    width: int
    height: int
    dpi: float
    to_given: Affine  # from its pixels to those of the page that was given


def digitise(source: bytes, *, mime: str) -> Digitised:
    """Return the searchable document; the same source gives the same bytes.

    An image becomes a PDF/A-2b that keeps the JPEG bytes (PNG and TIFF are re-encoded without loss).
    A PDF keeps its pages; words are laid under those without text. A signed PDF, and one that is text
    throughout, comes back unchanged.

    Raises Unreadable for what can never succeed: page_unreadable, image_broken, and the codes of pdf_facts.
    The document decides how much work this is: see digitise_in_child.
    """
    try:
        return _digitise_pdf(source) if mime == "application/pdf" else _digitise_image(source)
    except Refused as error:
        raise Unreadable(error.code, error.sentence) from error
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise


def digitise_in_child(source: bytes, *, mime: str, pages: int = 1) -> Digitised:
    """Like digitise, in a child that inherits the loaded recogniser, with limits that grow with the pages.

    Raises also Unreadable("document_too_heavy"), and ocr.RecogniserMissing, which is no fault of the document.
    """
    recogniser()
    return in_child(partial(digitise, source, mime=mime), seconds=_SECONDS + pages * _SECONDS_PER_PAGE)


def _digitise_image(source: bytes) -> Digitised:
    sheets, pages, texts = [], [], []
    for number, frame in enumerate(images.frames(source), start=1):
        read = _read(images.upright_grey(frame), images.resolution(frame))
        to_sheet = np.linalg.inv(read.to_given) @ images.to_upright(frame)
        sheets.append(
            pdf.ScannedSheet(
                read.width, read.height, read.dpi, read.reading.words, images.picture(frame, source), to_sheet
            )
        )
        pages.append(_facts(number, read))
        texts.append(read.reading.text)
    return _digitised(pdf.from_scans(sheets), texts, pages)


def _digitise_pdf(source: bytes) -> Digitised:
    facts = read_facts(source)
    overlays, pages, texts = [], [], []
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise _page_unreadable() from error
    with document:
        if len(document) != len(facts.boxes):
            raise _page_unreadable()
        for index, box in enumerate(facts.boxes):
            own_text, image = _look_at(document, index)
            if image is None:
                pages.append(PageFacts(index + 1, len(own_text.split()), 1.0, 0.0, "text"))
                texts.append(own_text)
                continue
            height, width = image.shape
            dpi = 72 * width / (box.height if box.rotation in (90, 270) else box.width)
            read = _read(image, dpi)
            overlays.append(
                pdf.Overlay(index, read.reading.words, pdf.user_space(box, width, height) @ read.to_given)
            )
            pages.append(_facts(index + 1, read))
            texts.append(read.reading.text)
    return _digitised(_searchable(source, facts, overlays), texts, pages)


def _searchable(source: bytes, facts: PdfFacts, overlays: list[pdf.Overlay]) -> bytes:
    """Return the source itself where a change would break its signature or add nothing."""
    if facts.is_signed or not any(overlay.words for overlay in overlays):
        return source
    return pdf.with_overlays(source, overlays)


def _look_at(document: pypdfium2.PdfDocument, index: int) -> tuple[str, Grey | None]:
    """Return a page's own text, and its picture in grey if it has to be read (None if the text is enough)."""
    try:
        page = document[index]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded().replace("\r\n", "\n").strip()
        text_page.close()
        if len(text) >= _ENOUGH_TEXT or (text and not _has_big_picture(page)):
            page.close()
            return text, None
        width, height = page.get_size()
        factor = min(READ_DPI / 72, (_MAX_READ_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=factor, rev_byteorder=True)
        grey = steps.red_channel(np.asarray(bitmap.to_numpy())[:, :, :3])
        bitmap.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise _page_unreadable() from error
    return text, grey


def _has_big_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _BIG_PICTURE * width * height:
            return True
    return False


def _read(grey: Grey, dpi: float) -> _Read:
    """Clean a page, straighten it, and read it."""
    factor = min(READ_DPI / dpi, 2.0, (_MAX_READ_PIXELS / grey.size) ** 0.5)
    clean = steps.flatten_light(steps.scale(grey, factor))
    angle = steps.skew_angle(clean)
    turned, to_turned = steps.turn(clean, angle)
    given = scaling(grey.shape[1] / clean.shape[1], grey.shape[0] / clean.shape[0])
    height, width = turned.shape
    reading = recogniser().read(turned, dpi=dpi * factor)
    return _Read(reading, angle, width, height, dpi * factor, given @ np.linalg.inv(to_turned))


def _facts(number: int, read: _Read) -> PageFacts:
    words = read.reading.words
    mean = sum(word.confidence for word in words) / len(words) if words else 0.0
    return PageFacts(number, len(words), round(mean, 4), round(read.angle, 3) + 0.0, "ocr")


def _digitised(searchable: bytes, texts: list[str], pages: list[PageFacts]) -> Digitised:
    words = sum(page.words for page in pages)
    mean = sum(page.words * page.confidence for page in pages) / words if words else 0.0
    return Digitised(searchable, "\f".join(texts), tuple(pages), round(mean, 4))


def _page_unreadable() -> Unreadable:
    return Unreadable(
        "page_unreadable",
        _("A page of this document cannot be shown. Print it to a new PDF or scan the paper again."),
    )
