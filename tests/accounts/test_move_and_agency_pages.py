"""What a page shows before somebody confirms it happens then, and only then; agencies are found, renamed, closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.memory import forget_all
from accounts.models import Agency, AgencyName, StaffAct, User
from accounts.queries import approvers_of
from accounts.rehearsing import rehearse
from dossiers.models import Event
from tests.journeys import again, in_process, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin: User, signed_in: Callable[[User], Client]) -> Client:
    client = signed_in(admin)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def page(office: Client, address: str) -> str:
    return office.get(address).content.decode()


def moving(**changes: str) -> dict[str, str]:
    today = localdate().isoformat()
    given = {
        "from_agency": "H12.226",
        "agency": "H12.264",
        "role": "processing_officer",
        "on": today,
    } | changes
    return {f"move-{name}": text for name, text in given.items()}


MOVE = "/staff/people/thuly.anxuyen/move/"


def test_a_move_is_shown_before_it_is_done(office: Client, officer: User, second: User) -> None:
    one, other = in_process(), in_process()
    events, acts = Event.objects.count(), StaffAct.objects.count()
    shown = office.post(MOVE, moving(to="thuly.hai"))
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "2 open dossiers go to Lê Thị Mẫu." in words
    assert 'name="move-to" value="thuly.hai"' in words
    assert (again(one).officer, Event.objects.count(), StaffAct.objects.count()) == (officer, events, acts)
    assert user("thuly.anxuyen").sign_in_number == officer.sign_in_number
    assert user("thuly.anxuyen").holds("processing_officer")
    done = office.post(MOVE, moving(to="thuly.hai") | {"confirm": "yes"})
    assert done["Location"] == "/staff/people/thuly.anxuyen/"
    assert {again(one).officer, again(other).officer} == {second}


def test_a_move_that_is_refused_comes_back_as_it_was_sent(office: Client, officer: User) -> None:
    later = (localdate() + timedelta(days=5)).isoformat()
    for changes, field in (
        ({"agency": "H99"}, "agency"),
        ({"from_agency": "H12.264"}, "from_agency"),
        ({"on": ""}, "on"),
        ({"on": later, "to": "thuly.anxuyen"}, "to"),
        ({"title": "x" * 121}, "title"),
    ):
        answer = office.post(MOVE, moving(**changes))
        assert answer.status_code == 400, changes
        assert f'href="#id_move-{field}"' in answer.content.decode(), changes
    assert officer.memberships.count() == 1


def test_an_end_is_shown_before_it_is_done(office: Client, officer: User) -> None:
    dossier, post = in_process(), officer.memberships.get()
    address = f"/staff/memberships/{post.pk}/end/"
    assert office.post(address).status_code == 200
    assert again(dossier).officer == officer
    assert office.post(address, {"confirm": "yes"}).status_code == 302
    assert again(dossier).officer is None


def test_a_rehearsal_leaves_nothing_in_the_memory(admin: User, officer: User) -> None:
    agency = officer.memberships.get().agency

    def appointed() -> None:
        staff.appoint(officer, agency, "approver", by=admin)
        assert officer in approvers_of(agency.pk)

    acts = rehearse(appointed, by=admin)
    assert [act.verb for act in acts] == ["appoint"]
    assert officer not in approvers_of(agency.pk)


def test_agencies_are_found_by_name_kind_and_validity(office: Client) -> None:
    found = page(office, "/staff/agencies/?q=an+xuyen&kind=COMMUNE_PC")
    assert ("H12.226<" in found, "H12.226.01<" in found) == (True, False)
    assert "H12.226<" not in page(office, "/staff/agencies/?q=an+xuyen&kind=COMMUNE_PC&valid=over")
    Agency.objects.filter(code="H12.13").update(valid_until_on=localdate() - timedelta(days=1))
    forget_all()
    assert "H12.13<" in page(office, "/staff/agencies/?valid=over")
    assert page(office, "/staff/agencies/?q=zzz").count("<td") == 0
    assert office.get("/staff/agencies/H99/").status_code == 404


def test_an_agency_is_renamed_with_its_history(office: Client) -> None:
    form = {
        "name": "Sở Thử nghiệm",
        "short_name": "Sở Thử",
        "on": localdate().isoformat(),
        "basis": "NQ 7/2026",
    }
    old = Agency.objects.get(code="H12.13").name
    answer = office.post(
        "/staff/agencies/H12.13/rename/", {f"rename-{key}": text for key, text in form.items()}
    )
    assert answer.status_code == 302
    shown = page(office, "/staff/agencies/H12.13/")
    assert (old in shown, "Sở Thử nghiệm" in shown, "NQ 7/2026" in shown) == (True, True, True)
    assert "Sở Thử nghiệm" in page(office, f"/staff/agencies/?q={AgencyName.objects.get().short_name}")
    refused = office.post("/staff/agencies/H12.13/rename/", {"rename-name": "Sở X"})
    assert (refused.status_code, 'value="Sở X"' in refused.content.decode()) == (400, True)


def test_an_agency_is_closed_when_nothing_is_open(office: Client) -> None:
    form = {"close-on": localdate().isoformat(), "close-successor": "H12.02", "close-basis": "NQ 8/2026"}
    for code in ("H12.226", "H12.03", "H99"):
        assert office.post(f"/staff/agencies/{code}/close/", form).status_code == (
            404 if code == "H99" else 400
        )
    dossier = in_process()
    assert dossier.agency.code == "H12.226"
    assert "thuly.anxuyen" in page(office, "/staff/agencies/H12.226/")
    assert office.post("/staff/agencies/H12.13/close/", form).status_code == 200
    assert Agency.objects.get(code="H12.13").valid_until_on is None
    assert office.post("/staff/agencies/H12.13/close/", form | {"confirm": "yes"}).status_code == 302
    assert Agency.objects.get(code="H12.13").valid_until_on == localdate()
