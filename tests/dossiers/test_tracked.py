"""The citizen's page: the way of the dossier for whoever holds the QR, and nothing personal."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from accounts.models import User
from dossiers import actions, citizen_queries
from dossiers.models import Dossier
from tests.journeys import (
    REACHED,
    accepted,
    in_process,
    run_background,
    sealed,
    user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("journey", list(REACHED.values()))
def test_the_holder_of_the_qr_sees_nothing_personal(journey: Callable[[], Dossier]) -> None:
    dossier = journey()
    run_background()
    shown = str(asdict(citizen_queries.tracked(dossier.token) or pytest.fail("not tracked")))
    for word in (
        "Nguyễn",
        "096085004511",
        "0912345678",
        "Ấp 3",
        dossier.token,
        "Trần Thị Mẫu",
        dossier.request,
    ):
        assert word not in shown


def test_the_holder_sees_the_way_so_far() -> None:
    dossier = in_process()
    tracked = citizen_queries.tracked(dossier.token)
    assert tracked is not None
    assert (tracked.code, tracked.status, tracked.promised_at) == (
        dossier.code,
        "in_process",
        dossier.promised_at,
    )
    assert [type_ for type_, _at in tracked.events] == [
        "dossier.accepted",
        "dossier.digitisation_confirmed",
        "dossier.taken_up",
    ]


def test_the_result_is_named_when_it_is_issued_and_not_before() -> None:
    dossier = sealed()
    before = citizen_queries.tracked(dossier.token)
    assert before is not None
    assert before.results == ()
    actions.issue(dossier.code, by=user("vanthu.anxuyen"))
    tracked = citizen_queries.tracked(dossier.token)
    assert tracked is not None
    assert [one.key for one in tracked.results] == [dossier.results.get().key]


def test_the_page_changes_with_every_event(clerk: User) -> None:
    dossier = accepted()
    before = citizen_queries.tracked(dossier.token)
    actions.confirm_digitisation(dossier.code, by=clerk)
    after = citizen_queries.tracked(dossier.token)
    assert before is not None
    assert after is not None
    assert before.etag != after.etag


def test_a_token_that_nobody_has_shows_nothing() -> None:
    assert citizen_queries.tracked("x" * 22) is None
    assert citizen_queries.issued_result("x" * 22) is None
