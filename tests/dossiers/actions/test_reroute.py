"""reroute: another agency is competent; code and deadline are kept, the officer is not."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import Agency
from dossiers import actions, queries
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.dossiers.routes import (
    APPROVER,
    DRAFT,
    END,
    EXAMINE,
    ISSUE,
    OFFICER,
    OTHER,
    OTHER_OFFICER,
    RECEIVE,
    SIGN,
    at,
    propose,
    steps,
    take_over,
    taken_up,
    travelled,
)
from tests.journeys import again, digitised, proposed, submitted, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def reroute(
    dossier: Dossier, by: str = OFFICER, to: str = OTHER, reason: str = "Thuộc xã Đất Mũi."
) -> Dossier:
    return actions.reroute(dossier.code, to=to, reason=reason, by=user(by))


def test_in_process_its_step_begins_again_at_the_other_agency() -> None:
    before = taken_up()
    dossier = reroute(before)
    after = again(dossier)
    assert (after.code, after.due_at, after.status) == (before.code, before.due_at, "in_process")
    assert (after.agency.code, after.officer, at(after)) == (OTHER, None, ("examine", ""))
    assert steps(dossier) == [("receive", "done"), ("examine", "left"), ("examine", "")]
    assert dossier.step_runs.last().agency.code == OTHER  # type: ignore[union-attr]
    event = dossier.events.get(type="dossier.rerouted")
    assert event.facts["before"] == "H12.226" and event.facts["to"] == OTHER
    assert event.personal == {"reason": "Thuộc xã Đất Mũi."}
    listed = queries.page(queries.WORKLISTS["at_my_step"], user(OTHER_OFFICER)).rows
    assert [row.pk for row in listed] == [dossier.pk]
    take_over(dossier, OTHER_OFFICER)
    assert again(dossier).officer == user(OTHER_OFFICER)


def test_before_it_is_taken_up_it_waits_in_the_other_list() -> None:
    dossier = reroute(digitised(), "tiepnhan.datmui")
    assert steps(dossier) == []
    actions.take_up(dossier.code, by=user(OTHER_OFFICER))
    assert at(dossier) == ("examine", OTHER_OFFICER)


def test_a_submission_is_rerouted_by_the_counter() -> None:
    assert reroute(submitted(), "tiepnhan.datmui").agency.code == OTHER


def test_opinions_that_were_asked_are_kept() -> None:
    dossier = taken_up()
    actions.ask_opinion(dossier.code, of="H12.03", question="Đúng?", hours=Decimal(2), by=user(OFFICER))
    reroute(dossier)
    assert len(again(dossier).opinions_open()) == 1


def test_the_number_of_a_proposal_stays_with_the_agency_that_reserved_it() -> None:
    travelled(RECEIVE, EXAMINE, DRAFT, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    (result,) = again(dossier).results_in_hand
    reroute(dossier)
    assert dossier.events.get(type="dossier.rerouted").facts["numbers"] == [result.number_text]
    assert again(dossier).results_in_hand == []


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("", "agency_unknown"),
        ("H12.999", "agency_unknown"),
        ("H12.226", "agency_same"),
        ("H12.264.01", "agency_does_not_decide"),
    ],
)
def test_not_everywhere(to: str, code: str) -> None:
    dossier = taken_up()
    with refused(dossier, Invalid, code):
        reroute(dossier, to=to)


def test_not_to_a_closed_agency() -> None:
    dossier = taken_up()
    Agency.objects.filter(code=OTHER).update(valid_until_on="2026-01-01")
    with refused(dossier, Invalid, "agency_closed"):
        reroute(dossier)


@pytest.mark.parametrize("reason", ["", "x" * 10_000])
def test_not_without_a_reason(reason: str) -> None:
    dossier = taken_up()
    with refused(dossier, Invalid, "required|text_not_valid"):
        reroute(dossier, reason=reason)


def test_not_while_an_approver_has_it() -> None:
    dossier = proposed()
    with refused(dossier, Blocked, "result_proposed"):
        reroute(dossier)


def test_not_by_the_approver() -> None:
    dossier = taken_up()
    with refused(dossier, PermissionDenied):
        reroute(dossier, APPROVER)
