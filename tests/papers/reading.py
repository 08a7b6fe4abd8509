"""Reads a rendered paper back as a reader would: its text, its picture, its QR code."""

import re

import pypdfium2
import zxingcpp
from PIL.Image import Image


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def text(pdf: bytes) -> str:
    """Return the text of all pages, line ends and runs of blanks as one space."""
    document = pypdfium2.PdfDocument(pdf)
    return flat(" ".join(page.get_textpage().get_text_range() for page in document))


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def picture(pdf: bytes, scale: float = 150 / 72) -> Image:
    """Draw page 1 as a viewer does, signature fields included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    image: Image = document[0].render(scale=scale, may_draw_forms=True).to_pil()
    return image


def qr(pdf: bytes) -> list[str]:
    return [
        code.text
        for code in zxingcpp.read_barcodes(
            picture(pdf).convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    ]


def bars(pdf: bytes) -> list[str]:
    """Return what a hand scanner reads: the bar codes of page 1."""
    image = picture(pdf, 300 / 72).convert("L")
    return [
        code.text
        for code in zxingcpp.read_barcodes(
            image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
        )
    ]


def outside(pdf: bytes, *, margin: float = 5) -> list[str]:
    """Return the words that stand nearer than `margin` millimetres to an edge of their page, or beyond it."""
    found, gap = [], margin * 72 / 25.4
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        words = page.get_textpage()
        for index in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(index)
            if left < gap or bottom < gap or right > width - gap or top > height - gap:
                found.append(words.get_text_bounded(left, bottom, right, top))
    return found


def right_edge(pdf: bytes) -> float:
    """Return how far right the text of the pages reaches, in millimetres from the left edge of the paper."""
    edges: list[float] = []
    for page in pypdfium2.PdfDocument(pdf):
        words = page.get_textpage()
        edges += [words.get_rect(index)[2] for index in range(words.count_rects())]
    return max(edges) * 25.4 / 72
