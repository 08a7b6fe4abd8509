"""Rebuilds onestop/static/fonts/ from the npm tarball of @fontsource/be-vietnam-pro, without a network.

Usage: python tools/merge_fonts.py fontsource-be-vietnam-pro-<version>.tgz [--into onestop/static/fonts]

Browsers get the subsets as they are (woff2, chosen by unicode-range). WeasyPrint and Pillow want one file that
holds every letter, so the three subsets of a weight are merged into one TTF. Runs twice to the same bytes:
nothing in the output depends on the clock.
"""

import argparse
import hashlib
import io
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.ttLib import TTFont

PACKAGE = "@fontsource/be-vietnam-pro"
SUBSETS = ("latin", "latin-ext", "vietnamese")
# (weight, style) of the source -> style name of the merged TTF
FACES = {
    (400, "normal"): "Regular",
    (600, "normal"): "SemiBold",
    (700, "normal"): "Bold",
    (400, "italic"): "Italic",
}


def read(tarball: Path) -> dict[str, bytes]:
    """Return the package's files by their path inside `package/`."""
    with tarfile.open(tarball) as archive:
        members = {m.name.removeprefix("package/"): archive.extractfile(m) for m in archive if m.isfile()}
        return {name: handle.read() for name, handle in members.items() if handle is not None}


def merge(parts: list[bytes], style: str) -> bytes:
    """Merge the woff2 subsets of one face into one TTF named 'Be Vietnam Pro <style>'."""
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for position, part in enumerate(parts):
            font = TTFont(io.BytesIO(part), recalcTimestamp=False)
            font.flavor = None
            path = Path(directory) / f"{position}.ttf"
            font.save(path)
            paths.append(str(path))
        source_head = TTFont(paths[0])["head"]
        merged = Merger(options=MergeOptions(drop_tables=["vmtx", "vhea", "MATH"])).merge(paths)
    merged.recalcTimestamp = False
    merged["head"].created, merged["head"].modified = source_head.created, source_head.modified
    rename(merged, style)
    out = io.BytesIO()
    merged.save(out)
    return out.getvalue()


def rename(font: TTFont, style: str) -> None:
    """Give the face its family and style names: the subsets carry them, but not all of them the same."""
    names = font["name"]
    family = "Be Vietnam Pro"
    in_family_of_four = style in {"Regular", "Bold", "Italic"}
    texts = {
        1: family if in_family_of_four else f"{family} {style}",
        2: style if in_family_of_four else "Regular",
        4: f"{family} {style}",
        6: f"BeVietnamPro-{style}",
        16: family,
        17: style,
    }
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tarball", type=Path)
    parser.add_argument("--into", type=Path, default=Path("onestop/static/fonts"))
    options = parser.parse_args()
    files = read(options.tarball)
    written = {"OFL.txt": files["LICENSE"]}
    for (weight, slope), style in FACES.items():
        sources = [f"be-vietnam-pro-{subset}-{weight}-{slope}.woff2" for subset in SUBSETS]
        parts = [files[f"files/{source}"] for source in sources]
        written |= dict(zip(sources, parts, strict=True))
        written[f"BeVietnamPro-{style}.ttf"] = merge(parts, style)
    options.into.mkdir(parents=True, exist_ok=True)
    for name, content in sorted(written.items()):
        (options.into / name).write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}")


if __name__ == "__main__":
    main()
