"""The competent agency at the counter: shown with its reasons, asked where a commune is needed, chosen by radio."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from dossiers.models import Dossier
from tests.dossiers.pages.test_counter import TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CHOICE = {"procedure": "1.012796", "area": "32002"}
RADIO = r'<input type="radio" name="agency" value="([^"]+)" id="[^"]+"( checked)?>'


@pytest.fixture
def counter(clerk: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(clerk)


def parts(counter: Client, **changes: str) -> str:
    return counter.post("/counter/parts/", TYPED | changes).content.decode()


def page(counter: Client, *, button: str = "refresh", **changes: str) -> Any:
    return counter.post("/counter/", TYPED | {"key": str(uuid4()), button: "1"} | changes)


def test_the_agency_is_shown_with_its_reasons(counter: Client) -> None:
    shown = parts(counter)
    assert "Ủy ban nhân dân phường An Xuyên" in shown
    assert shown.count("Trung tâm Phục vụ hành chính công xã Đất Mũi") == 1


def test_the_missing_commune_is_asked_at_its_field_and_in_the_promise(counter: Client) -> None:
    shown = parts(counter, area="")
    (asked,) = re.findall(r'<p id="id_area_helptext">(.+)</p>', shown)
    assert shown.count(asked) == 2
    assert "16.000" in shown  # the fee depends on no agency
    assert "20/11/2026" not in shown  # the day does: by whose office hours?


def test_a_procedure_of_one_agency_needs_no_commune(counter: Client) -> None:
    shown = parts(counter, procedure="1.012783", area="")
    assert "Văn phòng Đăng ký đất đai tỉnh Cà Mau" in shown


def test_several_lawful_agencies_are_radio_buttons(counter: Client) -> None:
    assert re.findall(RADIO, parts(counter, **CHOICE)) == [("H12.226", ""), ("H12.06.01", "")]


def test_the_one_chosen_stays_chosen(counter: Client) -> None:
    shown = page(counter, **CHOICE, agency="H12.06.01").content.decode()
    assert re.findall(RADIO, shown) == [("H12.226", ""), ("H12.06.01", " checked")]


def test_a_choice_of_an_earlier_commune_is_dropped(counter: Client) -> None:
    assert re.findall(RADIO, parts(counter, **CHOICE, agency="H12.264")) == [
        ("H12.226", ""),
        ("H12.06.01", ""),
    ]


def test_accepting_without_a_choice_is_refused_at_the_radio_buttons(counter: Client) -> None:
    answer = page(counter, button="accept", **CHOICE)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_agency"' in shown
    assert '<fieldset class="field field--error" id="id_agency"' in shown
    assert not Dossier.objects.exists()


def test_accepting_with_a_choice_sends_it_there(counter: Client) -> None:
    page(counter, button="accept", **CHOICE, agency="H12.06.01")
    assert Dossier.objects.get().agency.code == "H12.06.01"


def test_an_empty_page_says_that_the_commune_depends_on_the_procedure(counter: Client) -> None:
    assert 'id="id_area_helptext"' in counter.get("/counter/").content.decode()


def test_without_script_the_commune_is_asked_at_its_field_too(counter: Client) -> None:
    shown = page(counter, area="").content.decode()
    (asked,) = re.findall(r'<p class="hint" id="id_area_helptext">(.+)</p>', shown)
    assert shown.count(asked) == 2
