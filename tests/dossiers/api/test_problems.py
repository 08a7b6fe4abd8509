"""What the API says when something is wrong: problem+json, a stable code, a sentence in the reader's language."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from dossiers.models import Dossier
from tests.conftest import Api
from tests.journeys import CONTENT, FILING, accepted, digitised, in_process, proposed

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
NOWHERE = "H12.264.01-260101-0001"


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(ROOT + path, json.dumps(body or {}), content_type="application/json", headers=headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check that this is the expected problem, and return it."""
    told: dict[str, Any] = json.loads(answer.content)
    assert (answer.status_code, told["code"]) == (status, code), told
    assert answer["Content-Type"] == "application/problem+json"
    assert set(told) == {"type", "title", "status", "code", "detail", "reasons"}
    assert (told["status"], told["type"]) == (status, f"urn:onestop:problem:{code}")
    assert told["detail"].strip()
    return told


def test_not_signed_in_is_401() -> None:
    answer = Client().get(f"{ROOT}/dossiers/")
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_nobody_gave_is_401() -> None:
    client = Client(headers={"Authorization": "Bearer invented"})
    problem(client.get(f"{ROOT}/dossiers/"), 401, "token_not_valid")


def test_a_forbidden_act_is_403(api: Api, clerk: User) -> None:
    problem(post(api(clerk), f"/dossiers/{digitised().code}/take_up/"), 403, "forbidden")


@pytest.mark.parametrize("code", [NOWHERE, "accepted elsewhere"])
def test_not_there_and_not_visible_are_the_same_404(api: Api, neighbour: User, code: str) -> None:
    code = NOWHERE if code == NOWHERE else accepted(area="32248").code
    told = problem(api(neighbour).get(f"{ROOT}/dossiers/{code}/"), 404, "not_found")
    assert told["detail"] == "There is nothing here that you may see. Check the code."


def test_the_wrong_state_is_409_and_names_the_state(api: Api, officer: User) -> None:
    told = problem(post(api(officer), f"/dossiers/{accepted().code}/take_up/"), 409, "wrong_state")
    assert told["detail"] == "Not possible now: the dossier is in the state “received”."


def test_every_unmet_condition_is_a_reason(api: Api, approver: User) -> None:
    told = problem(
        post(api(approver), f"/dossiers/{in_process().code}/approve/", {"sha256": "0"}),
        409,
        "result_not_rendered",
    )
    unmet = [reason["code"] for reason in told["reasons"]]
    assert unmet == ["result_not_rendered", "addressed_to_another", "not_at_approval"]
    assert told["detail"] == " ".join(reason["detail"] for reason in told["reasons"])


def test_another_draft_is_409(api: Api, approver: User) -> None:
    problem(
        post(api(approver), f"/dossiers/{proposed().code}/approve/", {"sha256": "0" * 64}), 409, "other_draft"
    )


def test_wrong_entries_are_400_field_by_field(api: Api, clerk: User) -> None:
    body = FILING | {"applicant_name": "", "id_number": "123", "copies": 0}
    told = problem(post(api(clerk), "/dossiers/accept/", body), 400, "invalid")
    found = {reason["field"]: reason["code"] for reason in told["reasons"]}
    assert found == {"applicant_name": "required", "id_number": "id_length", "copies": "number_not_valid"}
    assert not Dossier.objects.exists()


def test_a_missing_field_of_a_verb_is_400(api: Api, officer: User) -> None:
    told = problem(
        post(api(officer), f"/dossiers/{in_process().code}/propose/", {"outcome": "maybe"}), 400, "invalid"
    )
    assert {reason["field"] for reason in told["reasons"]} == {"outcome", "content"}


def test_malformed_json_is_400(api: Api, clerk: User) -> None:
    for text in ("{", "", "not json", "\xff"):
        answer = api(clerk).post(f"{ROOT}/dossiers/accept/", text, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), text


