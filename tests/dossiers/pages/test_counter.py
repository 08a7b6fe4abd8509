"""The reception page: nothing typed is lost, nothing is filed twice, and it works without its script."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.memory import forget_all
from accounts.models import User
from dossiers.models import Document, Dossier
from tests.journeys import accepted, scan

TYPED = {
    "point": "H12.264.01-1",
    "procedure": "2.000635 · Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    "area": "32002",
    "applicant_name": "Nguyễn Huỳnh Thị Phương Thảo",
    "id_number": "096192004512",
    "applicant_phone": "",
    "applicant_address": "Khóm 4, Phường An Xuyên, Cà Mau",
    "request": "Bản sao trích lục khai sinh",
    "copies": "2",
}
CARD = "096192004512|381234567|TRẦN THỊ MẪU|02091992|Nữ|Khóm 4, Phường An Xuyên, Cà Mau|22122022"

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(clerk: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(clerk)


def send(counter: Client, **changes: Any) -> Any:
    return counter.post("/counter/", TYPED | {"key": str(uuid4()), "accept": "1"} | changes)


def test_a_stranger_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get("/counter/")["Location"] == "/sign-in/?next=/counter/"


def test_it_accepts_and_shows_what_to_tell_the_person(counter: Client) -> None:
    answer = counter.post("/counter/", TYPED | {"key": str(uuid4()), "accept": "1"}, follow=True)
    dossier = Dossier.objects.get()
    assert dossier.status == "received"
    assert dossier.code in answer.content.decode()
    assert "16.000" in answer.content.decode()


def test_the_same_page_sent_twice_is_one_dossier(counter: Client) -> None:
    key = str(uuid4())
    assert send(counter, key=key)["Location"] == send(counter, key=key)["Location"]
    assert Dossier.objects.count() == 1


def test_what_was_typed_stays_and_each_fault_stands_at_its_field(counter: Client) -> None:
    answer = send(counter, applicant_name="", id_number="12")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_applicant_name"' in page
    assert 'href="#id_id_number"' in page
    assert 'aria-invalid="true"' in page
    assert "Bản sao trích lục khai sinh" in page
    assert not Dossier.objects.exists()


def test_an_uploaded_file_stays_attached_when_the_form_is_refused(counter: Client) -> None:
    file = SimpleUploadedFile("to-khai.jpg", scan(), "image/jpeg")
    answer = send(counter, applicant_name="", **{"paper-1": file})
    key = Document.objects.get().key
    assert f'value="1:{key}"' in answer.content.decode()
    send(counter, document=f"1:{key}")
    assert Dossier.objects.get().documents.get().key == key


def test_a_text_called_pdf_is_refused_with_a_sentence(counter: Client) -> None:
    answer = send(counter, **{"paper-1": SimpleUploadedFile("don.pdf", b"Kinh gui UBND", "application/pdf")})
    assert "don.pdf" in answer.content.decode()
    assert not Document.objects.exists()
    assert not Dossier.objects.exists()


def test_a_removed_file_is_left_out(counter: Client) -> None:
    key = counter.post("/counter/documents/", {"file": SimpleUploadedFile("a.jpg", scan())}).json()["key"]
    page = counter.post("/counter/", TYPED | {"document": f"1:{key}", "remove": key}).content.decode()
    assert key not in page


def test_a_card_fills_the_form_without_script(counter: Client) -> None:
    page = counter.post("/counter/", {"card": CARD, "refresh": "1"}).content.decode()
    assert 'value="TRẦN THỊ MẪU"' in page
    assert 'value="096192004512"' in page
    assert '<option value="32002" selected>' in page


def test_the_script_is_told_who_the_card_shows(counter: Client) -> None:
    said = counter.post("/counter/card/", {"card": CARD}).json()
    assert said["fields"]["applicant_name"] == "TRẦN THỊ MẪU"
    assert "02/09/1992" in said["words"]


def test_a_scanned_person_who_was_here_before_is_recognised(counter: Client) -> None:
    send(counter)
    said = counter.post("/counter/card/", {"card": CARD}).json()
    assert Dossier.objects.get().code in said["earlier"][0]["words"]


def test_what_is_no_card_is_refused_with_a_sentence(counter: Client) -> None:
    answer = counter.post("/counter/card/", {"card": "https://example.vn/"})
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("words", ["trích lục", "TRICH LUC", "000635"])
def test_a_procedure_is_found_with_and_without_accents_and_by_code(counter: Client, words: str) -> None:
    found = counter.get("/counter/procedures/", {"q": words}).json()["procedures"]
    assert [each["value"][:8] for each in found] == ["2.000635"]


@pytest.mark.usefixtures("morning")
def test_the_promise_is_worked_out_while_typing(counter: Client) -> None:
    page = counter.post("/counter/parts/", TYPED).content.decode()
    assert "Thứ Sáu, 20/11/2026, 17:00" in page
    assert "16.000" in page
    assert "phường An Xuyên" in page


def test_an_unknown_procedure_promises_nothing(counter: Client) -> None:
    page = counter.post("/counter/parts/", TYPED | {"procedure": "9.999999"}).content.decode()
    assert "promise__value" not in page


@pytest.mark.usefixtures("morning")
def test_of_few_letters_what_this_centre_receives_comes_first(counter: Client, clerk: User) -> None:
    def first(words: str) -> str:
        found: str = counter.get("/counter/procedures/", {"q": words}).json()["procedures"][0]["value"]
        return found.partition(" ")[0]

    assert first("tri") != "2.000635"
    accepted()
    forget_all()
    assert first("tri") == "2.000635"
    assert first("") == "2.000635"
    assert first("khai sinh") != "2.000635"  # who types more is taken at their word
