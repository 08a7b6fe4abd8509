"""Archive: one package of a closed dossier; the event keeps the archive's receipt."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now
from pytest_django import Settings

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.archiving.facts import NEEDS
from dossiers.archiving.gateways import About, hand
from dossiers.archiving.package import build, digest
from dossiers.chain import broken_at
from dossiers.models import Dossier, OutboxMessage
from dossiers.refusals import Blocked
from tests.dossiers.archiving.demo import demo_archive
from tests.journeys import CORRECTED, again, issued, returned, run_background, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ONESTOP_ARCHIVE_DIR = tmp_path / "archive"
    return tmp_path / "archive"


def closed() -> Dossier:
    """Returned, and nothing waits to be made any more."""
    dossier = returned()
    OutboxMessage.objects.update(done_at=now())
    return dossier


def blocked(dossier: Dossier) -> str:
    with pytest.raises(Blocked) as refused:
        actions.archive(dossier.code, by=system_user())
    return refused.value.reasons[0].code


def test_the_package_is_in_the_archive_and_its_receipt_in_the_event(archive_dir: Path) -> None:
    dossier = actions.archive(closed().code, by=system_user())
    assert again(dossier).archived_at is not None
    event = dossier.events.get(type="dossier.archived")
    place = archive_dir / event.facts["reference"]
    assert place.relative_to(archive_dir).parts[1:] == (dossier.agency.code, f"{dossier.code}.zip")
    with place.open("rb") as package:
        assert event.facts["sha256"] == digest(package)
    assert event.facts["bytes"] == place.stat().st_size
    assert (event.facts["files"], event.facts["package"], event.personal) == (1, 1, None)
    assert broken_at(again(dossier), dossier.events.order_by("seq")) is None


def test_it_happens_by_itself_when_a_dossier_is_returned(archive_dir: Path) -> None:
    dossier = returned()
    run_background()
    assert again(dossier).archived_at is not None
    run_background()
    assert len(list(archive_dir.rglob("*.zip"))) == 1


def test_a_declined_dossier_is_archived_too(clerk: User) -> None:
    dossier = actions.decline(submitted().code, reason="Không thuộc thẩm quyền.", by=clerk)
    run_background()
    assert again(dossier).archived_at is not None


def test_over_http(settings: Settings) -> None:
    dossier = closed()
    with demo_archive() as archive:
        settings.ONESTOP_ARCHIVE_URL = archive.url
        actions.archive(dossier.code, by=system_user())
    (package,) = archive.kept.values()
    facts = dossier.events.get(type="dossier.archived").facts
    assert facts["reference"].startswith("ref:/packages/")
    assert facts["taken_at"] == "2026-11-20T02:00:00+00:00"
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert json.loads(opened.read("manifest.json"))["code"] == dossier.code


def test_a_second_time_is_refused() -> None:
    dossier = closed()
    actions.archive(dossier.code, by=system_user())
    assert blocked(dossier) == "already_archived"
    assert dossier.events.filter(type="dossier.archived").count() == 1


def test_only_what_is_closed() -> None:
    assert blocked(issued()) == "wrong_state"


def test_not_while_papers_are_on_their_way(officer: User) -> None:
    dossier = closed()
    Dossier.objects.filter(pk=dossier.pk).update(transit_to=dossier.agency)
    assert blocked(dossier) == "somebody_waits"
    run_background()  # the message ends quietly; the hourly run does it later
    assert not OutboxMessage.objects.filter(parked_at__isnull=False).exists()


def test_not_while_a_file_is_still_being_made() -> None:
    assert blocked(returned()) == "work_unfinished"


def test_nobody_but_the_system_may(supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.archive(closed().code, by=supervisor)


def handed_by_somebody_killed(dossier: Dossier) -> str:
    """Do what archive does up to the event, and no further; return the reference."""
    read = Dossier.objects.select_related(*NEEDS).get(pk=dossier.pk)
    package = io.BytesIO()
    built = build(read, package)
    year = localdate(read.finished_at).year
    return hand(package, About(year, read.agency.code, read.code, built.sha256)).reference


def test_who_died_before_the_event_is_followed_by_the_same_package(archive_dir: Path) -> None:
    dossier = closed()
    reference = handed_by_somebody_killed(dossier)
    actions.archive(dossier.code, by=system_user())
    assert dossier.events.get(type="dossier.archived").facts["reference"] == reference
    assert len(list(archive_dir.rglob("*.zip"))) == 1


def test_what_was_added_meanwhile_makes_another_package(archive_dir: Path) -> None:
    dossier = closed()
    reference = handed_by_somebody_killed(dossier)
    actions.render_receipt(dossier.code, by=system_user())
    actions.archive(dossier.code, by=system_user())
    told = dossier.events.get(type="dossier.archived").facts["reference"]
    assert told == reference.replace(".zip", "-2.zip")


def test_a_changed_file_is_given_up_at_once_and_listed() -> None:
    dossier = returned()
    assert dossier.result is not None
    run_background("results")
    files.store(dossier.result.sealed_file, b"other")
    run_background()
    (parked,) = OutboxMessage.objects.filter(parked_at__isnull=False)
    assert (parked.subscriber, parked.failure_code) == ("dossiers.archive", "file_not_as_recorded")


def test_an_archive_that_is_away_parks_nothing(settings: Settings) -> None:
    dossier = returned()
    with demo_archive() as archive:
        settings.ONESTOP_ARCHIVE_URL = archive.url
    run_background()
    assert again(dossier).archived_at is None
    assert not OutboxMessage.objects.filter(done_at=None).exists()


def test_replacing_a_result_opens_the_archive_again(officer: User) -> None:
    dossier = actions.archive(closed().code, by=system_user())
    actions.replace_result(dossier.code, reason="Sai ngày sinh.", by=officer)
    assert again(dossier).archived_at is None


def test_a_replaced_result_goes_into_a_second_package(
    officer: User, approver: User, records_clerk: User, clerk: User, archive_dir: Path
) -> None:
    dossier = actions.archive(closed().code, by=system_user())
    code = actions.replace_result(dossier.code, reason="Sai ngày sinh.", by=officer).code
    Dossier.objects.filter(pk=dossier.pk).update(archived_at=None)
    assert blocked(dossier) == "somebody_waits"
    proposal = actions.propose(code, outcome="granted", content=CORRECTED, by=officer)
    actions.render_result(code, draft=proposal.proposals, by=system_user())
    result = again(dossier).result
    assert result is not None
    actions.approve(code, sha256=result.rendered_sha256, by=approver)
    actions.seal(code, by=records_clerk)
    actions.issue(code, by=records_clerk)
    actions.deliver(code, way="counter", recipient_name="Nguyễn Văn Thử", by=clerk)
    run_background()
    told = dossier.events.filter(type="dossier.archived").last()
    assert told is not None and told.facts["package"] == 2
    with zipfile.ZipFile(archive_dir / told.facts["reference"]) as package:
        assert {"results/1-1.pdf", "results/1-2.pdf"} <= set(package.namelist())
    assert len(list(archive_dir.rglob("*.zip"))) == 2
