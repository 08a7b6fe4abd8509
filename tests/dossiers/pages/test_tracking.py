"""The citizen's page in each state: a sentence in both languages, what to do now, the way so far and ahead."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import now

from accounts.models import User
from dossiers import actions
from dossiers.citizen_queries import Tracked, tracked
from dossiers.models import Dossier
from dossiers.models.status import Status
from dossiers.pages import tracking
from tests import journeys
from tests.journeys import CONTENT, again, proposed_two, user

pytestmark = pytest.mark.django_db
STEP = re.compile(r'<li class="(\w+)"[^>]*>([^<]+)')


def page(client: Client, dossier: Dossier, language: str = "en") -> str:
    client.post("/language/", {"language": language, "next": "/"})
    return client.get(f"/t/{dossier.token}/").content.decode()


def seen(dossier: Dossier) -> Tracked:
    found = tracked(dossier.token)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("status", list(Status))
def test_every_state_has_a_sentence_and_says_what_to_do(status: Status, language: str) -> None:
    in_state = replace(
        seen(journeys.accepted()), status=str(status), held_from="in_process", item="EE123456789VN"
    )
    with translation.override(language):
        shown = tracking.page_context(in_state, "x" * 22, now(), "")
    assert shown["sentence"] and shown["todo"]
    assert "%(" not in shown["sentence"] + shown["todo"]


SITUATIONS: list[tuple[Callable[[], Dossier], str, bool]] = [
    (journeys.dispatched, "on its way to you by post, as item EE123456789VN", False),
    (journeys.replacing, "There was a mistake in your result", False),
    (journeys.replaced, "Your result is ready", True),
    (lambda: journeys.replaced(journeys.returned()), "Your corrected result is ready", True),
    (lambda: journeys.replaced(journeys.dispatched()), "Your result is ready", True),
    (journeys.returned, "Your result was handed over", False),
]


@pytest.mark.parametrize(("journey", "sentence", "must_act"), SITUATIONS)
def test_what_is_particular_about_a_result_is_said(
    client: Client, journey: Callable[[], Dossier], sentence: str, must_act: bool
) -> None:
    text = page(client, journey())
    assert sentence in text
    assert ("card--accent" in text) == must_act


def test_silence_has_no_paper() -> None:
    granted = replace(
        seen(journeys.accepted()),
        status="returned",
        events=(("dossier.accepted", now()), ("dossier.granted_by_silence", now())),
    )
    with translation.override("en"):
        shown = tracking.page_context(granted, "x" * 22, now(), "")
    assert (shown["sentence"], shown["results"]) == (
        "Your request is granted: the time passed without an objection",
        [],
    )


def test_the_way_shows_what_was_done_and_what_is_ahead(client: Client) -> None:
    steps = STEP.findall(page(client, journeys.in_process()))
    assert [kind for kind, _words in steps] == ["done", "done", "here", "ahead", "ahead", "ahead"]
    assert steps[2][1] == "Taken up by the competent agency"
    assert steps[-1][1] == "Result returned"


def test_a_way_that_ended_has_nothing_ahead(client: Client) -> None:
    assert {kind for kind, _words in STEP.findall(page(client, journeys.returned()))} == {"done"}


def test_who_waits_for_the_applicant_comes_back_to_where_it_was() -> None:
    waiting = replace(seen(journeys.in_process()), status="awaiting_supplement", held_from="in_process")
    with translation.override("en"):
        shown = tracking.page_context(waiting, "x" * 22, now(), "")
    assert [kind for kind, _words in STEP.findall(shown["path"])].count("ahead") == 3
    assert shown["must_act"]


def test_the_result_in_force_is_offered(client: Client) -> None:
    dossier = journeys.issued()
    first = client.get(f"/t/{dossier.token}/result.pdf").content
    journeys.replaced(dossier)
    second = client.get(f"/t/{dossier.token}/result.pdf").content
    assert first.startswith(b"%PDF-") and second.startswith(b"%PDF-") and first != second
    (one,) = again(dossier).results_in_force
    assert f"/v/{one.key}/" in page(client, dossier)


def test_while_it_is_replaced_the_old_one_is_in_force(client: Client) -> None:
    dossier = journeys.issued()
    before = client.get(f"/t/{dossier.token}/result.pdf").content
    journeys.replacing(dossier)
    assert client.get(f"/t/{dossier.token}/result.pdf").content == before


@pytest.fixture
def two_issued(approver: User, records_clerk: User) -> Dossier:
    dossier = proposed_two()
    hashes = [result.rendered_sha256 for result in dossier.results_in_hand]
    actions.approve(dossier.code, sha256=hashes, by=approver)
    actions.seal(dossier.code, by=records_clerk)
    return again(actions.issue(dossier.code, by=records_clerk))


def test_each_of_several_results_has_its_button(client: Client, two_issued: Dossier) -> None:
    text = page(client, two_issued)
    assert "Download: Giấy khai sinh (PDF)" in text
    assert "result.pdf?kind=2" in text
    files = {client.get(f"/t/{two_issued.token}/result.pdf?kind={kind}").content for kind in (1, 2)}
    assert len(files) == 2


@pytest.mark.parametrize("kind", ["0", "3", "99", "x", "1 ", "-1"])
def test_a_result_that_is_not_there_is_not_found(client: Client, two_issued: Dossier, kind: str) -> None:
    assert client.get(f"/t/{two_issued.token}/result.pdf", {"kind": kind}).status_code == 404


def test_one_of_several_is_replaced_and_the_other_stays(
    client: Client, two_issued: Dossier, officer: User
) -> None:
    first, second = two_issued.results_in_force
    actions.replace_result(two_issued.code, reason="Sai họ tên.", kind=2, by=officer)
    actions.propose(two_issued.code, outcome="granted", content=CONTENT, kind=2, by=user("thuly.anxuyen"))
    journeys.issued_anew(two_issued.code)
    keys = [one.key for one in seen(two_issued).results]
    assert keys[0] == first.key and keys[1] != second.key
