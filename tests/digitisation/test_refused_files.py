"""Files that must not be attached are refused with a stable code and a sentence, cheaply."""

import hashlib
import io
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dossiers.digitisation.intake import Refused, inspect
from seeds import bad_files
from seeds.scans import scan_page, scan_pdf


def _refusal(data: bytes, name: str = "to-khai.pdf") -> Refused:
    with pytest.raises(Refused) as caught:
        inspect(io.BytesIO(data), declared_name=name)
    return caught.value


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: bad_files.ZERO_BYTES, "empty_file"),
        (lambda: bad_files.TEXT_CALLED_PDF, "type_not_accepted"),
        (lambda: b"<!DOCTYPE html><html><body>%PDF-1.7</body></html>", "type_not_accepted"),
        (lambda: b"MZ\x90\x00" + bytes(300), "type_not_accepted"),
        (bad_files.broken_pdf, "pdf_broken"),
        (bad_files.looping_pdf, "pdf_broken"),
        (lambda: b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", "pdf_broken"),
        (bad_files.encrypted_pdf, "pdf_encrypted"),
        (bad_files.pdf_with_script, "pdf_has_active_content"),
        (bad_files.pdf_with_launch, "pdf_has_active_content"),
        (bad_files.pdf_with_attachment, "pdf_has_active_content"),
        (lambda: bad_files.small_pdf(201), "too_many_pages"),
        (bad_files.pdf_with_huge_page, "page_too_large"),
        (lambda: scan_page(1, dpi=72).jpeg[:-2000], "image_broken"),
    ],
)
def test_each_bad_file_has_its_code(make: Callable[[], bytes], code: str) -> None:
    refused = _refusal(make())
    assert refused.code == code
    assert len(str(refused.sentence)) > 40


def test_200_mb_are_refused_before_reading(tmp_path: Path) -> None:
    path = bad_files.huge_file(tmp_path / "huge.pdf")
    assert path.stat().st_size == 200 * 1024**2
    with path.open("rb") as file, pytest.raises(Refused) as caught:
        file.read = lambda *_: pytest.fail("the file was read")  # type: ignore[method-assign]
        inspect(file, declared_name="huge.pdf")
    assert caught.value.code == "file_too_large"
    assert "20 MB" in str(caught.value.sentence)


def test_a_png_of_900_million_pixels_is_refused_from_its_header() -> None:
    png = bad_files.huge_png()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert _refusal(png, "anh.png").code == "image_too_large"
    assert time.monotonic() - started < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


def test_cut_png_and_tiff_are_refused() -> None:
    page = Image.open(io.BytesIO(scan_page(1, dpi=72).jpeg))
    for kind in ("PNG", "TIFF"):
        saved = io.BytesIO()
        page.save(saved, kind)
        whole = saved.getvalue()
        assert inspect(io.BytesIO(whole), declared_name="anh").pages == 1
        assert _refusal(whole[: len(whole) * 2 // 3]).code in ("image_broken", "type_not_accepted")


def test_an_accepted_image_is_described_by_its_content() -> None:
    jpeg = scan_page(1, dpi=72).jpeg
    file = io.BytesIO(jpeg)
    intake = inspect(file, declared_name="to-khai.pdf")
    assert (intake.mime, intake.kind, intake.extension, intake.pages) == ("image/jpeg", "image", "jpg", 1)
    assert (intake.width_px, intake.height_px, intake.size) == (595, 842, len(jpeg))
    assert intake.sha256 == hashlib.sha256(jpeg).hexdigest()
    assert file.tell() == 0


def test_an_accepted_pdf_is_described_by_its_structure() -> None:
    source, _ = scan_pdf([1, 2], dpi=72)
    intake = inspect(io.BytesIO(source), declared_name="x")
    assert (intake.mime, intake.kind, intake.pages, intake.has_text) == ("application/pdf", "pdf", 2, False)
    assert intake.boxes[0].width == pytest.approx(595, abs=2)
    assert not intake.is_signed


def test_a_pdf_locked_against_changes_only_is_accepted() -> None:
    intake = inspect(io.BytesIO(bad_files.encrypted_pdf(user_password="")), declared_name="x.pdf")
    assert intake.pages == 1


def test_a_signed_pdf_is_recognised() -> None:
    signed = bad_files.signed(bad_files.small_pdf())
    assert inspect(io.BytesIO(signed), declared_name="x.pdf").is_signed


def test_a_pdf_bomb_is_not_unpacked_at_the_door() -> None:
    bomb = bad_files.pdf_bomb(megabytes=64)
    started = time.monotonic()
    assert inspect(io.BytesIO(bomb), declared_name="x.pdf").pages == 1
    assert time.monotonic() - started < 1
