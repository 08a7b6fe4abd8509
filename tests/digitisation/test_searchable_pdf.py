"""A scan becomes a document whose words are right, stand where they are seen, and repeat byte for byte."""

import ctypes
import gc
import io
from pathlib import Path

import numpy as np
import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from dossiers.digitisation.ocr import RecogniserMissing, model_folder
from dossiers.digitisation.pipeline import Unreadable, digitise, digitise_in_child
from seeds import bad_files
from seeds.error_rate import character_error_rate
from seeds.scans import _font, scan_page, scan_pdf

NUMBER = "096188799169"
DPI = 150
AT = (300, 700)  # px on the drawn sheet: the middle of the number


@pytest.mark.parametrize("seed", [3, 14, 27])
def test_a_bad_scan_is_read_within_five_percent(seed: int) -> None:
    scan = scan_page(seed)
    document = digitise(scan.jpeg, mime="image/jpeg")
    assert character_error_rate(document.text, scan.truth) <= 0.05
    (page,) = document.pages
    assert 0.4 <= abs(page.skew_degrees) <= 2.1
    assert 0.8 < page.confidence <= 1 and page.confidence == document.confidence
    assert page.words > 100
    assert scan.jpeg in document.searchable_pdf  # the image as it came, not encoded again
    assert character_error_rate(_own_text(document.searchable_pdf), document.text) < 0.01
    with pikepdf.Pdf.open(io.BytesIO(document.searchable_pdf)) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").verdict == "pass"


def test_the_same_scan_gives_the_same_bytes() -> None:
    small = scan_page(5, dpi=120)
    first = digitise(small.jpeg, mime="image/jpeg")
    other = digitise(scan_page(6, dpi=120).jpeg, mime="image/jpeg")
    assert other.searchable_pdf != first.searchable_pdf
    assert digitise(small.jpeg, mime="image/jpeg") == first
    source, _ = scan_pdf([5], dpi=120)
    assert digitise(source, mime="application/pdf") == digitise(source, mime="application/pdf")
    assert scan_page(5, dpi=120) == small


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_words_stand_where_they_are_seen(kind: str) -> None:
    document = digitise(_saved(_sheet(), kind), mime=f"image/{kind.lower()}")
    x, y = _centre(document.searchable_pdf)
    assert (x, y) == pytest.approx((AT[0] * 72 / DPI, 842 - AT[1] * 72 / DPI), abs=4)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_stand_where_they_are_seen_on_the_page_of_a_pdf(rotation: int) -> None:
    """The page is kept: turned by /Rotate, cropped, and its skew is the words' skew."""
    angle = 1.2
    sheet = _sheet().rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    stored = sheet.rotate(rotation, expand=True)  # the viewer turns it back clockwise
    document = digitise(_as_pdf(stored, rotation), mime="application/pdf")
    assert document.pages[0].skew_degrees == pytest.approx(-angle, abs=0.1)
    middle = np.array([sheet.width / 2, sheet.height / 2])
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    seen = middle + np.array([[cosine, sine], [-sine, cosine]]) @ (np.array(AT) - middle)
    turned = {
        0: (seen[0], seen[1]),
        90: (seen[1], sheet.width - seen[0]),
        180: (sheet.width - seen[0], sheet.height - seen[1]),
        270: (sheet.height - seen[1], seen[0]),
    }[rotation]
    expected = (turned[0] * 72 / DPI + 10, (stored.height - turned[1]) * 72 / DPI + 20)
    assert _centre(document.searchable_pdf) == pytest.approx(expected, abs=4)


def test_a_photograph_turned_by_its_orientation_tag_is_read_upright() -> None:
    orientation = Image.Exif()
    orientation[0x0112] = 6
    stored = _saved(_sheet().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=orientation)
    document = digitise(stored, mime="image/jpeg")
    assert NUMBER in document.text and stored in document.searchable_pdf
    x, y = _centre(document.searchable_pdf)
    assert (x, y) == pytest.approx((AT[0] * 72 / DPI, 842 - AT[1] * 72 / DPI), abs=6)


