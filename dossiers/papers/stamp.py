"""Draws what a signature looks like on the page: a person's block in blue, an agency's seal in red.

Text is set with a subset of Be Vietnam Pro that is embedded as PDF/A wants it (Type 0, Identity-H, ToUnicode). No
shaping is needed: Vietnamese letters are single code points here. Everything is a function of the words, so signing
the same bytes again draws the same bytes.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle
from pyhanko.stamp.base import BaseStamp

FONT = Path(__file__).parents[2] / "onestop" / "static" / "fonts" / "BeVietnamPro-Regular.ttf"
BLUE = (0.06, 0.25, 0.62)
RED = (0.80, 0.07, 0.10)
GREY = (0.25, 0.25, 0.25)
LEADING = 1.28
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Subset:
    """A font with just the letters of a text: glyph number and advance (1/1000 em) of each."""

    program: bytes
    glyphs: dict[str, int]
    widths: dict[str, float]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[letter] for letter in text) * size / 1000

    def encoded(self, text: str) -> str:
        return "".join(f"{self.glyphs[letter]:04x}" for letter in text)


@dataclass(frozen=True)
class Line:
    """A paragraph of a stamp, set in `size` points at most; wrapped to the width unless it must stay in one row."""

    text: str
    size: float
    colour: Colour
    wraps: bool = True


@dataclass(frozen=True)
class PersonalStamp(BaseStampStyle):
    """A blue bar, and beside it the name, the reason and the time of a person's signature."""

    lines: tuple[Line, ...] = ()

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: object) -> BaseStamp:
        width, height = float(box.width), float(box.height)
        font = subset("".join(line.text for line in self.lines))
        rows, used = fitted(self.lines, font, width - 10, height - 6)
        bar = f"{_rgb(BLUE)} 0 {(height - used) / 2 - 2:.2f} 2 {used + 4:.2f} re f"
        return _Drawing(writer, self, box, f"{bar} {_text(rows, font, 8, (height + used) / 2, None)}", font)


@dataclass(frozen=True)
class SealStamp(BaseStampStyle):
    """Two red rings around the words of an agency's electronic seal (deliberately not the State's emblem)."""

    lines: tuple[Line, ...] = ()

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: object) -> BaseStamp:
        width, height = float(box.width), float(box.height)
        radius = min(width, height) / 2 - 1.2
        font = subset("".join(line.text for line in self.lines))
        inner = (radius - 3.5) * 2
        rows, used = fitted(self.lines, font, inner * 0.80, inner * 0.58)
        rings = f"{_rgb(RED).upper()} 1.6 w {_circle(width / 2, height / 2, radius)} S "
        rings += f"0.6 w {_circle(width / 2, height / 2, radius - 3)} S"
        return _Drawing(
            writer, self, box, f"{rings} {_text(rows, font, 0, (height + used) / 2, width)}", font
        )


class _Drawing(BaseStamp):
    """Our own content stream as the appearance of a signature field."""

    def __init__(
        self,
        writer: BasePdfFileWriter,
        style: BaseStampStyle,
        box: BoxConstraints,
        content: str,
        font: Subset,
    ) -> None:
        super().__init__(writer=writer, style=style, box=box)
        self._content = content.encode("ascii")
        self.set_resource(ResourceType.FONT, pdf_name("/F1"), embed(font, writer))

    def render(self) -> bytes:
        return b"q " + self._content + b" Q"


def fitted(lines: Sequence[Line], font: Subset, width: float, height: float) -> tuple[list[Line], float]:
    """Wrap the lines to `width`, smaller and smaller until they are not higher than `height`; return the height too."""
    scale = 1.0
    while True:
        rows = [
            Line(row, line.size * scale, line.colour)
            for line in lines
            for row in (wrapped(line.text, font, line.size * scale, width) if line.wraps else [line.text])
        ]
        used = sum(row.size * LEADING for row in rows)
        wide = max(font.width(row.text, row.size) for row in rows)
        if (used <= height and wide <= width) or scale < 0.3:
            return rows, used
        scale *= 0.94


def wrapped(text: str, font: Subset, size: float, width: float) -> list[str]:
    """Break a text at its spaces so that no row is wider than `width`, except a single long word."""
    rows: list[str] = []
    for word in text.split():
        if rows and font.width(f"{rows[-1]} {word}", size) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


