"""Makes scans of filled-in request forms: drawn pages that went through a bad scanner, with their true text.

All persons are invented. The same seed gives the same page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .request_forms import Line, Template, request_lines

A4_INCHES: Final = (8.27, 11.69)
_FONTS: Final = {
    "regular": ("BeVietnamPro-Regular.ttf", "LiberationSerif-Regular.ttf"),
    "bold": ("BeVietnamPro-Bold.ttf", "LiberationSerif-Bold.ttf"),
    "italic": ("BeVietnamPro-Italic.ttf", "LiberationSerif-Italic.ttf"),
}
_FONT_FOLDERS: Final = (
    Path(__file__).resolve().parent.parent / "onestop" / "static" / "fonts",
    Path("/usr/share/fonts/truetype/liberation2"),
)
_MARGIN_INCHES: Final = 0.85
_INK: Final = (28, 28, 36)
_STAMP: Final = (205, 40, 45)

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ScannedPage:
    """A scanned A4 page as a JPEG file, and what is truly written on it (NFC, one line per line)."""

    jpeg: bytes
    truth: str


def scan_page(
    seed: int,
    *,
    template: Template = "civil_status_copy",
    lines: Sequence[str] | None = None,
    dpi: int = 200,
    quality: int = 70,
) -> ScannedPage:
    """Return one scanned page: a form filled in for an invented person, or the given lines as body text.

    The paper is turned by 0.5 to 2 degrees, unevenly lit, slightly blurred and noisy, and a red round stamp
    lies over some of the text. The stamp's own letters are not part of the truth.
    """
    chance = np.random.default_rng(seed)
    written = [Line(text) for text in lines] if lines is not None else request_lines(seed, template)
    sheet, truth, foot = _draw(written, dpi)
    _stamp(sheet, chance, foot, dpi)
    scanned = _scan(sheet, chance)
    saved = io.BytesIO()
    scanned.save(saved, "JPEG", quality=quality, dpi=(dpi, dpi))
    return ScannedPage(saved.getvalue(), truth)


def scan_pdf(
    seeds: Sequence[int], *, template: Template = "civil_status_copy", dpi: int = 200
) -> tuple[bytes, str]:
    """Return a PDF of scanned pages without any text layer, one page per seed, and the true text."""
    pages = [scan_page(seed, template=template, dpi=dpi) for seed in seeds]
    saved = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for page in pages:
            _append(pdf, page.jpeg, dpi)
        pdf.save(saved, deterministic_id=True)
    return saved.getvalue(), "\n".join(page.truth for page in pages)


def _append(pdf: pikepdf.Pdf, jpeg: bytes, dpi: int) -> None:
    """Add a page that shows a JPEG, as scanners write it."""
    with Image.open(io.BytesIO(jpeg)) as image:
        width, height = image.size
    facts = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    across, up = width * 72 / dpi, height * 72 / dpi
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, across, up]),
        Resources=Dictionary(XObject=Dictionary(Scan=pdf.make_stream(jpeg, facts))),
        Contents=pdf.make_stream(f"q {across:.3f} 0 0 {up:.3f} 0 0 cm /Scan Do Q".encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _draw(lines: Sequence[Line], dpi: int) -> tuple[Image.Image, str, float]:
    """Draw the lines in one column on white paper; return the sheet, its text and where the text ends."""
    width, height = (round(side * dpi) for side in A4_INCHES)
    sheet = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(sheet)
    margin, top, truth = _MARGIN_INCHES * dpi, _MARGIN_INCHES * dpi * 0.8, []
    for line in lines:
        font = _font(line.style, round(line.points * dpi / 72))
        for part in _wrap(line.text, font, width - 2 * margin):
            free = width - 2 * margin - font.getlength(part)
            left = margin + free * {"left": 0.0, "middle": 0.5, "right": 0.92}[line.align]
            pen.text((left, top), part, font=font, fill=_INK)
            top += line.points * dpi / 72 * 1.5
            if part:
                truth.append(part)
        top += line.space_after * dpi / 72
    if top > height - margin / 2:
        raise ValueError(f"the text needs {top:.0f} px, the page has {height}")
    return sheet, "\n".join(truth), top


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    rows = [""]
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and font.getlength(longer) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _stamp(sheet: Image.Image, chance: np.random.Generator, foot: float, dpi: int) -> None:
    """Put a round red reception stamp over the end of the text, half transparent, a little turned."""
    size = round(1.25 * dpi)
    ink = Image.new("RGBA", (size, size), (*_STAMP, 0))
    pen = ImageDraw.Draw(ink)
    shade = (*_STAMP, 190)
    pen.ellipse((2, 2, size - 3, size - 3), outline=shade, width=max(2, dpi // 50))
    pen.ellipse((size * 0.13, size * 0.13, size * 0.87, size * 0.87), outline=shade, width=max(1, dpi // 100))
    for row, text in enumerate(("ỦY BAN NHÂN DÂN", "ĐÃ TIẾP NHẬN", "TỈNH CÀ MAU")):
        font = _font("bold", round(7 * dpi / 72))
        pen.text((size / 2, size * (0.36 + 0.14 * row)), text, font=font, fill=shade, anchor="mm")
    ink = ink.rotate(float(chance.uniform(-25, 25)), resample=Image.Resampling.BICUBIC)
    left = chance.uniform(0.54, 0.66) * sheet.width
    top = foot - size * chance.uniform(0.8, 1.1)
    sheet.paste(ink, (round(left), round(top)), ink)


def _scan(sheet: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Do to the sheet what a worn office scanner does."""
    angle = float(chance.uniform(0.5, 2.0) * chance.choice([-1, 1]))
    turned = sheet.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(247, 246, 242))
    soft = turned.filter(ImageFilter.GaussianBlur(float(chance.uniform(0.4, 0.8)) * sheet.width / 1654))
    page: Pixels = np.asarray(soft, dtype=np.float32)
    height, width = page.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    direction, depth = chance.uniform(0, 2 * np.pi), chance.uniform(0.10, 0.25)
    slope = (across * np.cos(direction) + down * np.sin(direction) + 1.5) / 3
    light: Pixels = (1 - depth * slope).astype(np.float32)
    page = page * light[:, :, None]
    page += chance.standard_normal((height, width, 1), dtype=np.float32) * np.float32(chance.uniform(4, 8))
    specks = chance.integers(0, (height, width), size=(150, 2))
    page[specks[:, 0], specks[:, 1]] = 60
    return Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))


@cache
def _font(style: Literal["regular", "bold", "italic"], size: int) -> ImageFont.FreeTypeFont:
    """Return the house font, or a system font with all Vietnamese letters."""
    for folder, name in zip(_FONT_FOLDERS, _FONTS[style], strict=True):
        if (folder / name).is_file():
            return ImageFont.truetype(str(folder / name), size, layout_engine=ImageFont.Layout.BASIC)
    raise FileNotFoundError(f"no font for scans in {', '.join(map(str, _FONT_FOLDERS))}")
