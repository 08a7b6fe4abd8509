"""ask_opinion: another agency is asked beside the work."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import Agency
from accounts.queries import system_user
from dossiers import actions, queries
from dossiers.access import open_dossier
from dossiers.refusals import Blocked
from tests.dossiers.routes import ASKED, ASKED_OFFICER, HEAD, OFFICER, at, propose, steps, taken_up
from tests.journeys import again, digitised, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def ask(dossier: Any, by: str = OFFICER, **changes: Any) -> Any:
    said: dict[str, Any] = {"of": ASKED, "question": "Hộ tịch có ghi không?", "hours": Decimal(4)} | changes
    return actions.ask_opinion(dossier.code, by=user(by), **said)


def test_the_agency_is_asked_beside_the_work() -> None:
    dossier = ask(taken_up())
    run = dossier.step_runs.get(kind="opinion")
    assert (run.agency.code, run.key, run.minutes, run.is_mandatory, run.officer) == (
        ASKED,
        "",
        240,
        True,
        None,
    )
    assert run.due_at == run.started_at + timedelta(hours=5, minutes=30)  # 09:00 to 14:30, over noon
    assert (run.question, run.given_by) == ("Hộ tịch có ghi không?", user(OFFICER))
    assert at(dossier) == ("examine", OFFICER)
    event = dossier.events.get(type="dossier.opinion_asked")
    assert event.personal == {"question": "Hộ tịch có ghi không?"}
    assert event.facts == {"number": run.number, "of": ASKED, "minutes": 240, "mandatory": True}


def test_the_asked_agency_opens_it_by_code_and_finds_it_among_what_it_answers() -> None:
    dossier, asked = taken_up(), user(ASKED_OFFICER)
    with pytest.raises(Exception, match=dossier.code):
        open_dossier(asked, dossier.code)
    ask(dossier)
    assert open_dossier(user(ASKED_OFFICER), dossier.code).dossier == dossier
    assert [row.pk for row in queries.page(queries.WORKLISTS["to_answer"], asked).rows] == [dossier.pk]
    assert queries.page(queries.WORKLISTS["open"], asked).rows == []


@pytest.mark.parametrize(
    "hours", [0, -1, "NaN", "Infinity", 99999, "0.001", "", None, "vier", Decimal("sNaN")]
)
def test_hours_that_are_none_are_refused(hours: Any) -> None:
    dossier = taken_up()
    with refused(dossier, Invalid, "hours_not_valid"):
        ask(dossier, hours=hours)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"of": "H12.999"}, "agency_unknown"),
        ({"of": ""}, "agency_unknown"),
        ({"of": None}, "agency_unknown"),
        ({"of": "H12.226"}, "agency_own"),
        ({"question": ""}, "required"),
        ({"question": " \n "}, "required"),
        ({"question": "x" * 10_000}, "text_not_valid"),
        ({"question": "a\x00b"}, "text_not_valid"),
    ],
)
def test_bad_entries(changes: dict[str, Any], code: str) -> None:
    dossier = taken_up()
    with refused(dossier, Invalid, code):
        ask(dossier, **changes)


def test_a_closed_agency_is_not_asked() -> None:
    dossier = taken_up()
    Agency.objects.filter(code=ASKED).update(valid_until_on="2026-11-19")
    with refused(dossier, Invalid, "agency_closed"):
        ask(dossier)


def test_only_the_officer_who_has_it() -> None:
    dossier, second = taken_up(), user("quantri")
    second.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    with refused(dossier, Blocked, "held_by_another"):
        ask(dossier, "quantri")
    with refused(dossier, PermissionDenied):
        ask(dossier, HEAD)


def test_not_before_it_is_taken_up() -> None:
    dossier = digitised()
    with refused(dossier, Blocked, "wrong_state"):
        ask(dossier)


def test_the_approval_waits_for_it() -> None:
    dossier = propose(ask(taken_up()))
    actions.render_result(dossier.code, draft=1, by=system_user())
    sha256 = again(dossier).results_in_hand[0].rendered_sha256
    with refused(dossier, Blocked, "opinions_awaited"):
        actions.approve(dossier.code, sha256=sha256, by=user("kyduyet.anxuyen"))
    actions.approve(
        dossier.code, sha256=sha256, without_opinions="Quá hạn ba ngày.", by=user("kyduyet.anxuyen")
    )
    assert ("", "passed") in steps(dossier)
    event = dossier.events.get(type="dossier.approved")
    assert event.personal == {"without_opinions": "Quá hạn ba ngày."}


def test_an_optional_one_is_not_waited_for() -> None:
    dossier = ask(taken_up(), mandatory=False)
    assert dossier.opinions_open(mandatory=True) == []
    assert len(dossier.opinions_open()) == 1
