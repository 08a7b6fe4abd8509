"""Makes the files that must be refused: empty, mislabelled, broken, locked, active, or monstrous."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

ZERO_BYTES = b""
TEXT_CALLED_PDF = "Kính gửi: Ủy ban nhân dân xã. Đây là văn bản thường, không phải PDF.\n".encode()


def small_pdf(pages: int = 1) -> bytes:
    """Return a valid PDF of blank A4 pages."""
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        return _saved(pdf)


def broken_pdf() -> bytes:
    """Return the first half of a PDF."""
    whole = small_pdf(4)
    return whole[: len(whole) // 2]


def looping_pdf() -> bytes:
    """Return a PDF whose page tree contains itself."""
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(
        (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), start=1
    ):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def encrypted_pdf(*, user_password: str = "mat-khau") -> bytes:
    """Return a PDF that opens with a password only; with user_password="" anybody may open it."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(user=user_password, owner="chu-so-huu"))
        return written.getvalue()


def pdf_with_script() -> bytes:
    """Return a PDF that runs JavaScript when it is opened."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('!')"))
        return _saved(pdf)


def pdf_with_launch() -> bytes:
    """Return a PDF with a link that starts a program."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 100, 100]),
            A=Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe")),
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        return _saved(pdf)


def pdf_with_attachment() -> bytes:
    """Return a PDF that carries another file."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["virus.exe"] = b"MZ"
        return _saved(pdf)


def signed(source: bytes) -> bytes:
    """Return the PDF with a signature field whose signature is hollow: known as signed, never valid."""
    with pikepdf.Pdf.open(io.BytesIO(source)) as pdf:
        signature = Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            ByteRange=Array([0, 10, 20, 10]),
            Contents=pikepdf.String(b"\x30\x00"),
        )
        field = Dictionary(FT=Name.Sig, T=pikepdf.String("ky"), V=pdf.make_indirect(signature))
        pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([pdf.make_indirect(field)]))
        return _saved(pdf)


def pdf_with_huge_page(points: int = 14_400) -> bytes:
    """Return a PDF with a page of 5 by 5 metres."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(points, points))
        return _saved(pdf)


def pdf_bomb(megabytes: int = 1024) -> bytes:
    """Return a PDF of some kilobytes whose page content unpacks to so many megabytes of nonsense."""
    squeezed = zlib.compress(_squeezed(b"0 0 m\n" * 174_763, megabytes), 9)  # twice: smaller still
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        filters = Dictionary(Filter=Array([Name.FlateDecode, Name.FlateDecode]))
        pdf.pages[0].obj.Contents = pdf.make_stream(squeezed, filters)
        return _saved(pdf)


def huge_file(path: Path, *, size: int = 200 * 1024**2) -> Path:
    """Write a file of that size which begins like a PDF and is a hole on the disk; return its path."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)
    return path


def huge_png(side: int = 30_000) -> bytes:
    """Return a valid white PNG of side x side pixels, one bit each, in some 100 KB and little memory."""
    rows = b"\x00" + b"\xff" * ((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(rows) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _squeezed(piece: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()