def test_the_overlay_leaves_the_picture_of_the_page_alone() -> None:
    source, _ = scan_pdf([4], dpi=120)
    document = digitise(source, mime="application/pdf")
    assert document.searchable_pdf != source
    assert np.array_equal(_picture(source), _picture(document.searchable_pdf))
    assert scan_page(4, dpi=120).jpeg in document.searchable_pdf


def test_pages_with_text_are_kept_and_not_recognised() -> None:
    scan = digitise(scan_page(4, dpi=120).jpeg, mime="image/jpeg")
    again = digitise(scan.searchable_pdf, mime="application/pdf")
    assert again.searchable_pdf == scan.searchable_pdf
    assert again.pages[0].source == "text"
    assert character_error_rate(again.text, scan.text) < 0.01


@pytest.mark.parametrize(
    ("source", "mime", "code"),
    [
        (bad_files.broken_pdf(), "application/pdf", "pdf_broken"),
        (bad_files.encrypted_pdf(), "application/pdf", "pdf_encrypted"),
        (scan_page(1, dpi=72).jpeg[:-9000], "image/jpeg", "image_broken"),
        (bad_files.huge_png(), "image/png", "image_too_large"),
    ],
)
def test_what_can_never_succeed_is_unreadable(source: bytes, mime: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        digitise(source, mime=mime)
    assert caught.value.code == code


def test_a_signed_scan_comes_back_unchanged_with_its_text() -> None:
    source, truth = scan_pdf([4], dpi=150)
    signed = bad_files.signed(source)
    document = digitise_in_child(signed, mime="application/pdf")
    assert document.searchable_pdf == signed
    assert character_error_rate(document.text, truth) <= 0.05


def test_a_missing_model_is_the_machines_fault() -> None:
    with pytest.raises(RecogniserMissing, match="tesseract-ocr-xyz"):
        model_folder("xyz")


def test_memory_stays_flat() -> None:
    small = _saved(_sheet().resize((620, 877)), "JPEG")
    for _ in range(5):
        digitise(small, mime="image/jpeg")
    before = _resident()
    for _ in range(30):
        digitise(small, mime="image/jpeg")
    assert _resident() - before < 15 * 1024**2


def _sheet() -> Image.Image:
    """Draw an A4 sheet with a few lines and, with its middle at AT, a number."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(sheet)
    font = _font("regular", 26)
    for row in range(12):
        line = f"Dòng thứ {row + 1}: nộp tại điểm tiếp nhận của tỉnh Cà Mau"
        pen.text((120, 160 + 40 * row), line, font=font, fill="black")
    pen.text(AT, NUMBER, font=font, fill="black", anchor="mm")
    return sheet


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    saved = io.BytesIO()
    image.save(saved, kind, dpi=(DPI, DPI), **options)
    return saved.getvalue()


def _as_pdf(image: Image.Image, rotation: int) -> bytes:
    """Return a page of which 10 points on the left and 20 below are cropped away, shown turned."""
    across, up = image.width * 72 / DPI, image.height * 72 / DPI
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(across + 30, up + 40))
        page = pdf.pages[0]
        page.obj.CropBox = pikepdf.Array([10, 20, 10 + across, 20 + up])
        page.obj.Rotate = rotation
        facts = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        page.add_resource(pdf.make_stream(image.tobytes(), facts), pikepdf.Name.XObject, pikepdf.Name.Im)
        page.obj.Contents = pdf.make_stream(f"q {across} 0 0 {up} 10 20 cm /Im Do".encode())  # q left open
        saved = io.BytesIO()
        pdf.save(saved)
        return saved.getvalue()


def _own_text(source: bytes) -> str:
    with pypdfium2.PdfDocument(source) as document:
        return str(document[0].get_textpage().get_text_bounded())


def _centre(source: bytes) -> tuple[float, float]:
    """Return the middle of NUMBER on the first page, in points of its user space."""
    with pypdfium2.PdfDocument(source) as document:
        text = document[0].get_textpage()
        found = text.search(NUMBER).get_next()
        assert found, text.get_text_bounded()
        text.count_rects(*found)
        left, bottom, right, top = text.get_rect(0)
        return (left + right) / 2, (bottom + top) / 2


def _picture(source: bytes) -> np.ndarray:
    with pypdfium2.PdfDocument(source) as document:
        return np.array(document[0].render(scale=1).to_numpy())


def _resident() -> int:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
