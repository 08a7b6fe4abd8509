"""The API of the catalogue: the list, one version, when it is due, what it costs; refusals as problem+json."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.conftest import Api

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/api/v1/procedures/"
BIRTH = f"{LIST}1.001193/"


@pytest.fixture
def client(api: Api, clerk: User) -> Client:
    return api(clerk)


def read(client: Client, path: str, status: int = 200, **asked: Any) -> Any:
    answer = client.get(path, asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_list_is_that_of_the_search(client: Client) -> None:
    first = read(client, LIST, q="khai sinhh", most=1)
    assert [(one["code"], one["standing"]) for one in first] == [("1.001193", "in_force")]


def test_the_list_holds_what_can_be_filed_unless_more_is_asked_for(client: Client) -> None:
    assert read(client, LIST, q="1.000948") == []
    assert read(client, LIST, q="1.000948", standing="open")[0]["standing"] == "listed"
    assert read(client, LIST, q="2.002481", standing="all")[0]["standing"] == "repealed"


def test_the_list_of_another_day(client: Client) -> None:
    [later] = read(client, LIST, q="1.001193", on="2027-03-01")
    assert later["version"] == 2


def test_all_of_a_version(client: Client) -> None:
    found = read(client, BIRTH)
    assert found["number"] == 1
    assert found["standing"] == "in_force"
    assert found["papers"][0]["name"].startswith("Tờ khai")
    assert found["time_rules"][0]["limit"]["unit"] == "SAME_DAY"
    assert read(client, BIRTH, version=2)["valid_from_on"] == "2027-03-01"


def test_due_and_quote(client: Client) -> None:
    found = read(client, f"{BIRTH}due/", received_at="2026-11-20T15:30:00+07:00")
    assert found["due"] == "2026-11-23T17:00:00+07:00"
    assert found["steps"]
    assert len(found["sentences"]) > 1
    later = read(client, f"{BIRTH}due/", received_at="2027-03-02T09:00:00+07:00")
    assert later["steps"][0]["rule"] == "procedure:1.001193@2"
    cost = read(client, f"{LIST}2.000815/quote/", pages=4)
    assert (cost["total"], cost["currency"]) == (6000, "VND")
    assert cost["lines"]


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        (LIST, {"level": "MOON"}, 400, "invalid"),
        (LIST, {"on": "2026-02-30"}, 400, "invalid"),
        (LIST, {"most": "0"}, 400, "invalid"),
        (f"{LIST}9.999999/", {}, 404, "not_found"),
        (BIRTH, {"version": "77"}, 404, "not_found"),
        (f"{BIRTH}due/", {"received_at": "soon"}, 400, "invalid"),
        (f"{BIRTH}due/", {"office": "H99.1"}, 400, "invalid"),
        (f"{BIRTH}due/", {"received_at": "2031-01-05T09:00"}, 400, "calendar_not_loaded"),
        (f"{BIRTH}due/", {"case": "none such"}, 400, "case_unknown"),
        (f"{LIST}1.013225/due/", {}, 400, "case_needed"),
        (f"{LIST}2.000815/due/", {"channel": "ONLINE"}, 400, "channel_not_offered"),
        (f"{LIST}1.000016/due/", {}, 400, "procedure_listed_only"),
        (f"{LIST}2.002481/due/", {}, 400, "procedure_not_in_force"),
        (f"{LIST}1.000016/quote/", {}, 400, "procedure_listed_only"),
        (f"{BIRTH}quote/", {"case": "none such"}, 400, "case_unknown"),
        (f"{LIST}2.000815/quote/", {}, 400, "pages_needed"),
        (f"{LIST}2.000815/quote/", {"pages": "0"}, 400, "number_out_of_range"),
    ],
)
def test_refusals(client: Client, path: str, asked: dict[str, str], status: int, code: str) -> None:
    assert read(client, path, status, **asked)["code"] == code


@pytest.mark.django_db
def test_strangers_need_a_token() -> None:
    assert Client().get(LIST).status_code == 401
