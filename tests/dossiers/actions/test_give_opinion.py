"""give_opinion: the agency that was asked agrees, agrees under conditions, or objects."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers import actions, queries
from dossiers.access import NotVisible
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.dossiers.routes import ASKED, ASKED_OFFICER, OFFICER, forked, taken_up
from tests.dossiers.routes import complete as complete_step
from tests.journeys import again, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def asked(times: int = 1) -> Dossier:
    dossier = taken_up()
    for _ in range(times):
        actions.ask_opinion(
            dossier.code, of=ASKED, question="Đúng không?", hours=Decimal(4), by=user(OFFICER)
        )
    return dossier


def give(dossier: Dossier, by: str = ASKED_OFFICER, **changes: Any) -> Dossier:
    said = {"verdict": "agrees", "answer": "Nhất trí."} | changes
    return actions.give_opinion(dossier.code, by=user(by), **said)


@pytest.mark.parametrize("username", [ASKED_OFFICER, "truongphong.tuphap", "kyduyet.tuphap"])
def test_officer_head_and_approver_answer(username: str) -> None:
    dossier = give(asked(), username, verdict="objects", answer="Không có trong sổ.")
    run = dossier.step_runs.get(kind="opinion")
    assert (run.verdict, run.answer, run.officer, run.ending) == (
        "objects",
        "Không có trong sổ.",
        user(username),
        "done",
    )
    event = dossier.events.get(type="dossier.opinion_given")
    assert (event.on_behalf_of, event.personal) == ("agency:H12.03", {"answer": "Không có trong sổ."})
    assert "sổ" not in str(event.facts)
    assert not again(dossier).opinions_open()


def test_one_that_the_route_asks_is_answered_by_a_superior_too() -> None:
    forked()
    dossier = give(complete_step(taken_up()), "truongphong.tuphap")
    assert dossier.step_runs.get(key="one").officer == user("truongphong.tuphap")


def test_it_is_given_once() -> None:
    dossier = give(asked())
    with refused(dossier, Blocked, "no_opinion_asked"):
        give(dossier)
    assert queries.page(queries.WORKLISTS["to_answer"], user(ASKED_OFFICER)).rows == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"verdict": "perhaps"}, "verdict_unknown"),
        ({"verdict": ""}, "verdict_unknown"),
        ({"verdict": "agrees_if", "answer": ""}, "required"),
        ({"verdict": "objects", "answer": "  "}, "required"),
        ({"answer": "x" * 10_000}, "text_not_valid"),
        ({"number": 99}, "opinion_not_open"),
        ({"number": 1}, "opinion_not_open"),
    ],
)
def test_bad_entries(changes: dict[str, Any], code: str) -> None:
    dossier = asked()
    with refused(dossier, Invalid, code):
        give(dossier, **changes)


def test_agreeing_needs_no_words() -> None:
    assert give(asked(), answer="").step_runs.get(kind="opinion").verdict == "agrees"


def test_of_several_the_number_is_named() -> None:
    dossier = asked(2)
    with refused(dossier, Invalid, "opinion_ambiguous"):
        give(dossier)
    numbers = list(dossier.step_runs.filter(kind="opinion").values_list("number", flat=True))
    give(dossier, number=numbers[1])
    give(dossier)
    assert not again(dossier).opinions_open()


def test_nobody_else_answers() -> None:
    dossier = asked()
    with refused(dossier, Blocked, "no_opinion_asked"):
        give(dossier, OFFICER)
    with refused(dossier, NotVisible):
        give(dossier, "thuly.datmui")
    with refused(dossier, PermissionDenied):
        give(dossier, "vanthu.tuphap")


def test_a_passed_deadline_changes_nothing(morning: Any) -> None:
    dossier = asked()
    morning.shift(60 * 60 * 24 * 10)
    assert again(dossier).opinions_open(mandatory=True)
    give(dossier)
