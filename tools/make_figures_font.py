"""Makes the two tiny fonts with figures of equal width that tables and codes use.

Be Vietnam Pro has proportional figures only ("1" is little more than half as wide as "0"), so columns of numbers
would not line up. This takes its ten figures, gives each the same advance by moving its side bearings (the drawing
is untouched), and writes them under another name, as the Open Font License asks of a changed font.
Run: python tools/make_figures_font.py
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "onestop" / "static" / "fonts"
FIGURES = "0123456789"
ADVANCE = 660  # font units of 1000 to the em; just under the widest figure, so that no pair looks torn apart


def make(weight: int) -> Path:
    """Write `onestop-figures-<weight>.woff2` beside its source and return its path."""
    font = TTFont(FONTS / f"be-vietnam-pro-latin-{weight}-normal.woff2")
    options = Options(layout_features=[], hinting=False, name_IDs=[0, 13, 14], flavor="woff2")
    subsetter = Subsetter(options)
    subsetter.populate(text=FIGURES)
    subsetter.subset(font)
    cmap, widths, outlines = font.getBestCmap(), font["hmtx"], font["glyf"]
    for figure in FIGURES:
        name = cmap[ord(figure)]
        old_advance, _ = widths[name]
        glyph = outlines[name]
        glyph.expand(outlines)
        shift = (ADVANCE - old_advance) // 2
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        widths[name] = (ADVANCE, glyph.xMin)
    family = "Onestop Figures"
    for name_id, text in (
        (1, family),
        (2, "Regular"),
        (4, f"{family} {weight}"),
        (6, f"OnestopFigures-{weight}"),
    ):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    target = FONTS / f"onestop-figures-{weight}.woff2"
    font.save(target)
    return target


if __name__ == "__main__":
    for each in (400, 600):
        made = make(each)
        print(f"{made.name}: {made.stat().st_size} bytes")
