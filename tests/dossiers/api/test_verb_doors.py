"""Every verb's door of the API: right, without its shape, refused, for strangers and other roles, and sent twice."""

import json
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.roles import MAY
from dossiers.api.verbs import DOORS
from dossiers.models import AccessRecord, Dossier, Event
from tests.conftest import Api
from tests.dossiers.doors import CASES, STRANGER
from tests.journeys import FILING, accepted, again, user
from tests.refusals import standing

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/dossiers/"
VERBS = sorted(CASES)
OF_LISTS = {"submit", "hand_over", "receive_hand_over"}


def post(client: Client, dossier: Dossier, verb: str, body: Any, **headers: str) -> Any:
    where = f"{ROOT}{dossier.code}/{verb}/"
    return client.post(where, json.dumps(body), content_type="application/json", headers=headers)


def events_of(dossier: Dossier) -> int:
    return Event.objects.filter(dossier=dossier).count()


def test_every_verb_of_people_has_a_door_and_a_case() -> None:
    of_people = {verb for verb, rule in MAY.items() if rule.every_role}
    assert set(DOORS) == of_people - OF_LISTS == set(CASES)


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_done_and_answers_the_state(api: Api, verb: str) -> None:
    case = CASES[verb]
    dossier = case.reach()
    answer = post(api(user(case.by)), dossier, verb, case.body(dossier))
    assert answer.status_code == 200, answer.content
    told, now = answer.json(), again(dossier)
    assert (told["code"], told["status"], told["version"]) == (now.code, now.status, now.version)
    assert told["step"] == now.step
    assert now.version == dossier.version + 1


