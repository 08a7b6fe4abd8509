"""Housekeeping removes what no dossier took and no row knows, after a day, and nothing else."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.models import Document, Result
from dossiers.sweeping import orphans, sweep_uploads
from dossiers.tasks import sweep_uploads as task
from tests.journeys import accepted, issued, proposed, uploaded_scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def aged(media: Path, name: str, hours: float) -> str:
    """Make a file look as old as that."""
    then = time.time() - 3600 * hours
    os.utime(media / name, (then, then))
    return name


def test_an_upload_that_nobody_took_leaves_after_a_day(
    morning: time_machine.Traveller, clerk: User, media: Path
) -> None:
    document = uploaded_scan(clerk)
    morning.shift(timedelta(hours=23))
    assert sweep_uploads() == 0
    morning.shift(timedelta(hours=2))
    assert sweep_uploads() == 1
    assert not Document.objects.exists()
    assert not (media / document.file).exists()


def test_a_paper_of_a_dossier_stays(morning: time_machine.Traveller, media: Path) -> None:
    paper = accepted(scan=True).documents.get()
    aged(media, paper.file, 1000)
    morning.shift(timedelta(days=30))
    assert sweep_uploads() == 0
    assert files.read(paper.file)


def test_an_upload_without_a_row_leaves_after_a_day(clerk: User, media: Path) -> None:
    known = uploaded_scan(clerk).file
    old, new = (files.store(f"documents/ab/{key}/original.pdf", b"x") for key in ("old", "young"))
    aged(media, old, 25)
    aged(media, known, 25)
    assert orphans() == [old, new]
    assert sweep_uploads() == 1
    assert orphans() == [new]


def test_what_a_killed_upload_left_goes_too(clerk: User, media: Path) -> None:
    uploaded_scan(clerk)
    files.store("documents/ab/abc/.original.pdf.part", b"half")
    aged(media, "documents/ab/abc/.original.pdf.part", 25)
    assert sweep_uploads() == 1


@pytest.mark.parametrize("name", ["receipts/ab/abc/receipt.pdf", "results/ab/abc/sealed.pdf"])
def test_a_paper_of_the_house_without_a_row_is_kept_and_told(clerk: User, media: Path, name: str) -> None:
    uploaded_scan(clerk)
    aged(media, files.store(name, b"x"), 1000)
    assert sweep_uploads() == 0
    assert orphans() == [name]


def test_an_empty_database_sweeps_nothing(media: Path) -> None:
    aged(media, files.store("documents/ab/abc/original.pdf", b"x"), 1000)
    assert sweep_uploads() == 0


def test_no_file_of_a_whole_journey_is_an_orphan(media: Path) -> None:
    dossier = issued(scan=False)
    actions.render_receipt(dossier.code, by=system_user())
    for path in media.rglob("*.pdf"):
        aged(media, path.relative_to(media).as_posix(), 1000)
    assert sweep_uploads() == 0
    assert len(list(media.rglob("*.pdf"))) == 4  # receipt, draft, signed, sealed


def test_an_earlier_draft_stays_for_its_hash_is_in_an_event(officer: User, media: Path) -> None:
    dossier = proposed()
    first = Result.objects.get().rendered_file
    actions.propose(dossier.code, outcome="refused", content="Không đủ điều kiện.", by=officer)
    aged(media, first, 1000)
    assert sweep_uploads() == 0
    assert files.read(first)


def test_an_upload_taken_at_the_last_moment_stays(morning: time_machine.Traveller, clerk: User) -> None:
    paper = uploaded_scan(clerk)
    morning.shift(timedelta(days=2))
    dossier = accepted(papers=[{"document": paper.key}])
    assert sweep_uploads() == 0
    assert dossier.documents.get() == paper


def test_a_row_whose_file_is_gone_does_not_stop_the_sweep(
    morning: time_machine.Traveller, clerk: User, media: Path
) -> None:
    (media / uploaded_scan(clerk).file).unlink()
    uploaded_scan(clerk)
    morning.shift(timedelta(days=2))
    assert sweep_uploads() == 2


def test_celery_beat_knows_the_task(morning: time_machine.Traveller, clerk: User) -> None:
    uploaded_scan(clerk)
    morning.shift(timedelta(days=2))
    task.apply().get()
    assert not Document.objects.exists()
