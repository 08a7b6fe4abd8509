"""The e-form at the counter: shown on request, filled in from the card, filed with the dossier or not at all."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.faults import Invalid
from accounts.models import User
from dossiers.filing import read_filing
from dossiers.models import Dossier, Event
from tests import journeys
from tests.dossiers.pages.test_counter import CARD, TYPED
from tests.journeys import FILING
from tests.procedures.test_eforms_page import RIGHT

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, Any] = {
    "requester": {"full_name": "Nguyễn Văn Thử", "id_number": "096085004511", "address": "Ấp 3"},
    "record": {"relationship": "SELF", "full_name": "Nguyễn Văn Thử", "born_on": "1985-03-15"},
    "extract": {"kind": "BIRTH", "registered_at": "Xã Khánh An", "copies": 2},
    "declaration": True,
}


@pytest.fixture
def counter(clerk: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(clerk)


def send(counter: Client, **changes: Any) -> Any:
    return counter.post("/counter/", TYPED | {"key": str(uuid4())} | changes)


def test_the_form_is_offered_and_shown_when_it_is_chosen(counter: Client) -> None:
    offered = send(counter, refresh="1").content.decode()
    assert 'name="with_form"' in offered
    assert "answers.requester.full_name" not in offered
    shown = send(counter, refresh="1", with_form="1").content.decode()
    assert 'name="answers.requester.full_name" value="Nguyễn Huỳnh Thị Phương Thảo"' in shown
    assert 'autocomplete="name"' not in shown  # a clerk's browser remembers nobody


def test_a_card_fills_in_the_form_too(counter: Client) -> None:
    marital = {"procedure": "1.004873", "with_form": "1", "refresh": "1", "form_shown": "1.004873"}
    page = send(counter, card=CARD, **marital).content.decode()
    assert 'name="answers.person.born_on" value="02/09/1992"' in page
    assert 'value="FEMALE" id="id_answers.person.sex_1" checked' in page.replace(
        ' aria-describedby="id_answers.person.sex_helptext"', ""
    )


def test_what_was_cleared_on_purpose_stays_clear(counter: Client) -> None:
    page = send(counter, refresh="1", with_form="1", form_shown="2.000635").content.decode()
    assert 'value="Nguyễn Huỳnh Thị Phương Thảo"' in page  # the applicant
    assert 'name="answers.requester.full_name" value="Nguyễn' not in page


def test_the_answers_are_kept_with_the_dossier_and_nowhere_else(counter: Client) -> None:
    assert send(counter, accept="1", with_form="1", form_shown="2.000635", **RIGHT).status_code == 302
    dossier = Dossier.objects.get()
    assert dossier.answers is not None
    assert dossier.answers["record"]["born_on"] == "1985-03-15"
    assert not any("096085004511" in str(event.facts) for event in Event.objects.all())
    page = counter.get(f"/counter/dossiers/{dossier.code}/").content.decode()
    assert "15/03/1985" in page
    assert "Xã Khánh An" in page


def test_the_paper_form_is_as_good(counter: Client) -> None:
    assert send(counter, accept="1", **RIGHT).status_code == 302  # the box was not ticked
    assert Dossier.objects.get().answers is None


def test_a_form_begun_is_checked_whole_and_nothing_typed_is_lost(counter: Client) -> None:
    wrong = RIGHT | {"answers.extract.copies": "nhiều", "answers.extract.registered_at": ""}
    answer = send(counter, accept="1", with_form="1", form_shown="2.000635", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<a href="#id_answers.extract.copies">' in page
    assert '<a href="#id_answers.extract.registered_at">' in page
    assert 'value="nhiều"' in page
    assert not Dossier.objects.exists()


def test_the_parts_that_the_script_asks_for_hold_the_form(counter: Client) -> None:
    page = counter.post(
        "/counter/parts/", TYPED | {"with_form": "1", "card_born_on": "1992-09-02"}
    ).content.decode()
    assert 'data-form="12.000635"' in page
    assert "answers.requester.full_name" in page


def test_online_the_form_is_needed(morning: object) -> None:
    with pytest.raises(Invalid, match="answers.declaration: required"):
        read_filing(FILING | {"channel": "ONLINE"})
    assert read_filing(FILING | {"channel": "ONLINE", "answers": ANSWERS}).answers == ANSWERS


def test_a_procedure_without_form_takes_no_answers() -> None:
    with pytest.raises(Invalid, match="answers: form_not_asked"):
        read_filing(FILING | {"procedure": "2.000908", "answers": ANSWERS})


def test_the_api_shows_the_answers_and_masks_the_numbers(
    clerk: User, supervisor: User, api: Callable[[User], Client]
) -> None:
    dossier = journeys.accepted(answers=ANSWERS)
    path = f"/api/v1/dossiers/{dossier.code}/"
    assert api(clerk).get(path).json()["answers"] == ANSWERS
    assert api(supervisor).get(path).json()["answers"]["requester"]["id_number"] == "096******511"
