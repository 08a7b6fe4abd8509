"""The hourly run: archives what is closed, erases what was kept long enough, leaves who waits, ends what was begun."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from pytest_django import Settings

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, keeping, retention
from dossiers.models import Document, Dossier, OutboxMessage
from dossiers.tasks import retain as task
from payments.models import Charge
from tests.dossiers.archiving.demo import demo_archive
from tests.journeys import accepted, again, issued, returned, uploaded_scan
from tests.statements import statements

pytestmark = pytest.mark.django_db
TEN_YEARS = timedelta(days=3653)


@pytest.fixture(autouse=True)
def archive_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ONESTOP_ARCHIVE_DIR = tmp_path / "archive"
    return tmp_path / "archive"


def quiet() -> None:
    OutboxMessage.objects.update(done_at=now(), parked_at=None)


def closed() -> Dossier:
    dossier = returned()
    quiet()
    return dossier


def told(*options: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("retain", "--json", *options, stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_what_is_closed_is_archived_and_after_ten_years_erased(morning: time_machine.Traveller) -> None:
    dossier, other = closed(), issued()
    quiet()
    done = retention.retain()
    assert (done.archived, done.erased) == ([dossier.code], [])
    morning.shift(TEN_YEARS - timedelta(days=2))
    assert retention.retain().erased == []
    morning.shift(timedelta(days=2))
    done = retention.retain()
    assert (done.archived, done.erased) == ([], [dossier.code])
    assert again(other).applicant_name == "Nguyễn Văn Thử"
    quiet()
    assert retention.retain() == retention.Retained()


def test_who_is_waited_for_is_left_and_counted(morning: time_machine.Traveller) -> None:
    first, second = closed(), closed()
    retention.retain()
    morning.shift(TEN_YEARS)
    Dossier.objects.filter(pk=first.pk).update(transit_to=first.agency)
    Charge.objects.create(province="96", dossier=second, collected_at="reception", amount=1, charged_at=now())
    done = retention.retain()
    assert done.erased == []
    assert done.left == {"papers_on_their_way": 1, "charge_open": 1}


def test_a_dry_run_says_the_same_and_does_nothing(morning: time_machine.Traveller) -> None:
    dossier, other = closed(), closed()
    actions.archive(dossier.code, by=system_user())
    morning.shift(TEN_YEARS)
    expected = {"dry_run": True, "archived": [other.code], "erased": [dossier.code], "left": {}, "swept": 0}
    assert told("--dry-run") == expected
    assert again(dossier).erased_at is None and again(other).archived_at is None
    assert told() == expected | {"dry_run": False, "erased": [dossier.code, other.code]}
    quiet()
    assert told() == {"dry_run": False, "archived": [], "erased": [], "left": {}, "swept": 0}


def test_an_archive_that_is_away_ends_the_run_of_archiving_only(
    morning: time_machine.Traveller, settings: Settings
) -> None:
    old = closed()
    actions.archive(old.code, by=system_user())
    closed(), closed()
    morning.shift(TEN_YEARS)
    with demo_archive() as archive:
        settings.ONESTOP_ARCHIVE_URL = archive.url
    done = retention.retain()
    assert (done.archived, done.erased, done.left) == ([], [old.code], {"archive_away": 1})


def test_uploads_that_nobody_took_leave_too(morning: time_machine.Traveller, clerk: User) -> None:
    uploaded_scan(clerk)
    kept = accepted(scan=True).documents.get()
    morning.shift(timedelta(days=2))
    assert retention.retain().swept == 1
    assert Document.objects.get() == kept


def test_waiting_is_asked_for_many_at_once(morning: time_machine.Traveller) -> None:
    keys = [closed().pk for _number in range(3)]
    with statements() as asked:
        keeping.waiting(keys)
    assert len(asked) == len(keeping._askers)


def test_leap_days_and_procedures_of_their_own(settings: Settings) -> None:
    settings.ONESTOP_KEEP_YEARS_OF = {"1.001193": 70}
    dossier = closed()
    leap = now().replace(year=2028, month=2, day=29)
    Dossier.objects.filter(pk=dossier.pk).update(finished_at=leap)
    dossier = again(dossier)
    settings.ONESTOP_KEEP_YEARS = 1
    until = keeping.kept_until(dossier)
    assert until is not None and until.isoformat() == "2029-03-01"


def test_celery_beat_knows_the_task(morning: time_machine.Traveller) -> None:
    dossier = closed()
    task.apply().get()
    assert again(dossier).archived_at is not None


def test_the_command_speaks_to_people(morning: time_machine.Traveller) -> None:
    dossier, out = closed(), io.StringIO()
    retention.retain()
    morning.shift(TEN_YEARS)
    call_command("retain", stdout=out)
    assert "0 dossiers archived, 1 erased." in out.getvalue()
    assert dossier.code in out.getvalue()
