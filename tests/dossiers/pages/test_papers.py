"""The doors that print: a form and the register, over the pages and the API; who gets 404, what a browser may keep."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import AccessRecord
from tests.conftest import Api
from tests.journeys import accepted
from tests.papers.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SignIn = Callable[[User], Client]
PERIOD = {"point": "H12.264.01-1", "from": "2026-11-20", "to": "2026-11-20"}


@pytest.fixture
def code() -> str:
    dossier = accepted()
    actions.render_receipt(dossier.code, by=system_user())
    return dossier.code


def addresses(code: str, form: str) -> tuple[str, str]:
    return f"/counter/dossiers/{code}/forms/{form}/", f"/api/v1/dossiers/{code}/forms/{form}/"


def test_both_doors_print(code: str, clerk: User, signed_in: SignIn, api: Api) -> None:
    page, door = addresses(code, "06")
    first, second = signed_in(clerk).get(page), api(clerk).get(door)

    for answer in (first, second):
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"]
        assert f'filename="{code}-06.pdf"' in answer["Content-Disposition"]
    assert "BẢN IN LẠI" not in text(first.content)
    assert "BẢN IN LẠI lần 1" in text(second.content)


def test_the_receipt_printed_again_is_marked(code: str, clerk: User, signed_in: SignIn) -> None:
    assert "BẢN IN LẠI lần 1" in text(signed_in(clerk).get(addresses(code, "01")[0]).content)
    assert "BẢN IN LẠI" not in text(signed_in(clerk).get(f"/counter/dossiers/{code}/receipt/").content)


@pytest.mark.parametrize("query", ["", "?event=1", "?event=x", "?event=999999999999"])
def test_nobody_else_learns_of_it(
    query: str, code: str, neighbour: User, signed_in: SignIn, api: Api
) -> None:
    page, door = (f"{address}{query}" for address in addresses(code, "01"))
    assert signed_in(neighbour).get(page).status_code == 404
    assert api(neighbour).get(door).status_code == 404
    assert Client().get(page).status_code == 302
    assert Client().get(door).status_code == 401
    assert not AccessRecord.objects.filter(what__startswith="form").exists()


@pytest.mark.parametrize("form", ["02", "07", "99"])
def test_a_form_that_is_not_there_is_404(
    form: str, code: str, clerk: User, signed_in: SignIn, api: Api
) -> None:
    page, door = addresses(code, form)
    assert signed_in(clerk).get(page).status_code == 404
    assert api(clerk).get(door).status_code == 404


def test_only_a_get_prints(code: str, clerk: User, signed_in: SignIn) -> None:
    client, (page, _door) = signed_in(clerk), addresses(code, "06")
    assert client.head(page).status_code == 405
    assert client.post(page).status_code == 405
    assert not AccessRecord.objects.filter(what__startswith="form").exists()


def test_a_program_asks_which_forms_there_are(code: str, clerk: User, neighbour: User, api: Api) -> None:
    listed = api(clerk).get(f"/api/v1/dossiers/{code}/forms/").json()
    assert [(one["form"], one["number"]) for one in listed] == [("01", "1"), ("06", "")]
    assert api(neighbour).get(f"/api/v1/dossiers/{code}/forms/").status_code == 404


@pytest.mark.parametrize("address", ["/counter/register/", "/api/v1/register/"])
def test_the_register_comes_as_three_kinds_of_file(
    address: str, code: str, clerk: User, signed_in: SignIn, api: Api
) -> None:
    client = api(clerk) if address.startswith("/api") else signed_in(clerk)
    for kind, begins in (("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = client.get(address, PERIOD | {"as": kind})
        assert answer.status_code == 200 and answer.content.startswith(begins)
        assert f".{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("address", ["/counter/register/", "/api/v1/register/"])
def test_the_register_of_another_office_is_404(
    address: str, code: str, neighbour: User, signed_in: SignIn, api: Api
) -> None:
    client = api(neighbour) if address.startswith("/api") else signed_in(neighbour)
    assert client.get(address, PERIOD).status_code == 404


def test_without_a_period_the_page_asks_for_one(clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).get("/counter/register/")
    assert answer.status_code == 200
    assert 'value="point:H12.264.01-1"' in answer.content.decode()
    assert 'value="2026-11-01"' in answer.content.decode()


def test_what_is_wrong_stands_at_its_field(code: str, clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).get(
        "/counter/register/", {"office": "point:H12.264.01-1", "from": "x", "to": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count("field-error") == 2 and 'value="x"' in page


def test_a_program_is_told_by_field(clerk: User, api: Api) -> None:
    answer = api(clerk).get("/api/v1/register/", PERIOD | {"from": "x", "to": "y"})
    assert answer.status_code == 400
    assert {reason["field"] for reason in answer.json()["reasons"]} == {"from", "to"}


def test_the_page_of_a_dossier_links_its_forms(code: str, clerk: User, signed_in: SignIn) -> None:
    page = signed_in(clerk).get(f"/counter/dossiers/{code}/").content.decode()
    assert f"/counter/dossiers/{code}/forms/01/?event=" in page
    assert f"/counter/dossiers/{code}/forms/06/?event=" in page
    assert f"/counter/dossiers/{code}/forms/02/" not in page
