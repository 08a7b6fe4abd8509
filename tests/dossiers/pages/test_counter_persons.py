"""The reception page asks whom a dossier is about and who represents the applicant, out of the way of most people."""

import pytest
from django.test import Client

from accounts.models import User
from dossiers import persons
from dossiers.models import Dossier
from tests.dossiers.pages.test_counter import TYPED, counter, send

__all__ = ["counter"]
pytestmark = pytest.mark.django_db
FATHER = {
    "subject_name": "Lê Thị Con",
    "representative_name": "Lê Văn Đại",
    "representative_id_number": "096085004511",
    "representative_basis": "Cha của trẻ",
}


def test_they_are_filed(counter: Client) -> None:
    send(counter, **FATHER)
    assert persons.known(Dossier.objects.get()) == persons.Persons(
        "Lê Thị Con", "Lê Văn Đại", "096085004511", "", "Cha của trẻ"
    )


def test_their_fields_are_shut_until_something_stands_in_them(counter: Client) -> None:
    assert '<details class="why"><summary>' in counter.get("/counter/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("representative_basis", ""), ("representative_id_number", TYPED["id_number"])]
)
def test_a_fault_stands_at_its_field_and_nothing_is_lost(counter: Client, field: str, value: str) -> None:
    answer = send(counter, **FATHER | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in page
    assert '<details class="why" open>' in page
    assert "Lê Văn Đại" in page
    assert not Dossier.objects.exists()


def test_the_page_of_the_dossier_shows_them(counter: Client, clerk: User) -> None:
    send(counter, **FATHER)
    page = counter.get(f"/counter/dossiers/{Dossier.objects.get().code}/").content.decode()
    assert "Lê Văn Đại" in page
    assert "Cha của trẻ" in page
    assert "096085004511" in page
