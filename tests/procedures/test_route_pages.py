"""The steps' page: forms and JSON change a draft, a stale change is refused, a published version stays as it is."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from procedures.content import Content
from procedures.models import ProcedureVersion
from procedures.storing import content_of, freeze, store
from tests.conftest import Who

from .routes import CHECKED, CHECKED_LINKS
from .test_review import CONTENT

pytestmark = pytest.mark.django_db
ADDRESS = "/catalogue/9.000001/1/steps/"


@pytest.fixture
def version() -> ProcedureVersion:
    return store(route_content())


def route_content() -> Content:
    return replace(CONTENT, code="9.000001", number=1, steps=CHECKED, links=CHECKED_LINKS)


@pytest.fixture
def editor(who: Who, signed_in: Any) -> Client:
    client: Client = signed_in(who("bientap"))
    return client


def send(client: Client, **sent: Any) -> Any:
    return client.post(ADDRESS, json.dumps(sent), content_type="application/json")


def keys(version: ProcedureVersion) -> list[str]:
    return [step.key for step in content_of(ProcedureVersion.objects.get(pk=version.pk)).steps]


def test_the_page_shows_drawing_table_and_problems(editor: Client, version: ProcedureVersion) -> None:
    page = editor.get(ADDRESS).content.decode()
    assert page.count('class="route-box ') == len(CHECKED)
    assert "<table" in page and 'id="route-problems"' in page


def test_a_form_adds_a_step_and_shows_it(editor: Client, version: ProcedureVersion) -> None:
    answer = editor.post(ADDRESS, {"do": "add", "after": "receive", "edits": "0"}, follow=True)
    assert answer.redirect_chain == [(f"{ADDRESS}?step=step-8#step-step-8", 302)]
    assert keys(version)[1] == "step-8"
    assert 'data-code="step_without_role"' in answer.content.decode()
    assert 'id="route-panel"' in answer.content.decode()


def test_json_answers_with_problems_and_the_new_board(editor: Client, version: ProcedureVersion) -> None:
    answer = send(editor, do="add", after="receive", edits=0).json()
    assert {("step_without_role", "step-8"), ("step_without_hours", "step-8")} <= {
        (problem["code"], problem["row"]) for problem in answer["problems"]
    }
    assert (answer["edits"], answer["selected"], answer["error"]) == (1, "step-8", None)
    assert 'id="step-step-8"' in answer["html"]


def test_a_stale_change_is_refused_and_nothing_is_overwritten(
    editor: Client, version: ProcedureVersion
) -> None:
    send(editor, do="add", after="receive", edits=0)
    answer = send(editor, do="remove", key="sign", edits=0)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "draft_changed")
    assert "sign" in keys(version) and answer.json()["edits"] == 1
    assert editor.post(ADDRESS, {"do": "remove", "key": "sign", "edits": "0"}).status_code == 409


def test_a_published_version_is_shown_and_stays(editor: Client, version: ProcedureVersion) -> None:
    freeze(version)
    page = editor.get(ADDRESS)
    assert (
        'role="img"' in page.content.decode()
        and "<form method" not in page.content.decode().split("<main")[1]
    )
    answer = send(editor, do="remove", key="sign", edits=0)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "version_frozen")
    assert "sign" in keys(version)


def test_a_wrong_field_comes_back_as_it_was_typed(editor: Client, version: ProcedureVersion) -> None:
    sent = {"do": "edit", "key": "sign", "name": "Ký", "kind": "task", "hours": "hai", "edits": "0"}
    page = editor.post(ADDRESS, sent)
    assert page.status_code == 400
    assert 'value="hai"' in page.content.decode() and 'href="#step-hours"' in page.content.decode()
    assert send(editor, **sent).json()["error"]["code"] == "invalid"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"do": 7}', b'{"do": "move", "edits": "x"}'])
def test_a_body_that_makes_no_sense_is_refused(
    editor: Client, version: ProcedureVersion, body: bytes
) -> None:
    assert editor.post(ADDRESS, body, content_type="application/json").status_code in (400, 409)


def test_undo_sends_the_route_that_was_before(editor: Client, version: ProcedureVersion) -> None:
    before = editor.get(f"{ADDRESS}?step=sign", headers={"Accept": "application/json"}).json()
    send(editor, do="remove", key="sign", edits=0)
    answer = send(editor, do="replace", **before["route"], edits=1).json()
    assert answer["route"] == before["route"]
    assert keys(version) == [step.key for step in CHECKED]


def test_others_may_not(version: ProcedureVersion, clerk: User, signed_in: Any) -> None:
    assert signed_in(clerk).get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


def test_there_is_no_such_version(editor: Client) -> None:
    assert editor.get(ADDRESS).status_code == 404
