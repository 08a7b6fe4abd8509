"""Tracking and verification: what the holder of a QR sees, in one statement and few bytes, and nothing personal."""

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from tests import journeys

STATIC = Path(settings.BASE_DIR) / "onestop" / "static"
MOST_BYTES = 60_000
Counted = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


def address(dossier: Dossier) -> str:
    return f"/t/{dossier.token}/"


def page(client: Client, dossier: Dossier) -> str:
    return client.get(address(dossier)).content.decode()


def test_it_says_where_the_dossier_is(client: Client) -> None:
    assert "Hồ sơ đang được xử lý tại Ủy ban nhân dân phường An Xuyên" in page(client, journeys.in_process())


@pytest.mark.usefixtures("morning")
def test_it_says_the_promise_and_what_is_left(client: Client) -> None:
    text = page(client, journeys.accepted())
    assert "Thứ Sáu, 20/11/2026, 17:00" in text
    assert "còn 6,5 giờ làm việc" in text


@pytest.mark.usefixtures("morning")
def test_it_explains_the_day(client: Client) -> None:
    assert "09:00" in client.get(address(journeys.accepted()) + "why/").content.decode()


def test_a_broken_promise_is_owned_to(client: Client, morning: time_machine.Traveller) -> None:
    dossier = journeys.in_process()
    morning.shift(timedelta(days=3))
    text = page(client, dossier)
    assert "quá hạn" in text
    assert "xin lỗi" in text


def test_it_shows_no_personal_data(client: Client) -> None:
    dossier = journeys.issued()
    text = page(client, dossier)
    for personal in (
        dossier.applicant_name,
        "096085004511",
        "912345678",
        dossier.applicant_address,
        "Trần Thị Mẫu",
    ):
        assert personal not in text


def test_it_costs_one_statement_and_no_cookie(client: Client, django_assert_num_queries: Counted) -> None:
    dossier = journeys.in_process()
    with django_assert_num_queries(1):
        answer = client.get(address(dossier))
    assert not answer.cookies


def test_a_second_look_is_304_until_something_happens(client: Client) -> None:
    dossier = journeys.digitised()
    tag = client.get(address(dossier))["ETag"]
    assert client.get(address(dossier), headers={"If-None-Match": tag}).status_code == 304
    actions.take_up(dossier.code, by=journeys.user("thuly.anxuyen"))
    assert client.get(address(dossier), headers={"If-None-Match": tag}).status_code == 200


def test_a_second_look_an_hour_later_is_not_304(client: Client, morning: time_machine.Traveller) -> None:
    dossier = journeys.accepted()
    tag = client.get(address(dossier))["ETag"]
    morning.shift(timedelta(hours=1))
    assert client.get(address(dossier), headers={"If-None-Match": tag}).status_code == 200


def test_the_first_load_stays_small(client: Client) -> None:
    fonts = sum(
        (STATIC / "fonts" / f"be-vietnam-pro-{subset}-400-normal.woff2").stat().st_size
        for subset in ("latin", "vietnamese")
    )
    style = len(gzip.compress((STATIC / "css" / "citizen.css").read_bytes()))
    html = client.get(address(journeys.issued())).content
    assert "<script" not in html.decode()
    assert fonts + style + len(html) < MOST_BYTES


def test_the_result_is_there_once_issued_and_not_before(client: Client) -> None:
    early, late = journeys.sealed(), journeys.issued()
    assert client.get(address(early) + "result.pdf").status_code == 404
    assert client.get(address(late) + "result.pdf").content.startswith(b"%PDF-")


def test_a_guessed_token_opens_nothing(client: Client) -> None:
    assert client.get("/t/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_english_is_a_switch_away(client: Client) -> None:
    dossier = journeys.in_process()
    client.post("/language/", {"language": "en", "next": address(dossier)})
    assert "is being processed at" in page(client, dossier)


def verification(client: Client, dossier: Dossier) -> tuple[int, str]:
    result = journeys.again(dossier).result
    assert result is not None
    answer = client.get(f"/v/{result.key}/")
    return answer.status_code, answer.content.decode()


def test_an_issued_result_is_genuine_and_its_holder_masked(client: Client) -> None:
    status, text = verification(client, journeys.issued())
    assert status == 200
    assert "Văn bản này là thật" in text
    assert "N*** V** T**" in text
    assert "Nguyễn Văn Thử" not in text


def test_a_result_that_was_not_issued_is_not_vouched_for(client: Client) -> None:
    dossier = journeys.sealed()
    _status, text = verification(client, dossier)
    assert "Văn bản này chưa được phát hành" in text
    result = journeys.again(dossier).result
    assert result is not None
    assert client.get(f"/v/{result.key}/document.pdf").status_code == 404


def test_a_changed_file_is_not_genuine(client: Client) -> None:
    dossier = journeys.issued()
    result = journeys.again(dossier).result
    assert result is not None
    path = Path(settings.MEDIA_ROOT) / result.sealed_file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "Văn bản này không phải là thật" in verification(client, dossier)[1]


def test_an_unknown_result_is_said_to_be_none(client: Client) -> None:
    answer = client.get("/v/AAAAAAAAAAAAAAAAAAAAAA/")
    assert answer.status_code == 404
    assert "Không có văn bản này" in answer.content.decode()
