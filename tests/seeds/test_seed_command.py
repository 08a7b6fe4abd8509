"""The seed command: loads everything once, repairs what is missing, never changes a published version."""

import io
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection

from accounts import actions as staff
from accounts.models import Agency, Area, Certificate, Membership, ServicePoint, User
from dossiers.papers import keys
from procedures.models import FeeRule, ProcedureVersion, Requirement, SpecialDay, Step
from procedures.queries import working_calendar
from seeds import demo_accounts, loading, reading
from seeds.fields import SeedRefused

ALL = (Area, Agency, ServicePoint, User, Membership, SpecialDay, ProcedureVersion, Requirement, FeeRule, Step)


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are made once for all tests of this file: each takes a tenth of a second or more."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def demo(settings: Any, tmp_path: Path, keys_dir: Path) -> None:
    settings.ONESTOP_DEMO = True
    settings.ONESTOP_VAR = tmp_path
    settings.KEYS_DIR = keys_dir


def seed(*options: str) -> str:
    said = io.StringIO()
    call_command("seed", *options, stdout=said)
    return said.getvalue()


def counts() -> list[int]:
    return [model._default_manager.count() for model in ALL]


@pytest.mark.django_db
def test_all_of_it_is_loaded_once(demo: None) -> None:
    seed()
    first = counts()
    seed("--force")

    assert first == counts()
    assert first[:3] == [3355, 150, 71]
    assert Area.objects.filter(parent=None).count() == 34
    assert ServicePoint.objects.filter(kind="SUPPORT").count() == 6
    assert Agency.objects.get(code="H12.264.01").parent == Agency.objects.get(code="H12.264")
    assert len(working_calendar().special_days) == 60


@pytest.mark.django_db
def test_loading_again_keeps_what_was_done_to_agencies_and_people(demo: None) -> None:
    seed()
    admin, agency = User.objects.get(username="quantri"), Agency.objects.get(code="H12.226")
    staff.rename_agency(agency, name="Tên mới", short_name="Mới", basis="NQ 1", by=admin)
    staff.end_membership(Membership.objects.get(user__username="thuly.anxuyen"), by=admin)
    seed("--force")
    assert Agency.objects.get(code="H12.226").name == "Tên mới"
    assert not Membership.objects.filter(user__username="thuly.anxuyen", ended_at=None).exists()


@pytest.mark.django_db
def test_the_cast_signs_in_and_the_system_user_does_not(demo: None) -> None:
    seed()

    for account in demo_accounts.lines():
        assert authenticate(username=account.username, password=demo_accounts.PASSWORD)
    assert not User.objects.get(username=User.SYSTEM).has_usable_password()
    assert User.objects.get(username="kyduyet.anxuyen").holds(
        "approver", at=Agency.objects.get(code="H12.226").pk
    )


@pytest.mark.django_db
def test_approvers_and_sealing_agencies_get_their_keys(demo: None, keys_dir: Path) -> None:
    seed()

    assert keys.personal_path(keys_dir, "kyduyet.anxuyen").exists()
    assert {path.name for path in (keys_dir / "seals").glob("*.p12")} == {
        "H12.03.p12",
        "H12.226.p12",
        "H12.264.p12",
    }
    assert Certificate.objects.filter(holder__username="kyduyet.anxuyen").exists()


@pytest.mark.django_db
def test_without_the_demonstration_there_are_no_people(demo: None, settings: Any) -> None:
    settings.ONESTOP_DEMO = False
    Certificate.objects.all().delete()
    Membership.objects.all().delete()
    User.objects.all().delete()
    said = seed()

    assert [user.username for user in User.objects.all()] == [User.SYSTEM]
    assert demo_accounts.PASSWORD not in said


@pytest.mark.django_db(transaction=True)
def test_an_unchanged_seed_is_skipped_quickly_and_a_lost_one_is_loaded_again(demo: None) -> None:
    seed()
    started = time.monotonic()
    assert "up to date" in seed()
    assert time.monotonic() - started < 0.3

    count = ProcedureVersion.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procedures_procedureversion CASCADE")
    assert "loaded" in seed()
    assert ProcedureVersion.objects.count() == count


@pytest.mark.django_db
def test_loading_again_keeps_passwords_and_what_a_centre_said_of_its_point(demo: None) -> None:
    seed()
    user = User.objects.get(username="giamsat")
    user.set_password("one of their own")
    user.save()
    ServicePoint.objects.filter(code="H12.264.01-1").update(is_open=False, address="Ấp Thử")
    seed("--force")

    assert authenticate(username="giamsat", password="one of their own")
    assert ServicePoint.objects.filter(code="H12.264.01-1", is_open=False, address="Ấp Thử").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["name", "rates", "steps"])
def test_a_published_version_is_never_changed(demo: None, part: str) -> None:
    seed()
    seeds = reading.read_seeds()
    version = seeds.procedures[0].versions[0]
    changed: dict[str, Any] = {
        "name": "Another name",
        "rates": (replace(version.rates[0], amount=9000),),
        "steps": version.steps[:-1],
    }
    altered = replace(seeds.procedures[0], versions=(replace(version, **{part: changed[part]}),))

    with pytest.raises(SeedRefused, match=f"differs in: {part}"):
        loading.load(replace(seeds, procedures=(altered,)), with_cast=False)
