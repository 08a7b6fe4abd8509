"""A font without ink: it gives invisible text a size and a meaning, and draws nothing."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable
from typing import Final

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name

NAME: Final = "OnestopGlyphless"
ADVANCE: Final = 500  # thousandths of the font size, for every character
_UNITS: Final = 1000


@functools.cache
def font_file() -> bytes:
    """Return a TrueType file with .notdef and one glyph without area; the same bytes every time."""
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "empty"])
    builder.setupCharacterMap({0x20: "empty"})
    pen = TTGlyphPen(None)  # a line has a height, by which viewers mark a selection, but no area to fill
    pen.moveTo((0, 0))
    pen.lineTo((ADVANCE, _UNITS))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf({".notdef": glyph, "empty": glyph})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "empty": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=_UNITS, descent=0)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 3_850_000_000  # one fixed day
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.save(written)
    return written.getvalue()


def embed(pdf: pikepdf.Pdf, text: Iterable[str]) -> pikepdf.Object:
    """Add the font to a PDF, able to carry the characters of `text`; codes are UTF-16 units (see encode)."""
    units = sorted({unit for part in text for unit in _units(part)} | {0x20})
    glyph_of_code = bytearray(2 * (units[-1] + 1))
    for unit in units:
        glyph_of_code[2 * unit + 1] = 1
    program = font_file()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + NAME),
        Flags=4,
        FontBBox=Array([0, 0, ADVANCE, _UNITS]),
        Ascent=_UNITS,
        Descent=0,
        CapHeight=_UNITS,
        StemV=80,
        ItalicAngle=0,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + NAME),
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=ADVANCE,
        CIDToGIDMap=pdf.make_stream(bytes(glyph_of_code)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(units)),
        )
    )


def encode(text: str) -> str:
    """Return the text as the hexadecimal string that a content stream shows in this font."""
    return text.encode("utf-16-be").hex()


def _units(text: str) -> list[int]:
    raw = text.encode("utf-16-be")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _to_unicode(units: list[int]) -> bytes:
    """Return the CMap that maps each code to itself, in blocks of at most 100 as the format demands."""
    blocks = []
    for at in range(0, len(units), 100):
        part = units[at : at + 100]
        pairs = "\n".join(f"<{unit:04x}> <{unit:04x}>" for unit in part)
        blocks.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + "\n".join(blocks)
        + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
