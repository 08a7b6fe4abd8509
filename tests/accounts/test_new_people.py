"""A new person signs in once with a one-time password, which opens nothing but the choice of an own one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import now

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, StaffAct, User
from accounts.sign_in import SignInRefused, proven, sign_in
from tests.conftest import Api
from tests.journeys import user

pytestmark = pytest.mark.django_db
OWN = "con trau nam canh ao"
FORM = {
    "username": "thuly.moi",
    "full_name": "Lê Thị Mẫu",
    "agency": "H12.226 Ủy ban nhân dân phường An Xuyên",
    "role": "processing_officer",
    "from_on": "2026-01-01",
}


@pytest.fixture(autouse=True)
def unhurried() -> None:
    cache.clear()  # the sign-in's throttle


@pytest.fixture
def office(admin: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(admin)


def created(office: Client) -> str:
    """Create the person on the page; return the one-time password that the answer shows."""
    answer = office.post("/staff/new/", FORM)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    found = re.search(r'id="first-password">([a-z0-9-]+)<', answer.content.decode())
    assert found
    return found[1]


def choose(
    client: Client, present: str, new: str = OWN, *, again: str = "", username: str = "thuly.moi"
) -> int:
    form = {"username": username, "present": present, "password": new, "again": again or new}
    return client.post("/password/", form).status_code


def test_the_first_sign_in_leads_to_an_own_password(office: Client) -> None:
    first, visitor = created(office), Client()
    answer = visitor.post("/sign-in/", {"username": "thuly.moi", "password": first})
    assert answer["Location"] == "/password/?username=thuly.moi&first=yes"
    assert visitor.get("/counter/dossiers/")["Location"].startswith("/sign-in/")
    assert "thuly.moi" in visitor.get(answer["Location"]).content.decode()
    assert choose(visitor, first) == 302
    assert visitor.get("/counter/dossiers/").status_code == 200
    assert sign_in(None, username="thuly.moi", password=OWN).holds("processing_officer")
    with pytest.raises(SignInRefused) as refused:
        sign_in(None, username="thuly.moi", password=first)
    assert refused.value.code == "sign_in_refused"


def test_no_token_for_a_one_time_password(office: Client) -> None:
    given = {"username": "thuly.moi", "password": created(office)}
    answer = Client().post("/api/v1/tokens/", given, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "own_password_needed")


def test_it_ends_after_seven_days(office: Client) -> None:
    first = created(office)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)), pytest.raises(SignInRefused) as refused:
        proven(None, username="thuly.moi", password=first)
    assert refused.value.code == "first_password_expired"


@pytest.mark.parametrize(
    ("new", "again"),
    [
        ("ngan", ""),
        ("password123", ""),
        ("xin-thuly.moi-chao", ""),
        (OWN, OWN + "x"),
        ("x" * 129, ""),
        ("", ""),
    ],
)
def test_an_own_password_that_cannot_stand(new: str, again: str, office: Client) -> None:
    first = created(office)
    assert choose(Client(), first, new, again=again) == 400
    assert choose(Client(), first, first) == 400
    assert choose(Client(), "wrong") == 400
    assert user("thuly.moi").first_password_ends_at is not None


def test_a_change_ends_every_other_sign_in(
    officer: User, api: Api, password: str, signed_in: Callable[[User], Client]
) -> None:
    program, elsewhere, here = api(officer), signed_in(officer), signed_in(officer)
    # Whoever is signed in changes their own, whatever name the form carries.
    assert choose(here, password, username="vanthu.anxuyen") == 302
    assert here.get("/counter/dossiers/").status_code == 200
    assert elsewhere.get("/counter/dossiers/").status_code == 302
    assert program.get("/api/v1/dossiers/").status_code == 401
    assert user("vanthu.anxuyen").check_password(password)


def test_guessing_on_this_page_is_throttled_as_at_the_sign_in(password: str) -> None:
    for _turn in range(10):
        assert choose(Client(), "wrong", username="thuly.anxuyen") == 400
    assert choose(Client(), password, username="thuly.anxuyen") == 400
    assert user("thuly.anxuyen").check_password(password)


def test_a_lost_password_is_replaced_and_every_sign_in_ends(
    office: Client, officer: User, password: str, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    answer = office.post("/staff/people/thuly.anxuyen/reset-password/")
    assert (answer.status_code, "first-password" in answer.content.decode()) == (200, True)
    assert browser.get("/counter/dossiers/").status_code == 302
    assert not user("thuly.anxuyen").check_password(password)
    assert "reset_password" in StaffAct.objects.values_list("verb", flat=True)
    assert office.post("/staff/people/system/reset-password/").status_code == 404


def test_every_empty_field_is_named_at_once(office: Client) -> None:
    words = office.post("/staff/new/", {}).content.decode()
    assert words.count('class="field-error"') == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "Thuly.Moi"}, "username"),
        ({"username": "thuly.anxuyen"}, "username"),
        ({"username": "System"}, "username"),
        ({"username": "system"}, "username"),
        ({"username": "a/b.c"}, "username"),
        ({"full_name": "Lê 2"}, "full_name"),
        ({"agency": "H99"}, "agency"),
        ({"role": "boss"}, "role"),
        ({"from_on": ""}, "from_on"),
        ({"full_name": "Lê\x00"}, ""),
    ],
)
def test_a_person_who_cannot_be_made(changes: dict[str, str], field: str, office: Client) -> None:
    before = User.objects.count()
    answer = office.post("/staff/new/", FORM | changes)
    assert answer.status_code == 400
    assert f'href="#id_{field}"' in answer.content.decode() or not field
    assert User.objects.count() == before


def test_only_an_administrator(supervisor: User, anxuyen: Agency, officer: User) -> None:
    with pytest.raises(PermissionDenied):
        staff.create_person("a.b.c", "Lê Thị Mẫu", anxuyen, "cashier", by=supervisor)
    with pytest.raises(PermissionDenied):
        staff.reset_password(officer, by=supervisor)
    officer.is_active = False
    officer.save()
    with pytest.raises(Invalid, match="user_not_active"):
        staff.reset_password(officer, by=user("quantri"))


def test_nobody_chooses_the_password_of_somebody_else() -> None:
    with pytest.raises(PermissionDenied):
        staff.change_password(user("thuly.anxuyen"), "một mật khẩu dài", by=user("quantri"))
