"""The statutory forms are rendered and read back: fields, mark of a reprint, same bytes, nothing beyond the page."""

import io
from dataclasses import fields, replace

import pikepdf
import pikepdf.pdfa
import pytest

from dossiers.papers.contexts import FORM_NAMES, Passage, RegisterRow, StatutoryForm, form_name
from dossiers.papers.render import render

from . import form_samples as samples
from .reading import bars, flat, outside, pages, qr, text
from .samples import RECEIPT

SHEETS = ("control_sheet.html", "register.html")
# Shown in other words, or not at all.
REWORDED = {"form", "superior_name", "office_name", "link", "money", "signer_title"}
REWORDED_IN = {"07": {"dossier_code", "link_words"}, "05": {"link_words"}}


def printed(template: str, context: StatutoryForm) -> bytes:
    return render(template, context, fit=template not in SHEETS)


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    return {name: printed(*sample) for name, sample in samples.USUAL.items()}


@pytest.fixture(scope="module")
def longest() -> dict[str, bytes]:
    return {name: printed(*sample) for name, sample in samples.LONGEST.items()}


def texts(context: StatutoryForm) -> list[str]:
    """Every text of the context, without blanks and in lower case: a long one may break within a word."""
    found: list[str] = []
    for field in fields(context):
        value = getattr(context, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Passage):
                found += [part.giver, part.receiver, part.what, part.at_words, part.result, part.note]
            elif isinstance(part, RegisterRow):
                found += [word for word in vars(part).values() if isinstance(word, str)]
            elif isinstance(part, str) and field.name not in REWORDED:
                found.append(part)
    return [squeezed(one) for one in found if one]


def squeezed(words: str) -> str:
    return flat(words).replace(" ", "").replace("\ufffe", "").replace("\u00ad", "").lower()


@pytest.mark.parametrize("name", samples.USUAL)
def test_every_fact_is_on_its_one_page(name: str, usual: dict[str, bytes]) -> None:
    context, shown = samples.USUAL[name][1], squeezed(text(usual[name]))
    but = {"07": ["quétmãđểtheodõihồsơ"]}.get(name, [])

    assert [words for words in texts(context) if words not in shown and words not in but] == []
    assert pages(usual[name]) == 1
    assert outside(usual[name]) == []


@pytest.mark.parametrize("name", samples.USUAL)
def test_a_form_says_what_it_is(name: str, usual: dict[str, bytes]) -> None:
    context, shown = samples.USUAL[name][1], text(usual[name])

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in shown
    assert context.name.label in shown and context.name.circular in shown
    assert context.name.title.upper() in shown
    assert "Trang 1/1" in shown
    assert context.number_line in shown
    assert "An Xuyên, ngày 20 tháng 11 năm 2026" in shown
    assert "BẢN IN LẠI" not in shown


@pytest.mark.parametrize("name", samples.LONGEST)
def test_the_longest_values_stay_on_the_paper(name: str, longest: dict[str, bytes]) -> None:
    context, shown = samples.LONGEST[name][1], squeezed(text(longest[name]))
    found = [words for words in texts(context) if len(words) < 60 and words not in shown]

    assert outside(longest[name]) == []
    assert [words for words in found if words not in ("quétmãđểtheodõihồsơ", "0912345678")] == []
    assert f"trang{pages(longest[name])}/{pages(longest[name])}" in shown


def test_the_longest_receipt_stays_on_its_pages_and_is_marked_on_each() -> None:
    pdf = render("receipt.html", samples.LONG_RECEIPT)

    assert outside(pdf) == []
    assert text(pdf).count("BẢN IN LẠI lần 12, lúc 08:15 ngày 23/11/2026") == pages(pdf) > 1


@pytest.mark.parametrize("name", [name for name in samples.USUAL if name != "07"])
def test_its_qr_leads_the_holder_to_the_dossier(name: str, usual: dict[str, bytes]) -> None:
    assert qr(usual[name]) == [samples.USUAL[name][1].link]


def test_the_register_has_a_checksum_in_the_place_of_a_qr(usual: dict[str, bytes]) -> None:
    assert qr(usual["07"]) == []
    assert f"Mã kiểm tra {samples.REGISTER.checksum}" in text(usual["07"])


def test_the_heads_of_a_table_stand_on_every_page() -> None:
    rows = tuple(replace(samples.ROW, code=f"H12.22-261119-{n:04}") for n in range(1, 58))
    pdf = printed("register.html", replace(samples.REGISTER, rows=rows))

    assert pages(pdf) > 2
    assert text(pdf).count("Tên thủ tục hành chính") == pages(pdf)
    assert "H12.22-261119-0057" in text(pdf)


def test_an_empty_register_says_so() -> None:
    assert "Không có hồ sơ nào" in text(printed("register.html", replace(samples.REGISTER, rows=())))


@pytest.mark.parametrize("name", samples.USUAL)
def test_a_reprint_says_that_it_is_one(name: str) -> None:
    template, context = samples.USUAL[name]
    shown = text(
        printed(template, replace(context, reprint=replace(samples.REPRINT, times=2, by="Lê Thị Ý")))
    )

    assert "BẢN IN LẠI lần 2, lúc 08:15 ngày 23/11/2026, người in: Lê Thị Ý" in shown


def test_the_same_facts_give_the_same_bytes(usual: dict[str, bytes]) -> None:
    assert {name: printed(*sample) for name, sample in samples.USUAL.items()} == usual


@pytest.mark.parametrize("name", samples.USUAL)
def test_it_is_tagged_archival_pdf_with_its_fonts(name: str, usual: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(usual[name])) as pdf:
        found = {finding.message for finding in pikepdf.pdfa.check(pdf, "3b").findings}
        assert found <= {"pdfaid:conformance is 'U', expected 'B'"}
        assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "vi"


def test_without_a_number_none_is_printed() -> None:
    assert "Số:" not in text(printed("supplement.html", replace(samples.SUPPLEMENT, number="")))


def test_a_withdrawal_is_signed_by_the_applicant_too(usual: dict[str, bytes]) -> None:
    assert "theo đề nghị của Ông/Bà" in text(usual["05 withdrawn"])
    assert "NGƯỜI NỘP HỒ SƠ" in text(usual["05 withdrawn"])
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in text(usual["05"])


def test_a_receipt_carries_its_code_as_bars() -> None:
    assert bars(render("receipt.html", RECEIPT)) == [RECEIPT.dossier_code]


def test_a_receipt_names_everybody_and_the_one_it_replaces() -> None:
    shown = text(render("receipt.html", samples.FULL_RECEIPT))

    assert "Chủ hồ sơ Nguyễn Hoàng Bảo Anh" in shown
    assert "Người đại diện Lê Văn Tám (Giấy ủy quyền ngày 01/11/2026)" in shown
    assert "Giấy này thay thế giấy đã cấp lúc 15:42 ngày 12/03/2026." in shown
    assert "An Xuyên, ngày 13 tháng 3 năm 2026" in shown


@pytest.mark.parametrize(
    ("number", "own", "code"),
    [
        ("01", ("CT04 tiếp nhận", "CT05 bổ sung"), "CT04"),
        ("02", ("CT05",), "CT05"),
        ("03", ("CT04", "CT06 từ chối"), "CT06"),
        ("04", ("CT04", "CT05", "CT06"), "04"),
        ("02", (), "02"),
        ("01", ("Mẫu riêng của ngành", ""), "01"),
    ],
)
def test_a_version_with_forms_of_its_own_uses_them(number: str, own: tuple[str, ...], code: str) -> None:
    assert form_name(number, own) is FORM_NAMES[code]
