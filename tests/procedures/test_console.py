"""The editor's console: from the empty form to a published version, with what goes wrong on the way."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from procedures.models import ProcedureVersion
from procedures.pages.part_forms import CompetenceForm
from procedures.storing import content_of
from tests.conftest import Who

from .versions import FULL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CODE = "2.000635"


@pytest.fixture
def desk(client: Client, who: Who) -> Client:
    client.force_login(who("bientap"))
    return client


def drafted(desk: Client) -> ProcedureVersion:
    assert desk.post(f"/catalogue/{CODE}/new-version/").status_code == 302
    return ProcedureVersion.objects.get(procedure__code=CODE, status="draft")


def sent(desk: Client, path: str) -> dict[str, Any]:
    """What a browser would send back of the form at `path`, nothing changed."""
    entry = desk.get(path).context["entry"]
    forms = ([entry.form] if entry.form else []) + [
        form for rows in entry.rows for form in (rows.formset.management_form, *rows.formset.forms)
    ]
    data: dict[str, Any] = {"edits": desk.get(path).context["edits"]}
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data


@pytest.mark.parametrize("part", ["general", "papers", "times", "fees", "results", "competence", "form"])
def test_a_part_saved_as_it_came_says_the_same(desk: Client, part: str) -> None:
    version = drafted(desk)
    before = content_of(version)
    path = f"/catalogue/{CODE}/{version.number}/{part}/"
    assert desk.post(path, sent(desk, path)).status_code == 302
    version = ProcedureVersion.objects.get(pk=version.pk)
    assert content_of(version) == before
    assert version.edits == 1


def test_the_central_level_of_a_branch_is_kept() -> None:
    rule = {"by": "vertical", "branch": "TAX", "level": "CENTRAL"}
    form = CompetenceForm(CompetenceForm.initial_of(replace(FULL, competence=rule)))
    assert form.is_valid(), form.errors
    assert form.pieces() == {"competence": rule}


def test_a_character_that_cannot_be_stored_is_refused(desk: Client) -> None:
    sent_name = {"code": "9.123456", "name": "Thử\x00", "field": ""}
    assert desk.post("/catalogue/new/", sent_name).status_code == 400
    assert not ProcedureVersion.objects.filter(procedure__code="9.123456").exists()


def test_a_row_is_added_another_removed_and_faults_keep_what_was_typed(desk: Client) -> None:
    version = drafted(desk)
    path = f"/catalogue/{CODE}/{version.number}/papers/"
    data = sent(desk, path)
    count = int(data["papers-INITIAL_FORMS"])
    data |= {f"papers-{count}-name": "Giấy mới", f"papers-{count}-originals": "hai", "papers-0-DELETE": "on"}
    answer = desk.post(path, data)
    assert answer.status_code == 400
    assert "Giấy mới" in answer.content.decode()
    data[f"papers-{count}-originals"] = "2"
    assert desk.post(path, data).status_code == 302
    papers = content_of(ProcedureVersion.objects.get(pk=version.pk)).papers
    assert (len(papers), papers[-1].name, papers[-1].originals) == (count, "Giấy mới", 2)
    assert [paper.number for paper in papers] == list(range(1, count + 1))


def test_two_editors_the_second_loses_nothing_but_is_told(desk: Client) -> None:
    version = drafted(desk)
    path = f"/catalogue/{CODE}/{version.number}/general/"
    data = sent(desk, path)
    assert desk.post(path, data | {"name": "Tên thứ nhất"}).status_code == 302
    answer = desk.post(path, data | {"name": "Tên thứ hai"})
    assert answer.status_code == 409
    assert "Tên thứ hai" in answer.content.decode()
    assert ProcedureVersion.objects.get(pk=version.pk).name == "Tên thứ nhất"


def test_checked_published_compared_and_retired(desk: Client) -> None:
    version = drafted(desk)
    page = f"/catalogue/{CODE}/{version.number}/"
    general = f"{page}general/"
    assert desk.post(general, sent(desk, general) | {"name": ""}).status_code == 302
    refused = desk.post(f"{page}publish/", {"edits": 1})
    assert refused.status_code == 409
    assert "name_missing" in {problem.code for problem, _part in refused.context["problems"]}
    data = sent(desk, general) | {"name": "Tên mới", "decision": "9/QĐ-BTP", "decision_on": "20/11/2026"}
    assert desk.post(general, data).status_code == 302
    assert desk.post(f"{page}publish/", {"edits": 1}).status_code == 409  # seen before the last save
    assert desk.post(f"{page}publish/", {"edits": 2}).status_code == 302
    assert desk.get(general).status_code == 404  # frozen
    compared = desk.get(f"/catalogue/{CODE}/compare/").content.decode()
    assert "Tên mới" in compared or "<ins>" in compared
    assert desk.post(f"{page}retire/", {"until_on": "2026-11-01", "decision": ""}).status_code == 400
    assert desk.post(f"{page}retire/", {"until_on": "2026-12-31", "decision": "1/QĐ"}).status_code == 302
    version.refresh_from_db()
    assert (str(version.valid_until_on), version.repeal["decision"]) == ("2026-12-31", "1/QĐ")


def test_the_list_finds_without_accents_and_by_standing(desk: Client) -> None:
    drafted(desk)
    page = desk.get("/catalogue/", {"q": "trich luc ho tich"})
    assert CODE in {row.procedure.code for row, _stands, _words in page.context["rows"]}
    drafts = desk.get("/catalogue/", {"standing": "draft"})
    assert [row.procedure.code for row, _stands, _words in drafts.context["rows"]] == [CODE]


def test_a_new_procedure(desk: Client) -> None:
    assert "code" in desk.post("/catalogue/new/", {"code": "x"}).context["form"].errors
    answer = desk.post("/catalogue/new/", {"code": "9.123456", "name": "Thủ tục để thử", "field": "G15-TP07"})
    assert answer["Location"] == "/catalogue/9.123456/1/general/"
    assert desk.get("/catalogue/9.123456/1/").status_code == 200


def test_nobody_else_gets_in(client: Client, who: Who) -> None:
    assert client.get("/catalogue/")["Location"].startswith("/sign-in/")
    client.force_login(who("tiepnhan.datmui"))
    assert client.get("/catalogue/").status_code == 403
    assert client.post(f"/catalogue/{CODE}/new-version/").status_code == 403
