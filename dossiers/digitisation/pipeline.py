"""The order of the steps: from the bytes of a scan to a searchable PDF, its text and how sure we are."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import cv2
import numpy as np
import pypdfium2
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence, TiffImagePlugin

from . import pdf, steps
from .ocr import Reading, recogniser
from .pdf_facts import MAX_PAGES, MAX_PIXELS, PdfFacts, image_too_large, read_facts
from .refusals import Refused, Unreadable
from .sandbox import in_child
from .steps import Affine, Colour, Grey, scaling

__all__ = ["Digitised", "PageFacts", "Unreadable", "digitise", "digitise_in_child"]

_FORMATS: Final = ("JPEG", "PNG", "TIFF")  # a phone's multi-picture file (MPO) opens as JPEG
READ_DPI: Final = 200.0
_MAX_READ_PIXELS: Final = 25_000_000  # larger pages are read at a lower resolution: memory stays bounded
_SECONDS: Final = 60.0
_SECONDS_PER_PAGE: Final = 5.0  # ten times what a page takes on a quiet machine
_A4_INCHES: Final = 11.69
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
    for number, frame in enumerate(_frames(source), start=1):
        read = _read(_upright_grey(frame), _resolution(frame))
        to_sheet = np.linalg.inv(read.to_given) @ _upright(frame)
        sheets.append(
            pdf.ScannedSheet(
                read.width, read.height, read.dpi, read.reading.words, _picture(frame, source), to_sheet
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
        grey = _grey(np.asarray(bitmap.to_numpy())[:, :, :3])
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


def _frames(source: bytes) -> Iterator[Image.Image]:
    """Yield the decoded pages of an image file (TIFF may have several). Raises Unreadable, Refused."""
    try:
        with Image.open(io.BytesIO(source), formats=_FORMATS) as image:
            several = isinstance(image, TiffImagePlugin.TiffImageFile)
            for index, frame in enumerate(ImageSequence.Iterator(image) if several else [image]):
                if index >= MAX_PAGES:
                    return
                if frame.width * frame.height > MAX_PIXELS:
                    raise image_too_large()
                frame.load()  # PIL, not cv2: cv2 returns half a picture without a word
                yield frame
    except Image.DecompressionBombError as error:
        raise image_too_large() from error
    except (OSError, SyntaxError, EOFError, KeyError, TypeError, ValueError, struct.error) as error:
        raise Unreadable(
            "image_broken",
            _("This image is damaged or incomplete. Scan the paper again and attach the new file."),
        ) from error


def _pixels(image: Image.Image) -> Grey | Colour:
    """Return 8-bit grey or colour pixels of any PIL mode; what is transparent becomes white paper."""
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, dtype=np.float64)
        return (deep * (255.0 / max(float(deep.max()), 255.0))).astype(np.uint8)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return np.asarray(Image.alpha_composite(paper, clear).convert("RGB"))
    return np.asarray(image.convert("RGB"))


def _grey(pixels: Grey | Colour) -> Grey:
    return pixels if pixels.ndim == 2 else steps.red_channel(pixels)


def _picture(frame: Image.Image, source: bytes) -> pdf.Picture:
    """Return the image to place: a JPEG as it came, unless it is CMYK, which our PDF/A has no profile for."""
    if frame.format in ("JPEG", "MPO") and frame.mode in ("L", "RGB"):
        return pdf.Picture(frame.width, frame.height, len(frame.getbands()), 8, source, True)
    pixels, bits = _pixels(frame), 1 if frame.mode == "1" else 8
    channels = 1 if pixels.ndim == 2 else 3
    return pdf.Picture(frame.width, frame.height, channels, bits, pdf.pack(pixels, bits=bits), False)


def _upright_grey(frame: Image.Image) -> Grey:
    """Return the page to read, without a copy in colour where none is needed (60 million pixels are 180 MB)."""
    upright = ImageOps.exif_transpose(frame) if _orientation(frame) != 1 else frame
    if upright.mode == "RGB" and "transparency" not in upright.info:
        return np.asarray(upright.getchannel("R"))
    return _grey(_pixels(upright))


def _orientation(frame: Image.Image) -> int:
    return int(frame.getexif().get(0x0112, 1))


def _upright(frame: Image.Image) -> Affine:
    """Return the map from stored to upright pixels by the EXIF orientation (1 to 8; anything else is 1)."""
    width, height = frame.size
    rows = {
        2: [[-1, 0, width], [0, 1, 0]],
        3: [[-1, 0, width], [0, -1, height]],
        4: [[1, 0, 0], [0, -1, height]],
        5: [[0, 1, 0], [1, 0, 0]],
        6: [[0, -1, height], [1, 0, 0]],
        7: [[0, -1, height], [-1, 0, width]],
        8: [[0, 1, 0], [-1, 0, width]],
    }.get(_orientation(frame), [[1, 0, 0], [0, 1, 0]])
    return np.array([*rows, [0, 0, 1]], dtype=np.float64)


def _resolution(frame: Image.Image) -> float:
    """Return dots per inch: what the file says if that gives a likely sheet, else as if it were A4 paper."""
    longer = max(frame.size)
    try:
        said = float(frame.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        said = 0.0
    likely = 100 <= said <= 1200 and 3 <= longer / said <= 48  # telephones say 72 whatever they photograph
    return said if likely else max(20.0, longer / _A4_INCHES)


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
