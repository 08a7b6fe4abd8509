"""What no client means to send is answered with a sentence, never with a server error."""

import json

import pytest
from django.test import Client

from dossiers import actions
from tests.conftest import Api
from tests.journeys import accepted, in_process, proposed, user

pytestmark = pytest.mark.django_db


def refused(client: Client, path: str, body: object) -> str:
    answer = client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    return answer.content.decode()


def test_half_a_surrogate_pair_in_a_choice(api: Api) -> None:
    code, clerk = accepted().code, api(user("tiepnhan.datmui"))
    refused(clerk, f"dossiers/{code}/withdraw/", {"money": "\ud800", "reason": "Theo đơn."})
    refused(clerk, "dossiers/hand_over/", {"codes": [code], "to": "H12.226", "carrier": "\ud800"})
    refused(clerk, "stuck/repair/", {"cause": "\ud800"})


def test_a_refusal_does_not_repeat_all_that_came(api: Api) -> None:
    said = refused(
        api(user("thuly.anxuyen")), f"dossiers/{in_process().code}/propose/", {"outcome": "x" * 100_000}
    )
    assert len(said) < 3000


def test_a_body_nested_without_end(api: Api) -> None:
    path = f"/api/v1/dossiers/{accepted().code}/withdraw/"
    answer = api(user("tiepnhan.datmui")).post(path, b"[" * 100_000, content_type="application/json")
    assert answer.status_code == 400


def test_a_result_that_was_sent_back_is_read(api: Api) -> None:
    dossier = proposed()
    actions.send_back(dossier.code, reason="Sai căn cứ.", by=user("kyduyet.anxuyen"))
    told = api(user("thuly.anxuyen")).get(f"/api/v1/dossiers/{dossier.code}/result/").json()
    assert told["approver"] is None
