"""Opens image files of every kind a scanner or telephone writes, and turns them into pixels the steps can read."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, ImageSequence, TiffImagePlugin

from . import steps
from .pdf import Picture, pack
from .pdf_facts import MAX_PAGES, MAX_PIXELS, image_too_large
from .refusals import Unreadable
from .steps import Affine, Colour, Grey

_FORMATS: Final = ("JPEG", "PNG", "TIFF")  # a phone's multi-picture file (MPO) opens as JPEG
_A4_INCHES: Final = 11.69


def frames(source: bytes) -> Iterator[Image.Image]:
    """Yield the decoded pages of an image file (TIFF may have several). Raises Unreadable, Refused."""
    # WeasyPrint switches this on for the whole process that printed a paper: half a scan would pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
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


def picture(frame: Image.Image, source: bytes) -> Picture:
    """Return the image to place: a JPEG as it came, unless it is CMYK, which our PDF/A has no profile for."""
    if frame.format in ("JPEG", "MPO") and frame.mode in ("L", "RGB"):
        return Picture(frame.width, frame.height, len(frame.getbands()), 8, source, True)
    pixels, bits = _pixels(frame), 1 if frame.mode == "1" else 8
    channels = 1 if pixels.ndim == 2 else 3
    return Picture(frame.width, frame.height, channels, bits, pack(pixels, bits=bits), False)


def upright_grey(frame: Image.Image) -> Grey:
    """Return the page to read, without a copy in colour where none is needed (60 million pixels are 180 MB)."""
    upright = ImageOps.exif_transpose(frame) if _orientation(frame) != 1 else frame
    if upright.mode == "RGB" and "transparency" not in upright.info:
        return np.asarray(upright.getchannel("R"))
    return _grey(_pixels(upright))


def _orientation(frame: Image.Image) -> int:
    return int(frame.getexif().get(0x0112, 1))


def to_upright(frame: Image.Image) -> Affine:
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


def resolution(frame: Image.Image) -> float:
    """Return dots per inch: what the file says if that gives a likely sheet, else as if it were A4 paper."""
    longer = max(frame.size)
    try:
        said = float(frame.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        said = 0.0
    likely = 100 <= said <= 1200 and 3 <= longer / said <= 48  # telephones say 72 whatever they photograph
    return said if likely else max(20.0, longer / _A4_INCHES)
