"""The page "Needs attention" and its API: what is stuck, cause by cause, and the buttons that repair it."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from dossiers.models import OutboxMessage
from tests.conftest import Api, Who
from tests.journeys import accepted, run_background, submitted

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE, LIST = "/counter/attention/", "/api/v1/stuck/"


def parked() -> str:
    dossier = accepted()
    OutboxMessage.objects.filter(event__dossier=dossier).update(parked_at=now(), failure_code="failed")
    return dossier.code


def test_the_page_shows_causes_movers_budgets_and_ways_on(
    morning: time_machine.Traveller, clerk: User, signed_in: SignIn
) -> None:
    code, waiting = parked(), submitted().code
    morning.shift(7 * 86_400)
    page = signed_in(clerk).get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert code in page and waiting in page
    assert 'id="not_answered"' in page and 'id="message_parked"' in page
    assert f"/counter/dossiers/{waiting}/#accept" in page
    assert 'name="cause" value="message_parked"' in page


def test_nothing_is_said_kindly(clerk: User, signed_in: SignIn) -> None:
    assert 'class="sheet"' not in signed_in(clerk).get(PAGE).content.decode()


def test_one_button_repairs_one_row_and_one_repairs_all(clerk: User, signed_in: SignIn) -> None:
    first, second, client = parked(), parked(), signed_in(clerk)
    answer = client.post(f"{PAGE}repair/", {"cause": "message_parked", "code": first})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    left = OutboxMessage.objects.exclude(parked_at=None)
    assert set(left.values_list("event__dossier__code", flat=True)) == {second}
    assert client.post(f"{PAGE}repair/").status_code == 302
    assert not left.exists()
    assert client.post(f"{PAGE}repair/").status_code == 302


def test_a_long_cause_goes_on_by_key(morning: time_machine.Traveller, clerk: User, signed_in: SignIn) -> None:
    codes = [submitted().code for _number in range(12)]
    morning.shift(7 * 86_400)
    client = signed_in(clerk)
    page = client.get(PAGE).content.decode()
    assert codes[9] in page and codes[10] not in page
    start = page.index("?cause=not_answered")
    following = page[start : page.index('"', start)].replace("&amp;", "&")
    page = client.get(f"{PAGE}{following}").content.decode()
    assert codes[10] in page and codes[9] not in page
    assert client.get(f"{PAGE}?cause=no_such").status_code == 404
    assert client.get(f"{PAGE}?cause=overdue&after=x").status_code == 400


def test_what_a_person_must_do_is_refused_with_a_sentence(clerk: User, signed_in: SignIn) -> None:
    code = submitted().code
    answer = signed_in(clerk).post(f"{PAGE}repair/", {"cause": "not_answered", "code": code})
    assert answer.status_code == 400


def test_the_api_lists(morning: time_machine.Traveller, clerk: User, api: Api, who: Who) -> None:
    code = submitted().code
    morning.shift(7 * 86_400)
    (found,) = [one for one in api(clerk).get(LIST).json()["causes"] if one["cause"] == "not_answered"]
    assert (found["verb"], found["is_repairable"], found["next"]) == ("accept", False, "")
    (row,) = found["rows"]
    assert (row["code"], row["mover"], row["minutes"]) == (code, "reception_clerk", 480)
    assert row["is_working_time"] and row["agency"]
    assert api(clerk).get(f"{LIST}?cause=not_answered").json()["causes"][0]["rows"] == [row]
    assert api(who("thuly.datmui")).get(LIST).json() == {"causes": []}
    assert api(clerk).get(f"{LIST}?cause=none").status_code == 400
    assert api(clerk).get(f"{LIST}?cause=overdue&after=x").status_code == 400


def test_the_api_repairs_and_twice_is_once(clerk: User, api: Api, who: Who) -> None:
    code, door = parked(), f"{LIST}repair/"
    asked = {"cause": "message_parked", "code": code}
    assert api(who("thuly.datmui")).post(door, asked, content_type="application/json").status_code == 404
    first = api(clerk).post(door, asked, content_type="application/json")
    assert first.json() == {"repaired": {"message_parked": 1}, "refused": {}, "more": False}
    again = api(clerk).post(door, asked, content_type="application/json")
    assert again.json() == {"repaired": {}, "refused": {}, "more": False}
    run_background("default", "results")
    everything = api(clerk).post(door, {}, content_type="application/json")
    assert everything.json()["repaired"] == {}
    for bad in ({"code": code}, {"cause": "overdue"}, {"cause": "message_parked", "code": 1.5, "x": []}):
        assert api(clerk).post(door, bad, content_type="application/json").status_code in (400, 404)
