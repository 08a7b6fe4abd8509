"""Digitise: a searchable PDF, its text, one event per paper; what cannot be read is said on the paper."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.models import Document, Dossier
from tests.journeys import accepted, again, unreadable_scan, uploaded_scan
from tests.papers.reading import pages, text
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return accepted(scan=True)


def paper_of(dossier: Dossier) -> Document:
    return dossier.documents.get()


def test_the_paper_has_text_and_a_searchable_pdf(dossier: Dossier) -> None:
    assert actions.digitise(paper_of(dossier).key, by=system_user())
    paper = paper_of(dossier)
    assert paper.is_digitised
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper.text
    assert paper.confidence is not None
    assert paper.confidence > 0.7


def test_the_searchable_pdf_holds_the_same_words(dossier: Dossier) -> None:
    actions.digitise(paper_of(dossier).key, by=system_user())
    content = files.read(paper_of(dossier).searchable_file)
    assert pages(content) == 1
    assert "Độc lập" in text(content)


def test_the_event_is_the_systems_and_names_the_paper(dossier: Dossier) -> None:
    actions.digitise(paper_of(dossier).key, by=system_user())
    event, paper = dossier.events.get(type="dossier.paper_digitised"), paper_of(dossier)
    assert event.actor.is_system
    assert (event.facts["document"], event.facts["sha256"], event.facts["pages"]) == (
        paper.key,
        paper.sha256,
        1,
    )
    assert event.personal is None


def test_a_second_time_changes_nothing(dossier: Dossier) -> None:
    actions.digitise(paper_of(dossier).key, by=system_user())
    read_at, version = paper_of(dossier).digitised_at, again(dossier).version
    assert actions.digitise(paper_of(dossier).key, by=system_user())
    assert (paper_of(dossier).digitised_at, again(dossier).version) == (read_at, version)


def test_an_unreadable_paper_says_so_and_nothing_else_happens(clerk: User) -> None:
    dossier = accepted(papers=[{"document": unreadable_scan(clerk).key}])
    assert not actions.digitise(paper_of(dossier).key, by=system_user())
    paper = paper_of(dossier)
    assert (paper.failure_code, paper.digitised_at, paper.searchable_file) == ("image_broken", None, "")
    assert dossier.events.count() == 1


def test_a_process_that_printed_papers_still_tells_a_damaged_scan(clerk: User) -> None:
    dossier = accepted(papers=[{"document": unreadable_scan(clerk).key}])
    actions.render_receipt(
        dossier.code, by=system_user()
    )  # WeasyPrint makes PIL lenient for the whole process
    assert not actions.digitise(dossier.documents.get(kind="paper").key, by=system_user())


def test_a_paper_of_no_dossier_waits(clerk: User) -> None:
    assert not actions.digitise(uploaded_scan(clerk).key, by=system_user())


def test_a_paper_that_was_replaced_is_left_alone(dossier: Dossier, clerk: User) -> None:
    old = paper_of(dossier)
    actions.attach(dossier.code, key=uploaded_scan(clerk).key, replaces=old.key, by=clerk)
    assert not actions.digitise(old.key, by=system_user())
    assert Document.objects.get(pk=old.pk).digitised_at is None


def test_a_clerk_may_not(dossier: Dossier, clerk: User) -> None:
    with refused(dossier, PermissionDenied):
        actions.digitise(paper_of(dossier).key, by=clerk)