@pytest.mark.parametrize("verb", [verb for verb in VERBS if CASES[verb].wrong is not None])
def test_without_its_shape_it_is_400_at_a_field(api: Api, verb: str) -> None:
    case = CASES[verb]
    dossier = case.reach()
    before = standing(dossier)
    answer = post(api(user(case.by)), dossier, verb, case.wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content
    assert all(reason["field"] and reason["detail"] for reason in answer.json()["reasons"])
    assert standing(dossier) == before


@pytest.mark.parametrize("verb", VERBS)
def test_where_it_cannot_be_done_it_is_409_with_a_sentence(api: Api, verb: str) -> None:
    case = CASES[verb]
    dossier = case.blocked()
    before = standing(dossier)
    body = case.body(dossier) | ({"instead_of": "nobody"} if verb == "take_over" else {})
    answer = post(api(user(case.by)), dossier, verb, body)
    assert answer.status_code == 409, answer.content
    assert answer.json()["reasons"][0]["code"] and answer.json()["detail"].endswith(".")
    assert standing(dossier) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_finds_nothing_and_another_role_is_told(api: Api, verb: str) -> None:
    case = CASES[verb]
    dossier = case.reach()
    before, body = standing(dossier), case.body(dossier)
    assert post(api(user(STRANGER)), dossier, verb, body).status_code == 404
    assert post(api(user(case.not_for)), dossier, verb, body).status_code == 403
    assert Client().post(f"{ROOT}{dossier.code}/{verb}/").status_code == 401
    assert standing(dossier)[:1] == before[:1]


@pytest.mark.parametrize("verb", VERBS)
def test_twice_it_is_told_so_and_nothing_is_doubled(api: Api, verb: str) -> None:
    case = CASES[verb]
    dossier, client = case.reach(), api(user(case.by))
    body = case.body(dossier)
    assert post(client, dossier, verb, body).status_code == 200
    done = events_of(dossier)
    answer, (status, code) = post(client, dossier, verb, body), case.second
    assert answer.status_code == status, answer.content
    if status != 200:
        assert (answer.json()["code"], events_of(dossier)) == (code, done)


@pytest.mark.parametrize("verb", VERBS)
def test_twice_with_one_key_is_once_and_answers_alike(api: Api, verb: str) -> None:
    cache.clear()
    case = CASES[verb]
    dossier, client, key = case.reach(), api(user(case.by)), str(uuid.uuid4())
    body = case.body(dossier)
    first = post(client, dossier, verb, body, **{"Idempotency-Key": key})
    done = events_of(dossier)
    second = post(client, dossier, verb, body, **{"Idempotency-Key": key})
    assert (first.status_code, second.status_code) == (200, 200), second.content
    assert (second.json(), events_of(dossier)) == (first.json(), done)


def test_a_key_is_for_one_request_of_one_person(api: Api) -> None:
    case, key = CASES["instruct"], str(uuid.uuid4())
    dossier = case.reach()
    sent = {"Idempotency-Key": key}
    assert post(api(user(case.by)), dossier, "instruct", case.body(dossier), **sent).status_code == 200
    other = post(api(user(case.by)), dossier, "instruct", {"instruction": "Khác."}, **sent)
    assert (other.status_code, other.json()["code"]) == (409, "key_used_before")
    assert (
        post(api(user("kyduyet.anxuyen")), dossier, "instruct", case.body(dossier), **sent).status_code == 200
    )
    wrong = post(api(user(case.by)), dossier, "instruct", case.body(dossier), **{"Idempotency-Key": "x"})
    assert (wrong.status_code, wrong.json()["reasons"][0]["code"]) == (400, "key_not_valid")


def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    case, key = CASES["instruct"], str(uuid.uuid4())
    dossier = case.reach()
    sent, client = {"Idempotency-Key": key}, api(user(case.by))
    assert post(client, dossier, "instruct", {"instruction": " "}, **sent).status_code == 400
    assert post(client, dossier, "instruct", case.body(dossier), **sent).status_code == 200


def test_the_verbs_are_listed_with_what_holds_them_up(api: Api) -> None:
    dossier = accepted()
    listed = {
        one["verb"]: one for one in api(user("tiepnhan.datmui")).get(f"{ROOT}{dossier.code}/verbs/").json()
    }
    assert listed["confirm_digitisation"]["blockers"] == []
    assert listed["confirm_digitisation"]["url"] == f"{ROOT}{dossier.code}/confirm_digitisation/"
    assert listed["deliver"]["blockers"][0]["code"] == "wrong_state"
    assert listed["hand_over"]["url"] == f"{ROOT}hand_over/"
    assert "approve" not in listed
    assert "submit" not in listed
    assert api(user(STRANGER)).get(f"{ROOT}{dossier.code}/verbs/").status_code == 404
    assert not AccessRecord.objects.filter(dossier=dossier).exists()


def test_what_is_listed_as_open_can_be_done(api: Api) -> None:
    for verb in ("confirm_digitisation", "take_up", "propose", "send_back"):
        case = CASES[verb]
        dossier, client = case.reach(), api(user(case.by))
        listed = client.get(f"{ROOT}{dossier.code}/verbs/").json()
        assert {"verb": verb, "url": f"{ROOT}{dossier.code}/{verb}/", "blockers": []} in listed


def test_a_filing_is_declined_at_the_counter(api: Api) -> None:
    client = api(user("tiepnhan.datmui"))
    body, sent = FILING | {"reason": "Không thuộc thẩm quyền."}, {"Idempotency-Key": str(uuid.uuid4())}
    answers = [
        client.post(f"{ROOT}decline/", json.dumps(body), content_type="application/json", headers=sent)
        for _twice in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    dossier = Dossier.objects.get()
    assert {answer.json()["code"] for answer in answers} == {dossier.code}
    assert (dossier.status, answers[0].json()["portal_status"]) == ("declined", 3)
    refused = client.post(f"{ROOT}decline/", json.dumps(FILING), content_type="application/json")
    assert (refused.status_code, refused.json()["reasons"][0]["field"]) == (400, "reason")


def test_papers_go_on_a_list_and_are_received(api: Api) -> None:
    dossier = accepted()
    body = {"codes": [dossier.code], "to": "H12.226"}
    clerk, officer = api(user("tiepnhan.datmui")), api(user("thuly.anxuyen"))
    refused = officer.post(f"{ROOT}hand_over/", json.dumps(body), content_type="application/json")
    assert refused.status_code == 403
    made = clerk.post(f"{ROOT}hand_over/", json.dumps(body), content_type="application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["giver"], made.json()["receiver"]) == ("H12.264.01", "H12.226")
    twice = clerk.post(f"{ROOT}hand_over/", json.dumps(body), content_type="application/json")
    assert twice.status_code == 409
    read = officer.get(f"{ROOT}{dossier.code}/").json()
    assert (read["papers_at"], read["transit_to"]) == ("H12.264.01", "H12.226")
    assert [one["number"] for one in read["hand_overs"]] == [made.json()["number"]]
    number = {"number": made.json()["number"]}
    for status in (200, 409):
        answer = officer.post(
            f"{ROOT}receive_hand_over/", json.dumps(number), content_type="application/json"
        )
        assert answer.status_code == status, answer.content
    assert officer.get(f"{ROOT}{dossier.code}/").json()["papers_at"] == "H12.226"
