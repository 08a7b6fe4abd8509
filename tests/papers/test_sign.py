"""A result is signed by a person and sealed by an agency, visibly, and repeatably to the byte."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from dossiers.papers.errors import PaperError
from dossiers.papers.render import render
from dossiers.papers.sign import Pkcs12Signer, seal_agency, sign_personal

from .conftest import SEALED_AT, SIGNED_AT, Result
from .reading import flat, picture, qr, text
from .samples import EXTRACT, LONGEST_REFUSAL, RECEIPT


def sign(result: Result, pdf: bytes) -> bytes:
    return sign_personal(
        pdf, result.person, at=SIGNED_AT, name=EXTRACT.approver_name, reason="Phê duyệt kết quả"
    )


def seal(result: Result, pdf: bytes) -> bytes:
    return seal_agency(pdf, result.agency, at=SEALED_AT, agency_name=EXTRACT.agency_name)


def seen(pdf: bytes) -> str:
    """The text of the page with what the signature fields show burnt in."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    page.flatten()
    copy = io.BytesIO()
    document.save(copy)
    return text(copy.getvalue())


def red_and_blue(pdf: bytes) -> tuple[int, int]:
    """How many points of the page are red, and how many blue."""
    red, green, blue = np.moveaxis(np.asarray(picture(pdf, 1).convert("RGB"), dtype=int), 2, 0)
    return (
        int(((red > 150) & (green < 120) & (blue < 120)).sum()),
        int(((blue > 120) & (red < 100) & (green < 130)).sum()),
    )


def test_each_revision_only_appends(result: Result) -> None:
    assert result.signed.startswith(result.unsigned)
    assert result.sealed.startswith(result.signed)


def test_a_repeated_step_writes_the_same_bytes(result: Result) -> None:
    assert sign(result, result.unsigned) == result.signed
    assert seal(result, result.signed) == result.sealed


def test_signature_and_seal_can_be_read_on_the_page(result: Result) -> None:
    shown = seen(result.sealed)

    assert "Ký số bởi Lâm Hoàng Vũ Phê duyệt kết quả Thời gian ký: 2026-03-13T09:15:42+07:00" in shown
    assert "ĐÃ ĐÓNG DẤU SỐ Ủy ban nhân dân xã Nguyễn Việt Khái 2026-03-13T09:20:07+07:00" in shown
    assert qr(result.sealed) == [EXTRACT.verify_url]


def test_places_are_empty_until_somebody_signs(result: Result) -> None:
    assert red_and_blue(result.unsigned) == (0, 0)
    red, blue = red_and_blue(result.signed)
    assert red < 10 and blue > 50
    assert red_and_blue(result.sealed)[0] > 100


def test_the_longest_names_fit_into_signature_and_seal(result: Result) -> None:
    pdf = sign_personal(
        render("result.html", LONGEST_REFUSAL),
        result.person,
        at=SIGNED_AT,
        name=LONGEST_REFUSAL.approver_name,
        reason="Phê duyệt văn bản từ chối giải quyết hồ sơ theo đề nghị của công chức thụ lý",
    )
    shown = seen(seal_agency(pdf, result.agency, at=SEALED_AT, agency_name=LONGEST_REFUSAL.agency_name))

    assert flat(f"Ký số bởi {LONGEST_REFUSAL.approver_name}") in shown
    assert "ĐÃ ĐÓNG DẤU SỐ Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám" in shown


def test_a_result_of_several_pages_is_signed_on_its_last(result: Result) -> None:
    reasons = tuple(f"{number}. {LONGEST_REFUSAL.procedure_name}" for number in range(1, 16))
    pdf = seal(result, sign(result, render("result.html", replace(LONGEST_REFUSAL, paragraphs=reasons))))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = [[str(widget.T) for widget in page.get("/Annots", ())] for page in document.pages]
    assert len(fields) == 3
    assert [set(names) for names in fields] == [set(), set(), {"Seal", "Personal"}]


def test_signing_keeps_what_pdf_a_demands(result: Result) -> None:
    with pikepdf.open(io.BytesIO(result.sealed)) as pdf:
        fonts = [
            widget.AP.N.Resources.Font.F1
            for widget in pdf.pages[0].Annots
            if widget.get("/FT") == pikepdf.Name.Sig
        ]
        assert "/Version" not in pdf.Root
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 2  # only signing from here on
        assert len(fonts) == 2
        assert all(
            "/ToUnicode" in font and "/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts
        )


@pytest.mark.parametrize(
    ("stage", "step", "code"),
    [
        ("unsigned", seal, "not_signed"),
        ("signed", sign, "already_signed"),
        ("sealed", sign, "already_signed"),
        ("sealed", seal, "already_sealed"),
    ],
)
def test_steps_come_in_their_order_and_once(result: Result, stage: str, step: object, code: str) -> None:
    with pytest.raises(PaperError) as error:
        step(result, getattr(result, stage))  # type: ignore[operator]
    assert error.value.code == code


@pytest.mark.parametrize(("pdf", "code"), [(b"", "unreadable"), (b"%PDF-1.7 nothing", "unreadable")])
def test_a_broken_file_is_not_signed(result: Result, pdf: bytes, code: str) -> None:
    with pytest.raises(PaperError) as error:
        sign(result, pdf)
    assert error.value.code == code


def test_a_paper_without_places_is_not_signed(result: Result) -> None:
    with pytest.raises(PaperError) as error:
        sign(result, render("receipt.html", RECEIPT))
    assert error.value.code == "no_place"


def test_the_key_is_loaded_once(keys_dir: Path) -> None:
    assert Pkcs12Signer.personal(keys_dir, "vu.lam") is Pkcs12Signer.personal(keys_dir, "vu.lam")
