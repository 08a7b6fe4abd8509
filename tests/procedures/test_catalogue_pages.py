"""The public pages of the catalogue: search, one procedure, both calculators, versions, what is unknown."""

import html
import io
import json
import re
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.memory import forget_all
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
BIRTH = "/procedures/1.001193/"
COPIES = "/procedures/2.000815/"


def page(path: str, asked: dict[str, str] | None = None, *, status: int = 200) -> str:
    answer = Client().get(path, asked or {})
    assert answer.status_code == status
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def printed(*command: str) -> dict[str, object]:
    out = io.StringIO()
    call_command(*command, "--json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_the_search_shows_time_and_fee_at_a_glance() -> None:
    shown = page("/procedures/", {"q": "dang ky khai sinh"})
    first = shown.partition('<ol class="hits"')[2].partition("</li>")[0]
    assert "Thủ tục đăng ký khai sinh" in first
    assert BIRTH in first
    assert "8.000" in first


def test_a_filter_is_a_chip_that_takes_it_away() -> None:
    shown = page("/procedures/", {"q": "khai sinh", "level": "COMMUNE"})
    assert 'class="chips"' in shown
    assert "?q=khai+sinh&standing" not in shown.partition('class="chips"')[2].partition("</ul>")[0]
    assert "level=COMMUNE" not in shown.partition('class="chips"')[2].partition("</ul>")[0]


def test_an_empty_result_helps() -> None:
    shown = page("/procedures/", {"q": "xyzzyq"})
    assert "?q=khai+sinh" in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"on": "2026-02-30"},
        {"on": "nonsense"},
        {"on": "0001-01-01"},
        {"on": "9999-12-31"},
        {"after": "-1"},
        {"after": "²"},
        {"after": "99999999999999"},
        {"level": "NOWHERE"},
        {"standing": "draft"},
        {"q": "a" * 3000},
        {"q": "<script>alert(1)</script>"},
        {"q": "1.0"},
        {"q": "%s ' \" \\"},
    ],
)
def test_bad_addresses_are_answered(asked: dict[str, str]) -> None:
    answer = Client().get("/procedures/", asked)
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_the_next_page_goes_on_where_the_first_ended() -> None:
    first = page("/procedures/")
    next_url = re.search(r'rel="next" href="([^"]+)"', first)
    assert next_url
    second = page("/procedures/" + next_url[1])
    names = [re.findall(r'class="hits__name" href="([^"]+)"', shown) for shown in (first, second)]
    assert len(names[0]) == 20
    assert not set(names[0]) & set(names[1])


def test_a_browser_that_has_the_page_is_told_so() -> None:
    client = Client()
    first = client.get(BIRTH)
    again = client.get(BIRTH, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "sessionid" not in first.cookies
    assert "Cookie" in first["Vary"]
    assert client.post(BIRTH).status_code == 405


def test_the_page_says_what_a_citizen_asks() -> None:
    shown = page(BIRTH)
    for words in (
        "Tờ khai đăng ký khai sinh theo mẫu",
        "60/2014/QH13",
        "Giấy khai sinh",
        "Công dân Việt Nam",
    ):
        assert words in shown


@pytest.mark.parametrize("code", ["1001193", "1.001193.000.00.00.H12", "1.001193.H38"])
def test_other_forms_of_a_code_lead_to_the_page(code: str) -> None:
    answer = Client().get(f"/procedures/{code}/")
    assert (answer.status_code, answer["Location"]) == (302, BIRTH)


def test_an_unknown_code_names_near_ones() -> None:
    assert BIRTH in page("/procedures/1.001139/", status=404)


def test_a_listed_procedure_says_that_only_its_name_is_known() -> None:
    shown = page("/procedures/1.000948/")
    assert "dichvucong.gov.vn" in shown
    assert '<form class="calculator' not in shown


def test_a_repealed_procedure_names_its_successor() -> None:
    shown = page("/procedures/2.002481/")
    assert "/procedures/2.002854/" in shown
    assert 'class="calculator' not in shown


def test_a_future_version_can_be_tried_and_is_marked() -> None:
    tried = page(BIRTH, {"on": "2027-03-01"})
    assert "01/03/2027" in tried
    assert "03/2026/QH16" in tried
    assert "03/2026/QH16" in page(BIRTH, {"version": "2"})
    assert "03/2026/QH16" not in page(BIRTH)
    assert "60/2014/QH13" in page(BIRTH, {"version": "77"})


def test_the_due_calculator_gives_what_the_command_gives() -> None:
    asked = {"due-received_at": "2026-11-20T15:30", "due-channel": "DIRECT"}
    shown = page(BIRTH, asked)
    due = printed("due", "1.001193", "2026-11-20T15:30")["due"]
    assert f"{due}".startswith("2026-11-23T17:00")
    assert "Thứ Hai, 23/11/2026, 17:00" in shown
    assert 'value="2026-11-20T15:30"' in shown


def test_the_fee_calculator_gives_what_the_command_gives() -> None:
    asked = {"fee-channel": "DIRECT", "fee-pages": "4", "fee-copies": "2", "fee-on": "2026-11-20"}
    shown = page(COPIES, asked)
    total = printed("quote", "2.000815", "--pages", "4", "--copies", "2")["total"]
    assert total == 12_000
    assert "12.000" in shown.partition('id="fee-answer"')[2]
    assert 'name="fee-pages" value="4"' in shown


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"due-received_at": "", "due-channel": "DIRECT"}, "due-received_at"),
        ({"due-received_at": "yesterday", "due-channel": "DIRECT"}, "due-received_at"),
        ({"due-received_at": "2031-01-05T09:00", "due-channel": "DIRECT"}, "due-received_at"),
        ({"due-received_at": "2026-11-20T09:00", "due-channel": "PIGEON"}, "due-channel"),
        (
            {"fee-channel": "DIRECT", "fee-copies": "0", "fee-pages": "4", "fee-on": "2026-11-20"},
            "fee-copies",
        ),
        ({"fee-channel": "DIRECT", "fee-copies": "1", "fee-pages": "", "fee-on": "2026-11-20"}, "fee-pages"),
        ({"fee-channel": "DIRECT", "fee-copies": "1", "fee-pages": "4", "fee-on": "x"}, "fee-on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(asked: dict[str, str], field: str) -> None:
    shown = page(COPIES, asked)
    assert f'id="id_{field}_error"' in shown
    assert "field-error" in shown


def test_one_calculator_keeps_what_was_entered_in_the_other() -> None:
    asked = {"due-received_at": "2026-11-20T09:00", "due-channel": "DIRECT", "on": "2026-12-01"}
    fee = page(COPIES, asked).partition('action="#fee-calculator"')[2]
    assert '<input type="hidden" name="due-received_at" value="2026-11-20T09:00">' in fee
    assert '<input type="hidden" name="on" value="2026-12-01">' in fee


def test_the_start_page_leads_to_the_search_and_the_sign_in() -> None:
    shown = page("/")
    assert 'action="/procedures/"' in shown
    assert "/sign-in/" in shown
    assert "QR" in shown


@pytest.mark.parametrize(
    ("path", "cold"),
    [("/procedures/?" + urlencode({"q": "khai sinh"}), 2), (BIRTH, 6), ("/procedures/x.y/", 1)],
)
def test_statements(path: str, cold: int) -> None:
    Client().get(path)  # templates, translations
    forget_all()
    with statements() as first:
        Client().get(path)
    with statements() as again:
        Client().get(path)
    assert len(first) <= cold, first
    assert again == []