@pytest.mark.parametrize("body", ["[]", "5", '"text"', "null", "[[1]]"])
def test_json_that_is_no_object_is_400(api: Api, clerk: User, officer: User, body: str) -> None:
    code = in_process().code
    for user, path in (
        (clerk, "/dossiers/accept/"),
        (clerk, "/dossiers/submit/"),
        (officer, f"/dossiers/{code}/propose/"),
    ):
        answer = api(user).post(ROOT + path, body, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), path


def test_an_unknown_verb_is_404(api: Api, clerk: User) -> None:
    problem(post(api(clerk), f"/dossiers/{accepted().code}/abolish/"), 404, "not_found")


def test_the_wrong_method_is_405(api: Api, clerk: User) -> None:
    problem(api(clerk).get(f"{ROOT}/dossiers/{accepted().code}/accept/"), 405, "method_not_allowed")


def test_another_type_of_body_is_415(api: Api, clerk: User) -> None:
    answer = api(clerk).post(
        f"{ROOT}/dossiers/accept/", "procedure=1", content_type="application/x-www-form-urlencoded"
    )
    problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("worklist=nothing", "invalid"),
        ("after=x", "page_key_not_valid"),
        ("after=2026-11-20T17:00:00~1", "page_key_not_valid"),
        ("after=2026-11-20T17:00:00%2B07:00~99999999999999999999", "page_key_not_valid"),
        ("worklist=to_accept&after=~-1", "page_key_not_valid"),
    ],
)
def test_a_list_that_is_none_is_400(api: Api, clerk: User, query: str, code: str) -> None:
    problem(api(clerk).get(f"{ROOT}/dossiers/?{query}"), 400, code)


@pytest.mark.parametrize("rendition", ["", "picture", "x" * 200])
def test_a_rendition_that_is_none_is_404(api: Api, clerk: User, rendition: str) -> None:
    paper = accepted(scan=True).documents.get()
    problem(api(clerk).get(f"{ROOT}/documents/{paper.key}/content/?rendition={rendition}"), 404, "not_found")


def test_words_that_no_database_keeps_are_400(api: Api, clerk: User, officer: User) -> None:
    for word in ("a\x00b", "a\ud800b"):
        problem(post(api(clerk), "/dossiers/accept/", FILING | {"request": word}), 400, "invalid")
        body = {"outcome": "granted", "content": CONTENT + word}
        problem(post(api(officer), f"/dossiers/{in_process().code}/propose/", body), 400, "invalid")


def test_the_sentence_is_in_the_language_of_the_request(api: Api, clerk: User) -> None:
    code = digitised().code
    english, vietnamese = (
        problem(
            post(api(clerk), f"/dossiers/{code}/take_up/", **{"Accept-Language": language}), 403, "forbidden"
        )
        for language in ("en", "vi")
    )
    assert english["detail"] == "Your role does not allow this. Ask the colleague who is responsible."
    assert english["code"] == vietnamese["code"]


def test_the_same_idempotency_key_is_one_dossier(api: Api, clerk: User) -> None:
    client, key = api(clerk), str(uuid.uuid4())
    for _twice in range(2):
        answer = post(client, "/dossiers/accept/", FILING, **{"Idempotency-Key": key})
        assert (answer.status_code, json.loads(answer.content)["code"]) == (201, Dossier.objects.get().code)


def test_the_same_idempotency_key_for_something_else_is_409(api: Api, clerk: User) -> None:
    client, key = api(clerk), str(uuid.uuid4())
    post(client, "/dossiers/accept/", FILING, **{"Idempotency-Key": key})
    other = FILING | {"id_number": "096185004512"}
    problem(post(client, "/dossiers/accept/", other, **{"Idempotency-Key": key}), 409, "key_used_before")


def test_an_idempotency_key_that_is_no_uuid_is_400(api: Api, clerk: User) -> None:
    told = problem(
        post(api(clerk), "/dossiers/accept/", FILING, **{"Idempotency-Key": "again"}), 400, "invalid"
    )
    assert told["reasons"][0]["code"] == "key_not_valid"
