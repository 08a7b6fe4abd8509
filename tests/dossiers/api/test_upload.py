"""Files through the API's door: good ones are kept, bad ones get a code and a sentence, and leave nothing."""

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from dossiers.models import Document
from seeds import bad_files
from tests.conftest import Api
from tests.journeys import accepted, scan
from tests.refusals import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
DOOR = "/api/v1/documents/"
MB = 1024**2


def send(client: Client, content: bytes, name: str = "to-khai.pdf") -> Any:
    return client.post(DOOR, {"file": SimpleUploadedFile(name, content)})


def test_a_scan_is_kept(api: Api, clerk: User) -> None:
    answer = send(api(clerk), scan(), "đơn.jpg")
    assert answer.status_code == 201
    document = Document.objects.get()
    assert answer.json()["key"] == document.key
    assert (answer.json()["name"], answer.json()["mime"]) == ("đơn.jpg", "image/jpeg")


BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("trong.pdf", lambda: bad_files.ZERO_BYTES, "empty_file"),
    ("van-ban.pdf", lambda: bad_files.TEXT_CALLED_PDF, "type_not_accepted"),
    ("hong.pdf", bad_files.broken_pdf, "pdf_broken"),
    ("khoa.pdf", bad_files.encrypted_pdf, "pdf_encrypted"),
    ("to.png", bad_files.huge_png, "image_too_large"),
]


@pytest.mark.parametrize(("name", "make", "code"), BAD)
def test_a_bad_file_is_refused_and_leaves_nothing(
    api: Api, clerk: User, media: Path, name: str, make: Callable[[], bytes], code: str
) -> None:
    dossier = accepted()
    before = standing(dossier)
    answer = send(api(clerk), make(), name)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 40
    assert not Document.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert standing(dossier) == before


class Body(io.RawIOBase):
    """A request body of many megabytes that is never in memory as a whole."""

    def __init__(self, head: bytes, zeros: int, tail: bytes) -> None:
        self.head, self.zeros, self.tail = head, zeros, tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.head:
            piece, self.head = self.head, b""
        elif self.zeros:
            piece = bytes(min(self.zeros, len(buffer)))
            self.zeros -= len(piece)
        else:
            piece, self.tail = self.tail, b""
        buffer[: len(piece)] = piece
        return len(piece)


def test_200_megabytes_are_refused_in_little_memory(api: Api, clerk: User, media: Path) -> None:
    head = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="lon.pdf"\r\n\r\n%PDF-1.7\n'
    tail = b"\r\n--limit--\r\n"
    stream = io.BufferedReader(Body(head, 200 * MB, tail))
    body: dict[str, Any] = {"wsgi.input": stream, "CONTENT_LENGTH": str(len(head) + 200 * MB + len(tail))}
    body["CONTENT_TYPE"] = "multipart/form-data; boundary=limit"
    client = api(clerk)
    tracemalloc.start()
    answer = client.generic("POST", DOOR, **body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (answer.status_code, answer.json()["code"]) == (400, "file_too_large")
    assert "20 MB" in answer.json()["detail"]
    assert peak < 60 * MB
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_without_a_file_it_says_so(api: Api, clerk: User) -> None:
    answer = api(clerk).post(DOOR, {"note": "no file"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["reasons"][0]["field"] == "file"


def test_a_file_that_is_not_in_a_form_is_refused(api: Api, clerk: User) -> None:
    answer = api(clerk).generic("POST", DOOR, scan(), content_type="image/jpeg")
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/problem+json"
