"""Codes, keys and papers of other people, and cells that a spreadsheet would run."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.leasing import with_codes
from tests.conftest import Api
from tests.journeys import FILING, accepted, submitted, uploaded_scan, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
KEY = {"Idempotency-Key": "b2f9e6a6-8f0a-4df3-9c1e-0a8c1f0e9b11"}
REGISTER = "/api/v1/register/?agency=H12.264.01&from=2026-11-20&to=2026-11-20&as="


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    sent = json.dumps(body)
    return client.post(f"/api/v1/dossiers/{path}/", sent, content_type="application/json", headers=headers)


def leased(point: str) -> str:
    return with_codes([actions.lease_numbers(point, 3, by=user("quantri"))])[0].key


def test_a_code_leased_to_another_point_is_not_taken(api: Api) -> None:
    code, client = leased("H12.226.01-1"), api(user("tiepnhan.datmui"))
    for door in ("accept", "submit", "decline"):
        assert post(client, door, FILING | {"code": code, "reason": "Nhầm."}).status_code == 400


def test_a_leased_code_is_taken_once_and_as_it_is_written(api: Api) -> None:
    code, client = leased("H12.264.01-1"), api(user("tiepnhan.datmui"))
    for other in (code.lower(), code.replace("1", "１", 1)):
        assert post(client, "accept", FILING | {"code": other}).status_code == 400
    assert post(client, "accept", FILING | {"code": code}).json()["code"] == code
    assert post(client, "accept", FILING | {"code": code}).status_code == 400


def test_the_key_of_another_tells_nothing(api: Api) -> None:
    mine, theirs, sent = api(user("tiepnhan.datmui")), api(user("tiepnhan.anxuyen")), submitted()
    code = post(mine, "accept", FILING, **KEY).json()["code"]
    answer = post(theirs, "accept", FILING, **KEY)
    assert answer.status_code in (403, 409)
    assert code not in answer.content.decode()
    assert post(mine, f"{sent.code}/accept", {}, **KEY).status_code == 200
    assert post(theirs, f"{sent.code}/accept", {}, **KEY).status_code == 404


def test_a_supplement_takes_own_papers_and_no_others(api: Api) -> None:
    dossier, clerk = accepted(), user("tiepnhan.datmui")
    client, theirs = api(clerk), uploaded_scan(user("tiepnhan.anxuyen")).key
    items = [{"requirement": None, "what": "Bản chính"}]
    actions.request_supplement(dossier.code, items=items, reason="Thiếu.", by=clerk)
    assert post(client, f"{dossier.code}/supplement", {"papers": [{"document": theirs}]}).status_code == 409
    assert client.get(f"/api/v1/documents/{theirs}/content/").status_code == 404
    own = {"document": uploaded_scan(clerk, seed=2).key, "requirement": 1}
    assert post(client, f"{dossier.code}/supplement", {"papers": [own]}).json()["status"] == "received"
    assert dossier.documents.get(key=own["document"]).requirement is not None


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A", "+cmd|a", "-cmd A", "@SUM A", "＝cmd A", "\t=cmd A"])
def test_no_cell_of_the_register_is_a_formula(name: str, api: Api) -> None:
    accepted(applicant_name=name, applicant_address=name)
    told = api(user("giamsat")).get(REGISTER + "csv").content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(told)) for cell in line]
    assert len(cells) > 20
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_what_is_no_character_keeps_no_register(kind: str, api: Api) -> None:
    accepted(applicant_address="Ấp 3 \uffff\ufffe\ufdd0")
    assert api(user("giamsat")).get(REGISTER + kind).status_code == 200


def test_the_last_day_of_all(api: Api) -> None:
    answer = api(user("giamsat")).get("/api/v1/register/?agency=H12.264.01&from=9999-12-30&to=9999-12-31")
    assert answer.status_code == 400
