"""Receipts and results are rendered, opened again and read: text, QR code, one page, the same bytes twice."""

import io
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from dossiers.papers.contexts import Fact, HandedInPaper, PaperContext
from dossiers.papers.render import _fetcher, qr_svg, render

from . import samples
from .reading import flat, pages, qr, right_edge, text

ROOT = Path(__file__).parents[2]
# Shown in another form, or (an extract speaks of the entry, not of the dossier) not at all.
REWORDED = {
    "outcome",
    "link",
    "verify_url",
    "email",
    "content",
    "agency_name",
    "superior_name",
    "office_name",
    "approver_title",
}
NOT_IN_AN_EXTRACT = REWORDED | {"procedure_code", "procedure_name", "applicant_address"}
PAPERS: dict[str, tuple[str, PaperContext, set[str]]] = {
    "receipt": ("receipt.html", samples.RECEIPT, REWORDED),
    "longest receipt": ("receipt.html", samples.LONGEST_RECEIPT, REWORDED),
    "extract": ("result.html", samples.EXTRACT, NOT_IN_AN_EXTRACT),
    "copy": ("result.html", samples.COPY, NOT_IN_AN_EXTRACT),
    "refusal": ("result.html", samples.REFUSAL, REWORDED),
    "longest refusal": ("result.html", samples.LONGEST_REFUSAL, REWORDED),
}


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    return {name: render(template, context) for name, (template, context, _) in PAPERS.items()}


def texts(context: PaperContext, but: set[str]) -> list[str]:
    """Every text of the context that the page must show, in lower case (headings are capitals)."""
    found: list[str] = []
    for field in fields(context):
        value = getattr(context, field.name)
        parts = value if isinstance(value, tuple) else (value,)
        if field.name not in but:
            found += [part for part in parts if isinstance(part, str)]
            found += [text for part in parts if isinstance(part, Fact) for text in (part.label, part.value)]
            found += [
                text for part in parts if isinstance(part, HandedInPaper) for text in (part.name, part.form)
            ]
    return [flat(text).lower() for text in found if text]


@pytest.mark.parametrize("name", PAPERS)
def test_the_text_is_all_there_on_one_page_within_the_margin(name: str, rendered: dict[str, bytes]) -> None:
    _, context, but = PAPERS[name]
    shown = text(rendered[name]).lower()

    assert [words for words in texts(context, but) if words not in shown] == []
    assert pages(rendered[name]) == 1
    assert right_edge(rendered[name]) <= 210 - 16


def test_the_receipt_says_when_the_result_will_be_there(rendered: dict[str, bytes]) -> None:
    shown = text(rendered["receipt"])

    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in shown
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in shown
    assert "ỦY BAN NHÂN DÂN PHƯỜNG AN XUYÊN TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG AN XUYÊN" in shown
    assert "Số: 0127/TNHS" in shown
    assert "Thời gian nhận hồ sơ Thứ Năm, 12/03/2026, 15:41" in shown
    assert "Hẹn trả kết quả Thứ Sáu, 13/03/2026, 17:00" in shown
    assert "Phí, lệ phí 8.000 đồng" in shown


def test_each_outcome_has_its_own_words(rendered: dict[str, bytes]) -> None:
    assert "TRÍCH LỤC KHAI SINH (BẢN SAO)" in text(rendered["extract"])
    assert "BẢN SAO TỪ SỔ GỐC" in text(rendered["copy"])
    assert "THÔNG BÁO VỀ VIỆC TỪ CHỐI GIẢI QUYẾT HỒ SƠ Kính gửi:" in text(rendered["refusal"])
    assert "khiếu nại hoặc khởi kiện" in text(rendered["refusal"])


@pytest.mark.parametrize("name", PAPERS)
def test_the_qr_code_leads_to_the_address_printed_below_it(name: str, rendered: dict[str, bytes]) -> None:
    context = PAPERS[name][1]

    assert qr(rendered[name]) == [context.qr_text]
    assert context.qr_words.replace("/", "") in text(rendered[name]).replace("/", "").replace(" ", "")


def test_the_same_context_gives_the_same_bytes_in_another_process(rendered: dict[str, bytes]) -> None:
    program = (
        "import sys, time; from tests.papers import samples; from dossiers.papers.render import render;"
        "sys.stdout.buffer.write(render('receipt.html', samples.RECEIPT))"
    )
    again = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True).stdout

    assert again == rendered["receipt"] == render("receipt.html", samples.RECEIPT)


def test_a_changed_fact_changes_the_bytes(rendered: dict[str, bytes]) -> None:
    assert render("receipt.html", replace(samples.RECEIPT, clerk_name="Lê Thị Ý")) != rendered["receipt"]


@pytest.mark.parametrize("name", ["receipt", "extract", "refusal"])
def test_the_file_is_tagged_archival_pdf(name: str, rendered: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(rendered[name])) as pdf:
        found = {finding.message for finding in pikepdf.pdfa.check(pdf, "3b").findings}
        # The checker knows level B only; U is B and more.
        assert found <= {"pdfaid:conformance is 'U', expected 'B'"}
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "vi"


def test_values_are_escaped_and_fetch_nothing() -> None:
    name = "<img src='file:///etc/hostname'><script>Nguyễn & Lê"
    shown = text(render("receipt.html", replace(samples.RECEIPT, applicant_name=name)))

    assert name.replace(" ", "") in shown.replace(" ", "")  # it may break within a word


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "http://127.0.0.1/x", "https://example.org/x", "file://host/etc/hostname"]
)
def test_the_fetcher_denies_what_lies_outside(url: str) -> None:
    with pytest.raises(ValueError):
        _fetcher().fetch(url)


def test_the_fetcher_does_not_leave_the_fonts_directory() -> None:
    from dossiers.papers.render import FONTS

    assert _fetcher().fetch((FONTS / "BeVietnamPro-Bold.ttf").as_uri()).read(4) == b"\x00\x01\x00\x00"
    with pytest.raises(ValueError):
        _fetcher().fetch(f"{FONTS.as_uri()}/../../settings.py")


def test_a_long_list_of_papers_flows_to_a_second_page() -> None:
    papers = tuple(HandedInPaper(f"Giấy tờ thứ {n}", "Bản chính", 1) for n in range(1, 41))
    pdf = render("receipt.html", replace(samples.RECEIPT, papers=papers))

    assert pages(pdf) == 2
    assert "Giấy tờ thứ 40" in text(pdf)


def test_qr_svg_is_inline_and_sized_by_its_style() -> None:
    svg = qr_svg("https://dvc.example/t/Jd8s/")

    assert svg.startswith("<svg") and "viewBox" in svg and " width=" not in svg
