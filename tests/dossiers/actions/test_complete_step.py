"""complete_step: the responsible is done, and what follows begins."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers import actions
from dossiers.refusals import Blocked
from tests.dossiers.routes import (
    DRAFT,
    END,
    EXAMINE,
    HEAD,
    ISSUE,
    OFFICER,
    RECEIVE,
    SIGN,
    at,
    complete,
    steps,
    take_over,
    taken_up,
    travelled,
)
from tests.journeys import again, digitised, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def route(db: None) -> None:
    travelled(RECEIVE, EXAMINE, DRAFT, SIGN, ISSUE, END)


def test_the_step_ends_and_the_next_one_waits_for_somebody() -> None:
    dossier = complete(taken_up(), note="Hồ sơ đủ.")
    assert steps(dossier) == [("receive", "done"), ("examine", "done"), ("draft", "")]
    assert at(dossier) == ("draft", "")
    event = dossier.events.get(type="dossier.step_completed")
    assert (event.facts, event.personal) == ({"step": "examine", "next": ["draft"]}, {"note": "Hồ sơ đủ."})
    assert (event.source, event.target, event.on_behalf_of) == ("in_process", "in_process", "agency:H12.226")
    assert dossier.step_runs.get(key="draft").given_by == user(OFFICER)


def test_who_did_not_take_it_does_not_complete_it() -> None:
    dossier = complete(taken_up())
    with refused(dossier, Blocked, "step_not_taken"):
        complete(dossier)
    take_over(dossier, OFFICER)
    second = user("quantri")
    second.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    with refused(dossier, Blocked, "step_not_taken"):
        complete(dossier, "quantri")


def test_an_opinion_that_was_asked_beside_it_is_waited_for() -> None:
    dossier = taken_up()
    actions.ask_opinion(dossier.code, of="H12.03", question="Được không?", hours=Decimal(2), by=user(OFFICER))
    with refused(dossier, Blocked, "opinions_awaited"):
        complete(dossier)
    complete(dossier, without_opinions="Sở trả lời bằng điện thoại.")
    assert steps(dossier)[-2:] == [("", "passed"), ("draft", "")]


def test_a_reason_without_need_is_not_kept() -> None:
    dossier = complete(taken_up(), without_opinions="Không cần.")
    assert dossier.events.get(type="dossier.step_completed").personal is None


@pytest.mark.parametrize("texts", [{"note": "x" * 10_000}, {"without_opinions": "x" * 10_000}])
def test_texts_have_an_end(texts: dict[str, str]) -> None:
    dossier = taken_up()
    with refused(dossier, Invalid, "text_not_valid"):
        complete(dossier, **texts)


def test_only_the_role_of_the_step() -> None:
    dossier = taken_up()
    with refused(dossier, PermissionDenied):
        complete(dossier, HEAD)


def test_not_before_it_is_in_process_and_not_twice() -> None:
    waiting = digitised()
    with pytest.raises((Blocked, PermissionDenied)):
        complete(waiting)
    dossier = taken_up()
    complete(dossier)
    with refused(dossier, Blocked, "step_not_taken"):
        complete(dossier)
    assert again(dossier).runs == 3
