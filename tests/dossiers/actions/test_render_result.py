"""Render the result: the bytes that will be signed, once per proposal."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.models import Dossier, Result
from tests.journeys import CONTENT, again, in_process, proposed
from tests.papers.reading import qr, text
from tests.refusals import refused, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(officer: User) -> Dossier:
    """In process, with a proposal whose page is not made yet."""
    return actions.propose(in_process().code, outcome="granted", content=CONTENT, by=officer)


def test_the_draft_is_a_file_with_its_hash(dossier: Dossier) -> None:
    actions.render_result(dossier.code, draft=1, by=system_user())
    result = Result.objects.get()
    content = files.read(result.rendered_file)
    assert result.rendered_sha256 == hashlib.sha256(content).hexdigest()
    assert result.rendered_at is not None


def test_it_bears_number_words_and_verification(dossier: Dossier) -> None:
    actions.render_result(dossier.code, draft=1, by=system_user())
    result = Result.objects.get()
    content = files.read(result.rendered_file)
    assert result.number_text in text(content)
    assert "NGUYỄN VĂN THỬ" in text(content)
    assert qr(content) == [result.verification_url]


def test_the_event_is_the_systems_and_names_the_bytes(dossier: Dossier) -> None:
    actions.render_result(dossier.code, draft=1, by=system_user())
    event, result = dossier.events.get(type="dossier.result_rendered"), Result.objects.get()
    assert event.actor.is_system
    assert event.facts == {
        "result": result.key,
        "kind": 1,
        "draft": 1,
        "sha256": result.rendered_sha256,
    }


def test_a_second_time_changes_nothing() -> None:
    dossier = proposed()
    before = standing(dossier)
    actions.render_result(dossier.code, draft=1, by=system_user())
    assert standing(dossier) == before


def test_a_proposal_that_was_made_anew_is_not_rendered(dossier: Dossier, officer: User) -> None:
    actions.propose(dossier.code, outcome="refused", content="Không đủ điều kiện.", by=officer)
    version = again(dossier).version
    actions.render_result(dossier.code, draft=1, by=system_user())
    assert again(dossier).version == version


def test_the_earlier_draft_stays_on_disk(dossier: Dossier, officer: User) -> None:
    actions.render_result(dossier.code, draft=1, by=system_user())
    first = Result.objects.get()
    actions.propose(dossier.code, outcome="refused", content="Không đủ điều kiện.", by=officer)
    actions.render_result(dossier.code, draft=2, by=system_user())
    assert hashlib.sha256(files.read(first.rendered_file)).hexdigest() == first.rendered_sha256
    assert Result.objects.get().rendered_file != first.rendered_file


def test_an_officer_may_not(dossier: Dossier, officer: User) -> None:
    with refused(dossier, PermissionDenied):
        actions.render_result(dossier.code, draft=1, by=officer)
