"""Writes searchable PDFs: the scan as it came, and under it the words, invisible, where they stand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pikepdf
import pikepdf.pdfa
from pikepdf import Array, Dictionary, Name

from . import glyphless
from .ocr import Word
from .pdf_facts import PageBox, open_pdf
from .steps import Affine, Colour, Grey, scaling

PRODUCER: Final = "onestop"
_FONT: Final = "OnestopText"


@dataclass(frozen=True)
class Picture:
    """An image to place: `data` is a JPEG file kept as it came, or packed pixels (see pack).

    `width` and `height` are the stored pixels, `channels` 1 or 3, `bits` per channel 1 or 8.
    """

    width: int
    height: int
    channels: int
    bits: int
    data: bytes
    is_jpeg: bool


@dataclass(frozen=True)
class ScannedSheet:
    """One page that shows a picture straightened: size in pixels, resolution, the words, and the picture.

    `words` are in the pixels of the sheet; `to_sheet` maps the stored pixels of the picture to them.
    """

    width: int
    height: int
    dpi: float
    words: tuple[Word, ...]
    picture: Picture
    to_sheet: Affine


@dataclass(frozen=True)
class Overlay:
    """Words for a page of an existing PDF, with the map from the read pixels to the page's user space."""

    page_index: int
    words: tuple[Word, ...]
    to_page: Affine


def from_scans(sheets: Sequence[ScannedSheet]) -> bytes:
    """Return a PDF/A-2b of the sheets, validated; equal input gives equal bytes.

    Raises pikepdf.pdfa.PdfaError if the result does not validate (a fault of ours, not of the scan).
    """
    with pikepdf.Pdf.new() as pdf:
        font = glyphless.embed(pdf, (word.text for sheet in sheets for word in sheet.words))
        for sheet in sheets:
            _add_sheet(pdf, font, sheet)
        pdf.Root.Lang = pikepdf.String("vi")
        pikepdf.pdfa.prepare(pdf, "2b")
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdf:Producer"] = PRODUCER
            metadata["dc:language"] = ["vi"]
            del metadata["xmp:MetadataDate"]  # a date would make equal scans differ
        pdf.docinfo["/Producer"] = PRODUCER
        written = io.BytesIO()
        pikepdf.pdfa.save(pdf, written, "2b", repair=False, deterministic_id=True)
        return written.getvalue()


def with_overlays(source: bytes, overlays: Iterable[Overlay]) -> bytes:
    """Return the PDF with invisible words added under its pages, which otherwise stay as they are."""
    overlays = list(overlays)
    with open_pdf(source) as pdf:
        font = glyphless.embed(pdf, (word.text for overlay in overlays for word in overlay.words))
        for overlay in overlays:
            _lay_under(pdf, pdf.pages[overlay.page_index], font, overlay)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, encryption=False, fix_metadata_version=False)
        return written.getvalue()


def pack(pixels: Grey | Colour, *, bits: int = 8) -> bytes:
    """Compress pixels losslessly, each row as its difference from the row above (PNG predictor "up").

    With bits=1 the pixels must be 0 or 255.
    """
    rows = pixels.reshape(pixels.shape[0], -1)
    if bits == 1:
        rows = np.packbits(rows > 127, axis=1)
    packed = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    packed[:, 0] = 2
    packed[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=packed[1:, 1:])
    return zlib.compress(packed.data, 3)


def user_space(box: PageBox, width: int, height: int) -> Affine:
    """Return the map from a page rendered in width x height pixels to its user space (points, y up)."""
    turned = box.rotation in (90, 270)
    across, down = (box.height, box.width) if turned else (box.width, box.height)
    u, v = across / width, down / height
    rows = {
        0: [[u, 0, box.x0], [0, -v, box.y1]],
        90: [[0, v, box.x0], [u, 0, box.y0]],
        180: [[-u, 0, box.x1], [0, v, box.y0]],
        270: [[0, -v, box.x1], [-u, 0, box.y1]],
    }[box.rotation]
    return np.array([*rows, [0, 0, 1]], dtype=np.float64)


def _add_sheet(pdf: pikepdf.Pdf, font: pikepdf.Object, sheet: ScannedSheet) -> None:
    point = 72 / sheet.dpi
    to_page = np.array([[point, 0, 0], [0, -point, sheet.height * point], [0, 0, 1]])
    picture = sheet.picture
    # The unit square of a PDF image has its origin below left; a picture's pixels start above left.
    square = scaling(picture.width, picture.height) @ np.array([[1.0, 0, 0], [0, -1, 1], [0, 0, 1]])
    placed = _matrix(to_page @ sheet.to_sheet @ square)
    content = _invisible(sheet.words, to_page) + f"q {placed} cm /Scan Do Q\n".encode("ascii")
    size = [0, 0, round(sheet.width * point, 3), round(sheet.height * point, 3)]
    resources = Dictionary(
        XObject=Dictionary(Scan=_image(pdf, picture)), Font=Dictionary({f"/{_FONT}": font})
    )
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(size),
        Resources=resources,
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    facts = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=picture.bits,
        ColorSpace=Name.DeviceGray if picture.channels == 1 else Name.DeviceRGB,
    )
    if picture.is_jpeg:
        facts.Filter = Name.DCTDecode
        return pdf.make_stream(picture.data, facts)
    facts.Filter = Name.FlateDecode
    facts.DecodeParms = Dictionary(
        Predictor=15, Colors=picture.channels, BitsPerComponent=picture.bits, Columns=picture.width
    )
    return pdf.make_stream(picture.data, facts)


def _lay_under(pdf: pikepdf.Pdf, page: pikepdf.Page, font: pikepdf.Object, overlay: Overlay) -> None:
    """Put the words first in the page's content: there the graphics state is still the initial one."""
    resources = Dictionary(dict(page.resources))  # may be shared with other pages: change a copy
    fonts = Dictionary(dict(resources.get("/Font", {})))
    fonts[f"/{_FONT}"] = font
    resources.Font = fonts
    page.obj.Resources = resources
    words = pdf.make_stream(_invisible(overlay.words, overlay.to_page))
    old = page.obj.get("/Contents", Array([]))
    page.obj.Contents = Array([words, *(old if isinstance(old, Array) else [old])])


def _invisible(words: Sequence[Word], to_page: Affine) -> bytes:
    """Return a text object in rendering mode 3 (invisible) with each word at its place.

    Every word gets the height of its line, so that a selection looks even. Font size and stretch are in
    the pixels that were read; the matrix carries place, direction and scale.
    """
    shown = ["q BT 3 Tr"]
    for word in words:
        codes = glyphless.encode(word.text)
        tall = max(1, word.line.height)
        advance = len(codes) / 4 * glyphless.ADVANCE / 1000 * tall
        stretch = 100 * max(1, word.box.width) / advance
        bottom = word.line.top + word.line.height
        place = to_page @ np.array([[1, 0, word.box.left], [0, -1, bottom], [0, 0, 1]])
        shown.append(
            f"/{_FONT} {tall} Tf {stretch:.2f} Tz {_matrix(place)} Tm <{codes}{glyphless.encode(' ')}> Tj"
        )
    shown.append("ET Q\n")
    return "\n".join(shown).encode("ascii") if words else b""


def _matrix(affine: Affine) -> str:
    return " ".join(f"{affine[row, column]:.5f}" for column in range(3) for row in range(2))
