"""Genuine or not: the sealed result, and all that must not pass for one; and what pyHanko's own command says."""

import io
import logging
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from dossiers.papers import keys
from dossiers.papers.sign import Pkcs12Signer, seal_agency, sign_personal
from dossiers.papers.verify import Verdict, verify

from .conftest import SEALED_AT, SIGNED_AT, Result
from .samples import EXTRACT


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)  # the library logs each forgery with a traceback
    yield
    logging.disable(logging.NOTSET)


def flipped(pdf: bytes, position: int, mask: int = 1) -> bytes:
    changed = bytearray(pdf)
    changed[position] ^= mask
    return bytes(changed)


def painted_over(pdf: bytes) -> bytes:
    """Append a revision that paints on page 1: what a forger would do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    paint = writer.add_object(StreamObject(stream_data=b"0 0 1 rg 90 500 200 20 re f"))
    writer.add_stream_to_page(0, paint)  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def codes(verdict: Verdict) -> set[str]:
    return {problem.code for problem in verdict.problems}


def check(result: Result, pdf: bytes) -> Verdict:
    return verify(pdf, trust=[result.authority])


def test_a_signed_and_sealed_result_is_genuine(result: Result) -> None:
    verdict = check(result, result.sealed)
    person, agency = verdict.signatures

    assert verdict.genuine and verdict.problems == ()
    assert (person.kind, person.common_name, person.signed_at) == (
        "personal",
        EXTRACT.approver_name,
        SIGNED_AT,
    )
    assert (agency.kind, agency.organisation, agency.signed_at) == ("seal", EXTRACT.agency_name, SEALED_AT)
    assert (person.coverage, agency.coverage) == ("entire_revision", "entire_file")
    assert person.intact and person.valid and person.trusted


def test_serials_are_those_that_the_authority_issued(result: Result, keys_dir: Path) -> None:
    issued = (
        keys.issue_personal(keys_dir, "vu.lam", "-", "-").serial,
        keys.issue_seal(keys_dir, "H12.261", "-").serial,
    )

    assert tuple(signature.serial for signature in check(result, result.sealed).signatures) == issued


def test_unsigned_or_only_signed_is_not_genuine(result: Result) -> None:
    assert codes(check(result, result.unsigned)) == {"unsigned"}
    assert codes(check(result, result.signed)) == {"seal_missing"}


@pytest.mark.parametrize("pdf", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF\n", bytes(range(256)) * 40])
def test_a_broken_file_gets_a_verdict(result: Result, pdf: bytes) -> None:
    assert not check(result, pdf).genuine
    assert codes(check(result, pdf)) == {"unreadable"}


def test_a_truncated_file_is_not_genuine(result: Result) -> None:
    for length in range(1000, len(result.sealed), 9001):
        assert not check(result, result.sealed[:length]).genuine


def test_one_flipped_byte_anywhere_is_seen(result: Result) -> None:
    chosen = random.Random(7)
    for position in chosen.sample(range(len(result.sealed)), 24):
        mask = 1 << chosen.randrange(8)
        assert not check(result, flipped(result.sealed, position, mask)).genuine, (position, mask)


@pytest.mark.parametrize("holder", [0, 1], ids=["signature", "seal"])
def test_one_flipped_byte_in_a_signature_container_is_seen(result: Result, holder: int) -> None:
    hole = [match.span(1) for match in re.finditer(rb"/Contents <([0-9A-F]+)>", result.sealed)][holder]
    letters = [spot for spot in range(*hole) if result.sealed[spot : spot + 1].isalpha()]
    filling = range(hole[1] - 200, hole[1], 90)
    for position, mask in [(spot, 1) for spot in (*range(*hole, 401), *filling)] + [
        (s, 0x20) for s in letters[::400]
    ]:
        assert not check(result, flipped(result.sealed, position, mask)).genuine, (position - hole[0], mask)


def test_painting_over_the_page_later_is_seen(result: Result) -> None:
    after_seal = check(result, painted_over(result.sealed))
    assert {"changed_after_signing", "appended"} <= codes(after_seal)

    between = seal_agency(
        painted_over(result.signed), result.agency, at=SEALED_AT, agency_name=EXTRACT.agency_name
    )
    assert codes(check(result, between)) == {"changed_after_signing"}


@pytest.mark.parametrize("tail", [b"\n", b"%% harmless\n", b"\0" * 100])
def test_anything_appended_is_seen(result: Result, tail: bytes) -> None:
    assert not check(result, result.sealed + tail).genuine


def test_keys_of_another_authority_are_not_trusted(result: Result, tmp_path: Path) -> None:
    keys.make_authority(tmp_path)

    verdict = verify(result.sealed, trust=[keys.authority_path(tmp_path).read_bytes()])
    assert codes(verdict) == {"untrusted"}
    assert all(signature.intact and not signature.trusted for signature in verdict.signatures)


def test_a_person_cannot_seal(result: Result) -> None:
    forged = seal_agency(result.signed, result.person, at=SEALED_AT, agency_name=EXTRACT.agency_name)

    assert codes(check(result, forged)) == {"wrong_certificate"}


def test_a_certificate_out_of_time_is_not_trusted(result: Result) -> None:
    verdict = verify(result.sealed, trust=[result.authority], at=datetime(2060, 1, 1, tzinfo=UTC))

    assert "untrusted" in codes(verdict)


def test_a_result_rewritten_by_another_program_is_not_genuine(result: Result) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(result.sealed)) as pdf:
        pdf.save(out)

    assert not check(result, out.getvalue()).genuine


def test_every_seal_names_its_own_agency(result: Result, keys_dir: Path) -> None:
    keys.issue_seal(keys_dir, "H12.201", "Ủy ban nhân dân phường Bạc Liêu")
    other = Pkcs12Signer.seal(keys_dir, "H12.201")
    signed = sign_personal(
        result.unsigned, result.person, at=SIGNED_AT, name="Lâm Hoàng Vũ", reason="Phê duyệt"
    )
    sealed = seal_agency(signed, other, at=SEALED_AT, agency_name="Ủy ban nhân dân phường Bạc Liêu")

    assert check(result, sealed).signatures[1].organisation == "Ủy ban nhân dân phường Bạc Liêu"


def pyhanko(result: Result, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "pyhanko"
    command = [str(program), "sign", "validate", "--trust", str(result.authority), *options, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_pyhankos_own_command_agrees(result: Result, tmp_path: Path) -> None:
    good, bad = tmp_path / "RESULT.pdf", tmp_path / "FLIPPED.pdf"
    good.write_bytes(result.sealed)
    bad.write_bytes(flipped(result.sealed, result.sealed.index(b"stream") + 40))

    plain, summary = pyhanko(result, good), pyhanko(result, good, "--executive-summary")
    assert plain.returncode == 0
    assert [line.split(":", 2)[2] for line in plain.stdout.splitlines()] == [
        "INTACT:TRUSTED,EXTENDED_WITH_FORM_FILLING,ACCEPTABLE_MODIFICATIONS",
        "INTACT:TRUSTED,UNTOUCHED",
    ]
    assert [line.split(":")[2] for line in summary.stdout.splitlines()] == ["VALID", "VALID"]
    refused = pyhanko(result, bad)
    assert refused.returncode != 0 and "INVALID" in refused.stdout