@lru_cache(maxsize=256)
def subset(text: str) -> Subset:
    """Cut the letters of `text` out of Be Vietnam Pro. Letters that the font lacks become '.notdef'."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    letters = set(text) | {" "}
    font = TTFont(FONT, recalcTimestamp=False, lazy=True)
    options = Options(hinting=False, layout_features=[], name_IDs=[6], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "gasp", "DSIG", "STAT"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    names, scale = font.getBestCmap(), 1000 / font["head"].unitsPerEm
    by_letter = {letter: names.get(ord(letter), ".notdef") for letter in sorted(letters)}
    head, windows = font["head"], font["OS/2"]
    return Subset(
        program=out.getvalue(),
        glyphs={letter: font.getGlyphID(name) for letter, name in by_letter.items()},
        widths={letter: round(font["hmtx"][name][0] * scale, 2) for letter, name in by_letter.items()},
        ascent=round(font["hhea"].ascent * scale),
        descent=round(font["hhea"].descent * scale),
        cap_height=round(windows.sCapHeight * scale),
        box=(
            round(head.xMin * scale),
            round(head.yMin * scale),
            round(head.xMax * scale),
            round(head.yMax * scale),
        ),
    )


def embed(font: Subset, writer: BasePdfFileWriter) -> DictionaryObject:
    """Add the font's objects to the file and return the Type 0 font dictionary."""
    tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(font.program).digest()[:6])
    name = f"/{tag}+BeVietnamPro-Regular"
    descriptor = {
        "/Type": "/FontDescriptor",
        "/FontName": name,
        "/Flags": 4,  # symbolic: letters are found by glyph number
        "/FontBBox": list(font.box),
        "/ItalicAngle": 0,
        "/Ascent": font.ascent,
        "/Descent": font.descent,
        "/CapHeight": font.cap_height,
        "/StemV": 80,
        "/FontFile2": writer.add_object(_stream(font.program, {"/Length1": len(font.program)})),
    }
    advances = sorted((font.glyphs[letter], font.widths[letter]) for letter in font.glyphs)
    descendant = {
        "/Type": "/Font",
        "/Subtype": "/CIDFontType2",
        "/BaseFont": name,
        "/CIDSystemInfo": {
            "/Registry": TextStringObject("Adobe"),
            "/Ordering": TextStringObject("Identity"),
            "/Supplement": 0,
        },
        "/FontDescriptor": writer.add_object(_pdf(descriptor)),
        "/CIDToGIDMap": "/Identity",
        "/W": [part for gid, width in advances for part in (gid, [width])],
    }
    composite: DictionaryObject = _pdf(
        {
            "/Type": "/Font",
            "/Subtype": "/Type0",
            "/BaseFont": name,
            "/Encoding": "/Identity-H",
            "/DescendantFonts": [writer.add_object(_pdf(descendant))],
            "/ToUnicode": writer.add_object(_stream(_unicode_map(font), {})),
        }
    )
    return composite


def _unicode_map(font: Subset) -> bytes:
    pairs = sorted((gid, letter) for letter, gid in font.glyphs.items() if gid)
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]  # a block holds at most 100
    mapping = "\n".join(
        f"{len(block)} beginbfchar\n"
        + "\n".join(f"<{gid:04x}> <{letter.encode('utf-16-be').hex()}>" for gid, letter in block)
        + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{mapping}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _text(rows: Sequence[Line], font: Subset, left: float, top: float, centred_in: float | None) -> str:
    """Write the rows downwards from `top`; centred in a width, or from `left`."""
    parts, y = [], top
    for row in rows:
        x = left if centred_in is None else (centred_in - font.width(row.text, row.size)) / 2
        baseline = y - row.size
        parts.append(
            f"BT {_rgb(row.colour)} /F1 {row.size:.2f} Tf 1 0 0 1 {x:.2f} {baseline:.2f} Tm"
            f" <{font.encoded(row.text)}> Tj ET"
        )
        y -= row.size * LEADING
    return " ".join(parts)


def _circle(x: float, y: float, radius: float) -> str:
    """Four Bézier curves that make a circle."""
    bend = radius * 0.5523
    points = [
        (radius, bend, bend, radius, 0, radius),
        (-bend, radius, -radius, bend, -radius, 0),
        (-radius, -bend, -bend, -radius, 0, -radius),
        (bend, -radius, radius, -bend, radius, 0),
    ]
    curves = (
        " ".join(f"{value + (x, y)[index % 2]:.2f}" for index, value in enumerate(point)) + " c"
        for point in points
    )
    return f"{x + radius:.2f} {y:.2f} m " + " ".join(curves)


def _rgb(colour: Colour) -> str:
    return "{:g} {:g} {:g} rg".format(*colour)


def _stream(content: bytes, entries: dict[str, int]) -> StreamObject:
    stream = StreamObject(_pdf(entries), stream_data=content)
    stream.compress()  # type: ignore[no-untyped-call]
    return stream


def _pdf(value: Any) -> Any:
    """Turn Python values into pyHanko's: '/Name' becomes a name; what already is a PDF object stays."""
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, dict):
        return DictionaryObject({pdf_name(key): _pdf(entry) for key, entry in value.items()})  # type: ignore[no-untyped-call]
    if isinstance(value, list):
        return ArrayObject([_pdf(item) for item in value])
    if isinstance(value, str):
        return pdf_name(value)
    return FloatObject(value) if isinstance(value, float) else NumberObject(value)  # type: ignore[no-untyped-call]
