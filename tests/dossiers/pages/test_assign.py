"""assign and release on the dossier's page and in the API: who has how much, who may, what is refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from dossiers.pages.assigning import loads
from tests.conftest import Api
from tests.journeys import again, digitised, in_process, user

pytestmark = pytest.mark.django_db
HEAD = "phochutich.anxuyen"


@pytest.fixture
def second(officer: User) -> User:
    person = User.objects.create(username="thuly.hai", full_name="Lê Thị Mẫu")
    agency = officer.memberships.get().agency
    person.memberships.create(agency=agency, role="processing_officer", from_on="2026-01-01")
    return person


@pytest.fixture
def desk(signed_in: Callable[[User], Client]) -> Client:
    return signed_in(user(HEAD))


def test_the_page_shows_who_has_how_much(desk: Client, officer: User, second: User) -> None:
    dossier, _other, _waiting = in_process(), in_process(), digitised()
    found = loads(dossier.agency_id)
    assert [(load.officer, load.held, load.overdue) for load in found] == [(second, 0, 0), (officer, 2, 0)]
    shown = desk.get(f"/counter/dossiers/{dossier.code}/").content.decode()
    assert ('value="thuly.hai"' in shown, 'value="thuly.anxuyen"' in shown) == (True, False)
    assert "(thuly.anxuyen) · " in shown  # who has it now, and how many
    assert second.memberships.update(until_on="2026-01-31") == 1
    assert 'value="thuly.hai"' not in desk.get(f"/counter/dossiers/{dossier.code}/").content.decode()


def test_what_is_overdue_is_counted(officer: User, morning: object) -> None:
    dossier = in_process()
    morning.shift(86_400 * 60)  # type: ignore[attr-defined]
    assert [(load.held, load.overdue) for load in loads(dossier.agency_id)] == [(1, 1)]


def test_assign_and_release_on_the_page(desk: Client, second: User) -> None:
    dossier = in_process()
    here = f"/counter/dossiers/{dossier.code}/"
    assert desk.post(f"{here}assign/", {"officer": "thuly.hai"})["Location"] == here
    assert again(dossier).officer == second
    assert desk.post(f"{here}release/")["Location"] == here
    assert (again(dossier).officer, again(dossier).status) == (None, "digitised")
    late = desk.post(f"{here}assign/", {"officer": "thuly.hai"})
    assert late.status_code == 409


def test_nobody_or_a_stranger_is_refused_at_the_field(desk: Client, second: User) -> None:
    dossier = in_process()
    for given in ({}, {"officer": "thuly.datmui"}, {"officer": "vanthu.anxuyen"}):
        answer = desk.post(f"/counter/dossiers/{dossier.code}/assign/", given)
        assert answer.status_code == 400
        assert 'class="field-error"' in answer.content.decode()
    assert again(dossier).officer == user("thuly.anxuyen")


def test_the_api_has_the_same_verbs(api: Api, second: User) -> None:
    dossier, program = in_process(), api(user(HEAD))
    here = f"/api/v1/dossiers/{dossier.code}/"
    assert program.post(f"{here}assign/", {}, content_type="application/json").status_code == 400
    refused = program.post(f"{here}assign/", {"officer": "nobody"}, content_type="application/json")
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (400, "officer_unknown")
    given = program.post(f"{here}assign/", {"officer": "thuly.hai"}, content_type="application/json")
    assert (given.status_code, given.json()["status"]) == (200, "in_process")
    assert (
        program.post(f"{here}release/", {}, content_type="application/json").json()["status"] == "digitised"
    )
    assert program.post(f"{here}release/", {}, content_type="application/json").status_code == 409
