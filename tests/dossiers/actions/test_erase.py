"""Erase: after the time of keeping nothing names a person, the chain stands, and nobody who waits is forgotten."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, keeping
from dossiers.chain import broken_at
from dossiers.identity import id_number
from dossiers.models import Delivery, Dossier, OutboxMessage, Party, Result
from dossiers.refusals import Blocked
from payments.models import Charge
from tests.conftest import Api
from tests.journeys import again, issued, returned, run_background, uploaded_scan

pytestmark = pytest.mark.django_db
TEN_YEARS = timedelta(days=3653)
SAID = (
    "Nguyễn Văn Thử",
    "Nguyễn Thị Thử",
    "nguyen van thu",
    "096085004511",
    "912345678",
    "Khánh An",
    "NGUYỄN VĂN THỬ",
)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ONESTOP_ARCHIVE_DIR = tmp_path / "archive"
    return tmp_path / "media"


@pytest.fixture
def kept(morning: time_machine.Traveller, clerk: User) -> Dossier:
    """Returned ten years ago, archived, with a paper, a receipt and a subject beside the applicant."""
    paper = uploaded_scan(clerk)
    dossier = returned()
    dossier.documents.add(paper, bulk=True)
    Party.objects.create(province="96", dossier=dossier, kind="subject", name="Nguyễn Thị Thử")
    run_background("results", "default")
    OutboxMessage.objects.update(done_at=now(), parked_at=None)
    Charge.objects.update(state=Charge.State.SETTLED)
    actions.archive(dossier.code, by=system_user())
    morning.shift(TEN_YEARS)
    return again(dossier)


def blocked(dossier: Dossier) -> str:
    with pytest.raises(Blocked) as refused:
        actions.erase(dossier.code, by=system_user())
    return refused.value.reasons[0].code


def everything_of(dossier: Dossier) -> str:
    """All rows about a dossier as one text."""
    rows: list[Any] = [
        Dossier.objects.filter(pk=dossier.pk),
        dossier.documents,
        dossier.results,
        dossier.parties,
    ]
    rows += [dossier.events, dossier.step_runs, dossier.access_records, dossier.hand_overs]
    return json.dumps([list(each.values()) for each in rows], default=str, ensure_ascii=False)


def test_nothing_names_a_person_any_more(kept: Dossier, media: Path) -> None:
    assert all(word in everything_of(kept) + id_number(kept) for word in SAID)
    actions.erase(kept.code, by=system_user())
    left = everything_of(kept)
    assert not [word for word in SAID if word in left]
    assert id_number(again(kept)) == ""
    assert bytes(again(kept).id_index) == b""
    assert again(kept).erased_at is not None


def test_the_chain_stands_and_the_numbers_stay(kept: Dossier) -> None:
    actions.erase(kept.code, by=system_user())
    assert broken_at(again(kept), kept.events.order_by("seq")) is None
    assert kept.events.filter(seq=again(kept).head_seq, type="dossier.erased").exists()
    assert kept.events.exclude(personal=None).count() == 0
    result = Result.objects.get(dossier=kept)
    assert result.number_text and result.sealed_sha256


def test_the_files_leave_with_the_message_of_the_event(kept: Dossier, media: Path) -> None:
    assert len(list(media.rglob("*.*"))) == 5  # paper, receipt; draft, signed and sealed result
    actions.erase(kept.code, by=system_user())
    assert len(list(media.rglob("*.*"))) == 5  # killed here: the message is in the outbox
    run_background()
    assert not list(media.rglob("*.*"))
    OutboxMessage.objects.filter(subscriber="dossiers.remove_erased_files").update(done_at=None)
    run_background()
    assert not OutboxMessage.objects.filter(done_at=None).exists()


@pytest.fixture
def other(morning: time_machine.Traveller) -> Dossier:
    return issued()


def test_files_of_other_dossiers_stay(other: Dossier, kept: Dossier) -> None:
    assert other.result is not None
    actions.erase(kept.code, by=system_user())
    run_background()
    assert default_storage.exists(other.result.sealed_file)


def test_a_second_time_is_refused(kept: Dossier) -> None:
    actions.erase(kept.code, by=system_user())
    assert blocked(kept) == "already_erased"


def test_nobody_but_the_system_may(kept: Dossier, supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.erase(kept.code, by=supervisor)


def test_not_a_day_too_early(kept: Dossier, morning: time_machine.Traveller) -> None:
    morning.shift(timedelta(days=-2))
    assert blocked(kept) == "still_kept"
    assert keeping.kept_until(kept) is not None


def test_a_procedure_may_be_kept_longer(kept: Dossier, settings: Settings) -> None:
    settings.ONESTOP_KEEP_YEARS_OF = {"2.000635": 70}
    assert blocked(kept) == "still_kept"


def test_not_before_the_archive_has_it(kept: Dossier) -> None:
    Dossier.objects.filter(pk=kept.pk).update(archived_at=None)
    assert blocked(kept) == "not_archived"


def test_not_what_is_open(morning: time_machine.Traveller) -> None:
    assert blocked(issued()) == "wrong_state"


def replaced(dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(replacing=True)


def in_transit(dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(transit_to=dossier.agency)


def on_its_way(dossier: Dossier) -> None:
    Delivery.objects.create(province="96", dossier=dossier, way="post", status="sent", sent_at=now())


def replacement_at_the_counter(dossier: Dossier) -> None:
    old = dossier.results.get()
    Result.objects.create(
        province="96",
        dossier=dossier,
        seq=2,
        replaces=old,
        key="x" * 22,
        agency=dossier.agency,
        year=2026,
        number=9_999,
        number_text="9999/TLHT-BS",
        outcome="granted",
        proposed_at=now(),
        issued_at=now(),
    )


def worked_on(dossier: Dossier) -> None:
    OutboxMessage.objects.filter(event__dossier=dossier).update(done_at=None, parked_at=now())


@pytest.mark.parametrize(
    ("wait", "reason"),
    [
        (replaced, "replacing"),
        (in_transit, "papers_on_their_way"),
        (on_its_way, "delivery_on_its_way"),
        (replacement_at_the_counter, "replacement_not_returned"),
        (worked_on, "work_unfinished"),
    ],
)
def test_never_while_somebody_waits(kept: Dossier, wait: object, reason: str) -> None:
    assert callable(wait)
    wait(kept)
    assert keeping.waiting([kept.pk]) == {kept.pk: reason}
    assert blocked(kept) == "somebody_waits"
    assert again(kept).applicant_name == "Nguyễn Văn Thử"


@pytest.mark.parametrize("state", [Charge.State.DUE, Charge.State.REFUND_DUE])
def test_never_while_money_is_open(kept: Dossier, state: str) -> None:
    assert Charge.objects.filter(dossier=kept).update(state=state)
    assert keeping.waiting([kept.pk]) == {kept.pk: "charge_open"}
    assert blocked(kept) == "somebody_waits"


def test_its_pages_say_that_it_was_erased(kept: Dossier, api: Api, clerk: User, client: Client) -> None:
    result = Result.objects.get(dossier=kept)
    receipt, paper = f"/api/v1/dossiers/{kept.code}/receipt/", kept.documents.filter(kind="paper").get().key
    actions.erase(kept.code, by=system_user())
    door = api(clerk)
    told = door.get(f"/api/v1/dossiers/{kept.code}/").json()
    assert (told["applicant_name"], told["id_number"], told["documents"]) == ("(đã xoá)", "", [])
    for address in (
        receipt,
        f"/api/v1/documents/{paper}/content/",
        f"/api/v1/dossiers/{kept.code}/result/content/",
    ):
        assert door.get(address).status_code == 404
    verified = client.get(f"/v/{result.key}/")
    assert verified.status_code == 200 and 'data-verdict="archived"' in verified.content.decode()
    assert result.sealed_sha256 in verified.content.decode()
    assert client.get(f"/t/{kept.token}/").status_code == 200
    assert client.get(f"/v/{result.key}/document.pdf").status_code == 404
