"""The public page of an e-form and its API: tried, corrected, printed, and nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from procedures.eforms import EForm, form_of, posted_answers, prefilled
from procedures.eforms.posted import as_posted
from procedures.pages.eform import eform
from tests.procedures.eform_samples import ANSWERS, FORM

CODE = "2.000635"
RIGHT = {
    "answers.requester.full_name": "Nguyễn Văn Thử",
    "answers.requester.id_number": "096085004511",
    "answers.requester.address": "Ấp 3, Xã Khánh An, Cà Mau",
    "answers.record.relationship": "SELF",
    "answers.record.full_name": "Nguyễn Văn Thử",
    "answers.record.born_on": "15/3/1985",
    "answers.extract.kind": "BIRTH",
    "answers.extract.registered_at": "Xã Khánh An",
    "answers.extract.copies": "2",
    "answers.declaration": "true",
}


def opened(code: str = CODE, **answers: str) -> HttpResponse:
    """The page as a reader gets it: opened, or with something posted."""
    path = f"/procedures/{code}/form/"
    request = RequestFactory().post(path, answers) if answers else RequestFactory().get(path)
    answer: HttpResponse = eform(request, code)
    return answer


@pytest.mark.django_db
def test_the_form_is_shown_with_labels_and_hints(morning: object) -> None:
    page = opened().content.decode()
    assert '<label for="id_answers.requester.full_name">' in page
    assert 'autocomplete="name"' in page
    assert 'inputmode="numeric"' in page
    assert page.count("<legend") == page.count("<fieldset")


@pytest.mark.django_db
def test_wrong_entries_come_back_with_the_fault_at_the_field_and_in_the_list(morning: object) -> None:
    answer = opened(**RIGHT | {"answers.record.born_on": "31/2/1985", "answers.extract.kind": "OTHER"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="31/2/1985"' in page
    assert '<a href="#id_answers.record.born_on">' in page
    assert 'id="id_answers.record.born_on_error"' in page
    assert '<a href="#id_answers.extract.kind_other">' in page
    assert page.count("<li><a href=") == 2


@pytest.mark.django_db
def test_right_entries_become_a_sheet_to_print(morning: object) -> None:
    answer = opened(**RIGHT)
    assert answer.status_code == 200
    assert "15/03/1985" in answer.content.decode()
    assert "Khai sinh" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_procedure_that_is_not_there(morning: object) -> None:
    with pytest.raises(Http404):
        opened("9.999999")


def test_answers_go_to_the_page_and_come_back_the_same() -> None:
    form = form_of(FORM)
    assert posted_answers(form, as_posted(form, ANSWERS)) == {  # type: ignore[arg-type]
        **ANSWERS,
        "person": ANSWERS["person"] | {"born_on": "15/03/1985"},
        "copies": "2",
        "children": [{"name": "Nguyễn Văn Con", "born_on": "02/01/2015"}],
        "declaration": "true",
    }


def test_one_more_row_on_request_and_never_too_many() -> None:
    form = form_of(FORM)
    more = RequestFactory().post("/", {"add_row": "answers.children"}).POST
    assert "answers.children.1.name" in EForm(form, ANSWERS, data=more).fields
    full = ANSWERS | {"children": [{"name": "An"}] * 3}
    shown = EForm(form, full, data=more)
    assert "answers.children.3.name" not in shown.fields
    assert [part.add for part in shown.parts if part.kind == "rows"] == [""]


def test_empty_rows_are_left_out() -> None:
    data = RequestFactory().post("/", {"answers.children.rows": "3", "answers.children.2.name": "An"}).POST
    assert posted_answers(form_of(FORM), data) == {"children": [{"name": "An"}]}


@pytest.mark.parametrize("rows", ["99999999", "-1", "x", "٣"])
def test_a_count_of_rows_that_nobody_sent(rows: str) -> None:
    data = RequestFactory().post("/", {"answers.children.rows": rows}).POST
    assert posted_answers(form_of(FORM), data) == {}


def test_the_card_fills_in_what_the_schema_names() -> None:
    card = {"full_name": "NGUYỄN VĂN THỬ", "born_on": "1985-03-15", "sex": "X", "address": "Ấp 3"}
    assert prefilled(form_of(FORM), card) == {
        "person": {"full_name": "NGUYỄN VĂN THỬ", "born_on": "1985-03-15"}
    }


def test_a_condition_is_told_at_the_field_it_makes_necessary() -> None:
    hint = EForm(form_of(FORM), {}).fields["answers.person.relation_other"].help_text
    assert "Quan hệ" in hint
    assert "Khác" in hint


def test_markup_in_an_answer_stays_text() -> None:
    shown = EForm(form_of(FORM), {"reason": "</textarea><script>x</script>"})
    assert "<script>" not in str(shown["answers.reason"])


@pytest.mark.django_db
def test_the_api_cleans_answers_and_tells_faults(
    clerk: User, api: Callable[[User], Client], morning: object
) -> None:
    client, path = api(clerk), f"/api/v1/procedures/{CODE}/form/"
    schema: Any = client.get(path).json()["schema"]
    assert schema["properties"]["extract"]["x-label"]["en"] == "Copy asked for"
    answers = posted_answers(form_of(schema), RequestFactory().post("/", RIGHT).POST)
    cleaned = client.post(f"{path}validate/", {"answers": answers}, content_type="application/json")
    assert cleaned.json()["answers"]["record"]["born_on"] == "1985-03-15"
    wrong = client.post(f"{path}validate/", {"answers": {"x": 1}}, content_type="application/json")
    assert wrong.status_code == 400
    assert {"answers.x", "answers.declaration"} <= {reason["field"] for reason in wrong.json()["reasons"]}
