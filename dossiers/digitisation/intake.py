"""Checks an uploaded file before anything in it is rendered or decoded."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Literal, TypeVar

import puremagic
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from .pdf_facts import MAX_PAGES, MAX_PIXELS, PageBox, image_too_large, read_facts, too_many_pages
from .refusals import Refused, Unreadable
from .sandbox import in_child

__all__ = ["MAX_BYTES", "MAX_PAGES", "MAX_PIXELS", "Intake", "Refused", "inspect"]

MAX_BYTES: Final = 20 * 1024**2
_MEMORY = 512 * 1024**2
_SECONDS = 20.0
_SNIFFED = 4096

T = TypeVar("T")
Kind = Literal["pdf", "image"]
_ACCEPTED: dict[str, tuple[Kind, str]] = {
    "application/pdf": ("pdf", "pdf"),
    "image/jpeg": ("image", "jpg"),
    "image/png": ("image", "png"),
    "image/tiff": ("image", "tif"),
}
_FORMATS = {"image/jpeg": ("JPEG",), "image/png": ("PNG",), "image/tiff": ("TIFF",)}
_TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    KeyError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True)
class Intake:
    """What is known of an accepted file without decoding it.

    `mime`, `kind` and `extension` follow the content, never the name. `sha256` is hexadecimal, `size` bytes.
    Images have `width_px` and `height_px` (of the first page), PDFs `boxes`; the other is None or empty.
    """

    mime: str
    kind: Kind
    extension: str
    size: int
    sha256: str
    pages: int
    width_px: int | None = None
    height_px: int | None = None
    boxes: tuple[PageBox, ...] = field(default=())
    is_signed: bool = False
    has_text: bool = False


def inspect(file: BinaryIO, *, declared_name: str, max_bytes: int = MAX_BYTES) -> Intake:
    """Return the facts of a file that may be attached, or raise Refused; leave the file at its start.

    Codes: empty_file, file_too_large, type_not_accepted, pdf_broken, pdf_encrypted, pdf_has_active_content,
    too_many_pages, page_too_large, image_too_large, image_broken, document_too_heavy.
    """
    data = _read(file, max_bytes)
    mime = _type_of(data, declared_name)
    kind, extension = _ACCEPTED[mime]
    digest = hashlib.sha256(data).hexdigest()
    if kind == "image":
        pages, width, height = _confined(_image_facts, data, mime)
        return Intake(mime, kind, extension, len(data), digest, pages, width_px=width, height_px=height)
    facts = _confined(read_facts, data)
    return Intake(
        mime,
        kind,
        extension,
        len(data),
        digest,
        len(facts.boxes),
        boxes=facts.boxes,
        is_signed=facts.is_signed,
        has_text=facts.has_text,
    )


def _confined(look: Callable[..., T], *given: object) -> T:
    """Look at a file in a child with limits: a header alone can ask for gigabytes."""
    try:
        return in_child(look, *given, memory_bytes=_MEMORY, seconds=_SECONDS)
    except Unreadable as error:
        raise Refused(error.code, error.sentence) from error


def _read(file: BinaryIO, max_bytes: int) -> bytes:
    """Return the content; the size is known before the first byte is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise Refused(
            "empty_file", _("The file is empty (0 bytes). Scan or export it again, and attach the new file.")
        )
    if size > max_bytes:
        raise Refused(
            "file_too_large",
            format_lazy(
                _("The file is larger than {limit} MB. Scan at 200 dpi or split it, then attach it."),
                limit=max_bytes // 1024**2,
            ),
        )
    data = file.read(size)
    file.seek(0)
    return data


def _type_of(data: bytes, declared_name: str) -> str:
    """Return the media type by content; the declared name only makes the refusal easier to understand."""
    head = data[:_SNIFFED].lstrip(b"\xef\xbb\xbf\r\n\t \x00")
    try:
        mime = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        mime = ""
    if mime not in _ACCEPTED:
        name = "".join(letter for letter in declared_name if letter.isprintable())[-80:]
        raise Refused(
            "type_not_accepted",
            format_lazy(
                _(
                    "The content of “{name}” is not PDF, JPEG, PNG or TIFF, whatever its name says. "
                    "Scan the paper or export the document to PDF, and attach that file."
                ),
                name=name,
            ),
        )
    return mime


def _image_facts(data: bytes, mime: str) -> tuple[int, int, int]:
    """Return pages, width and height in pixels from the headers alone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(io.BytesIO(data), formats=_FORMATS[mime]) as image:
                width, height = image.size
                pages = _count_frames(image, len(data))
        if not _is_whole(data, mime):
            raise _image_broken()
    except _TOO_MANY_PIXELS as error:
        raise image_too_large() from error
    except _BROKEN as error:
        raise _image_broken() from error
    return pages, width, height


def _count_frames(image: Image.Image, size: int) -> int:
    """Return the number of pages of an image file (only TIFF has several), each within the limits."""
    if image.width * image.height > MAX_PIXELS:
        raise image_too_large()
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    pages = 0
    while True:  # image.n_frames would follow a million directories before we could say no
        try:
            image.seek(pages)
        except EOFError:
            return pages
        pages += 1
        if pages > MAX_PAGES:
            raise too_many_pages()
        if image.width * image.height > MAX_PIXELS:
            raise image_too_large()
        if not _strips_inside(image, size):
            raise _image_broken()


def _strips_inside(image: TiffImagePlugin.TiffImageFile, size: int) -> bool:
    """Say whether all strips (or tiles) of the current TIFF page lie inside the file."""
    for offsets, counts in ((273, 279), (324, 325)):
        if offsets in image.tag_v2 and counts in image.tag_v2:
            ends = [at + n for at, n in zip(image.tag_v2[offsets], image.tag_v2[counts], strict=True)]
            return bool(ends) and max(ends) <= size
    return False


def _is_whole(data: bytes, mime: str) -> bool:
    """Say whether the file reaches its own end mark (a cut file opens, and would be read half)."""
    if mime == "image/png":
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            image.verify()  # walks the chunks and their checksums; decodes nothing
        return b"IEND" in data[-64:]
    if mime == "image/jpeg":
        scan = _start_of_scan(data)
        return scan > 0 and data.find(b"\xff\xd9", scan) > 0
    return True  # TIFF: _strips_inside


def _start_of_scan(data: bytes) -> int:
    """Return where the first JPEG scan begins, 0 if none does (a thumbnail has an end mark of its own)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return at
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big") if marker not in (0xFF, 0x01) else 1
    return 0


def _image_broken() -> Refused:
    return Refused(
        "image_broken",
        _("This image is damaged or incomplete. Scan the paper again and attach the new file."),
    )
