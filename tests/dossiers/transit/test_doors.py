"""The doors of hand-over lists and leased numbers: who sees which list, forms that keep what was typed."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from dossiers import actions
from dossiers.hand_over_queries import lists
from dossiers.models import HandOver, HandOverList, NumberLease
from tests.conftest import Api, Who
from tests.journeys import accepted, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SignIn = Callable[[User], Client]
COMPETENT, ADDRESS, POINT = "H12.226", "1-BG-H12.264.01-2026", "H12.264.01-1"
LISTS, GIVE, LEASES = "/counter/hand-overs/", "/counter/hand-overs/give/", "/counter/numbers/"


@pytest.fixture
def sent(clerk: User) -> HandOverList:
    codes = [accepted().code, accepted().code]
    return actions.hand_over(codes, to=COMPETENT, carrier="post", tracking_number="EE123456789VN", by=clerk)


# --- giving ------------------------------------------------------------------------------------------------
def test_what_lies_here_goes_with_all_ticked(clerk: User, signed_in: SignIn) -> None:
    code, elsewhere = accepted().code, accepted(area="32248").code
    browser = signed_in(clerk)
    page = browser.get(GIVE, {"towards": COMPETENT}).content.decode()
    assert f'value="{code}" checked' in page
    assert elsewhere not in page
    answer = browser.post(GIVE, {"codes": [code], "to": COMPETENT, "carrier": "own", "towards": COMPETENT})
    assert answer.headers["Location"] == f"{LISTS}{ADDRESS}/"
    assert HandOver.objects.get().dossier.code == code
    assert code not in browser.get(GIVE, {"towards": COMPETENT}).content.decode()


def test_a_refused_list_keeps_what_was_typed(clerk: User, signed_in: SignIn) -> None:
    one, other = accepted().code, accepted().code
    browser = signed_in(clerk)
    typed = {
        "codes": [one],
        "to": COMPETENT,
        "carrier": "post",
        "tracking_number": "số 5",
        "towards": COMPETENT,
    }
    answer = browser.post(GIVE, typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="số 5"' in page
    assert f'value="{one}" checked' in page
    assert f'value="{other}" checked' not in page
    answer = browser.post(GIVE, {"codes": ["H12.264.01-260101-9999"], "to": COMPETENT, "carrier": "own"})
    assert (answer.status_code, "H12.264.01-260101-9999" in answer.content.decode()) == (409, True)
    assert browser.post(GIVE, {"to": COMPETENT, "carrier": "own", "towards": COMPETENT}).status_code == 400
    assert not HandOverList.objects.exists()


def test_papers_of_an_issued_result_go_back(officer: User, clerk: User, signed_in: SignIn) -> None:
    dossier = issued()
    actions.hand_over([dossier.code], to=COMPETENT, by=clerk)
    actions.receive_hand_over("1/BG-H12.264.01-2026", by=officer)
    page = signed_in(officer).get(GIVE, {"towards": "H12.264.01"}).content.decode()
    assert f'value="{dossier.code}" checked' in page


# --- lists -------------------------------------------------------------------------------------------------
def test_who_sees_a_list(sent: HandOverList, who: Who, signed_in: SignIn, api: Api) -> None:
    sees = {"tiepnhan.datmui", "traketqua.datmui", "thuly.anxuyen", "kyduyet.anxuyen", "giamsat"}
    not_ = {"tiepnhan.anxuyen", "tiepnhan.tinh", "thuly.tuphap", "quantri", "bientap", "buudien.datmui"}
    for username in sees | not_:
        browser, expected = signed_in(who(username)), 200 if username in sees else 404
        for path in ("", "print/"):
            assert browser.get(f"{LISTS}{ADDRESS}/{path}").status_code == expected, (username, path)
        assert api(who(username)).get(f"/api/v1/hand-overs/{ADDRESS}/").status_code == expected
    assert Client().get(f"{LISTS}{ADDRESS}/").status_code == 302


def test_awaited_and_sent(
    sent: HandOverList, clerk: User, officer: User, neighbour: User, signed_in: SignIn, api: Api
) -> None:
    def listed(person: User, direction: str) -> bool:
        page = signed_in(person).get(LISTS, {"direction": direction}).content.decode()
        rows = api(person).get("/api/v1/hand-overs/", {"direction": direction}).json()["rows"]
        assert (sent.number_text in page) == bool(rows)
        return bool(rows)

    assert (listed(clerk, "sent"), listed(clerk, "awaited")) == (True, False)
    assert (listed(officer, "sent"), listed(officer, "awaited")) == (False, True)
    assert (listed(neighbour, "sent"), listed(neighbour, "awaited")) == (False, False)
    actions.receive_hand_over(sent.number_text, by=officer)
    assert (listed(clerk, "sent"), listed(officer, "awaited")) == (True, False)


def test_worklists_of_papers(sent: HandOverList, clerk: User, officer: User, signed_in: SignIn) -> None:
    codes = [row.dossier.code for row in sent.hand_overs.all()]
    for person, name in ((clerk, "in_transit"), (officer, "papers_to_receive")):
        page = signed_in(person).get(f"/counter/lists/{name}/").content.decode()
        assert all(code in page for code in codes), name
    assert codes[0] not in signed_in(clerk).get("/counter/lists/papers_to_receive/").content.decode()


def test_pages_of_lists(clerk: User, api: Api, signed_in: SignIn) -> None:
    for _ in range(3):
        actions.hand_over([accepted().code], to=COMPETENT, by=clerk)
    first = lists(clerk, "sent", most=2)
    assert [row.list.number_text[0] for row in first.rows] == ["3", "2"]
    assert [row.list.number_text[0] for row in lists(clerk, "sent", after=first.next, most=2).rows] == ["1"]
    for bad in ("x", "-1", "9" * 30):
        assert signed_in(clerk).get(LISTS, {"after": bad}).status_code == 400
        assert api(clerk).get("/api/v1/hand-overs/", {"after": bad}).status_code == 400
    assert signed_in(clerk).get(LISTS, {"direction": "up"}).status_code == 404
    assert api(clerk).get("/api/v1/hand-overs/", {"direction": "up"}).status_code == 400


def test_received_with_ticks(sent: HandOverList, officer: User, clerk: User, signed_in: SignIn) -> None:
    came, lost = [row.dossier.code for row in sent.hand_overs.order_by("dossier__code")]
    browser = signed_in(officer)
    assert browser.post(f"{LISTS}{ADDRESS}/receive/", {"missing": ["x"], "note": "gửi"}).status_code == 400
    assert signed_in(clerk).post(f"{LISTS}{ADDRESS}/receive/").status_code == 403
    answer = browser.post(f"{LISTS}{ADDRESS}/receive/", {"missing": [lost], "note": "bìa rách"})
    assert answer.status_code == 302
    endings = dict(sent.hand_overs.values_list("dossier__code", "ending"))
    assert endings == {came: "received", lost: "missing"}
    assert browser.post(f"{LISTS}{ADDRESS}/receive/").status_code == 409
    rows = browser.get(f"{LISTS}{ADDRESS}/print/").content.decode()
    assert came in rows
    assert "EE123456789VN" in rows


def test_a_list_answers_as_json(sent: HandOverList, officer: User, api: Api) -> None:
    found = api(officer).get(f"/api/v1/hand-overs/{ADDRESS}/").json()
    assert (found["number"], found["papers"], found["awaited"]) == ("1/BG-H12.264.01-2026", 2, 2)
    assert [row["ending"] for row in found["rows"]] == ["", ""]


# --- leased numbers ----------------------------------------------------------------------------------------
def test_leasing_and_returning_on_the_page(who: Who, signed_in: SignIn) -> None:
    browser = signed_in(who("truongtrungtam.datmui"))
    assert POINT in browser.get(LEASES).content.decode()
    for count in ("", "0", "201", "many", "²", "9" * 5000):
        typed = {"point": POINT, "count": count, "on": "2026-11-20"}
        assert browser.post(f"{LEASES}lease/", typed).status_code == 400, count
    assert browser.post(f"{LEASES}lease/", {"point": POINT, "count": "2", "on": "mai"}).status_code == 400
    assert (
        browser.post(f"{LEASES}lease/", {"point": POINT, "count": "2", "on": "2026-11-20"}).status_code == 302
    )
    first = "H12.264.01-261120-0001"
    page = browser.get(LEASES).content.decode()
    assert "H12.264.01-261120-0002" in page
    assert browser.post(f"{LEASES}{first}/return/", {"reason": ""}).status_code == 400
    assert browser.post(f"{LEASES}{first}/return/", {"reason": "Có điện lại."}).status_code == 302
    assert browser.post(f"{LEASES}{first}/return/", {"reason": "Có điện lại."}).status_code == 409
    assert NumberLease.objects.get().reason == "Có điện lại."


def test_leasing_and_returning_by_program(who: Who, api: Api) -> None:
    head = api(who("truongtrungtam.datmui"))
    how = {"content_type": "application/json"}
    made = head.post("/api/v1/number-leases/", {"point": POINT, "count": 2}, **how)  # type: ignore[arg-type]
    assert (made.status_code, made.json()["unused"]) == (201, made.json()["codes"])
    assert head.get("/api/v1/number-leases/").json()["rows"][0]["code"] == made.json()["code"]
    address = f"/api/v1/number-leases/{made.json()['code']}/return/"
    assert head.post(address, {"reason": "Có điện lại."}, **how).json()["returned_at"]  # type: ignore[arg-type]
    assert head.post(address, {"reason": "Có điện lại."}, **how).status_code == 409  # type: ignore[arg-type]
    assert head.post("/api/v1/number-leases/", {"point": POINT, "count": 0}, **how).status_code == 400  # type: ignore[arg-type]


def test_who_leases(who: Who, signed_in: SignIn, api: Api) -> None:
    actions.lease_numbers(POINT, 1, by=who("quantri"))
    for username, status in {
        "quantri": 200,
        "truongtrungtam.datmui": 200,
        "truongtrungtam.tinh": 200,  # sees the page, and no lease of another centre
        "tiepnhan.datmui": 403,
        "giamsat": 403,
        "bientap": 403,
    }.items():
        person = who(username)
        answer = signed_in(person).get(LEASES)
        assert answer.status_code == status, username
        assert api(person).get("/api/v1/number-leases/").status_code == status, username
        if status == 200:
            assert ("H12.264.01-261120-0001" in answer.content.decode()) == (
                username != "truongtrungtam.tinh"
            )
