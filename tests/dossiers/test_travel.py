"""The way through the steps: forks and joins, decisions, reviews, loops, what goes on where it was left."""

from datetime import timedelta

import pytest
import time_machine

from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.conftest import MORNING
from tests.dossiers.routes import (
    APPROVER,
    ASKED_OFFICER,
    DRAFT,
    END,
    EXAMINE,
    HEAD,
    ISSUE,
    OFFICER,
    OTHER_OFFICER,
    RECEIVE,
    RECORDS,
    REVIEW,
    SIGN,
    at,
    complete,
    decision,
    forked,
    opinion,
    propose,
    steps,
    take_over,
    taken_up,
    task,
    travelled,
)
from tests.journeys import again, digitised, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def approve(dossier: Dossier, username: str = APPROVER) -> Dossier:
    actions.render_result(dossier.code, draft=again(dossier).proposals, by=system_user())
    hashes = [result.rendered_sha256 for result in again(dossier).results_in_hand]
    return actions.approve(dossier.code, sha256=hashes, by=user(username))


def test_the_usual_route_from_reception_to_return() -> None:
    dossier = approve(propose(taken_up()))
    assert at(dossier) == ("issue", "")
    actions.seal(dossier.code, by=user(RECORDS))
    actions.issue(dossier.code, by=user(RECORDS))
    assert steps(dossier) == [("receive", "done"), ("examine", "done"), ("sign", "done"), ("issue", "done")]
    run = dossier.step_runs.get(key="receive")
    assert (run.officer, run.started_at, run.ended_at) == (
        user("tiepnhan.datmui"),
        dossier.received_at,
        dossier.events.get(type="dossier.digitisation_confirmed").at,
    )


def test_what_the_system_confirmed_was_received_by_who_accepted() -> None:
    dossier = digitised()
    with_system = dossier.events.filter(type="dossier.digitisation_confirmed")
    assert with_system.get().actor == user("tiepnhan.datmui")
    actions.take_up(dossier.code, by=user(OFFICER))
    assert dossier.step_runs.get(key="receive").officer == user("tiepnhan.datmui")


def test_the_return_is_recorded_by_who_delivers() -> None:
    returning = task("return", 1, role="result_clerk", place="RECEIVING")
    travelled(RECEIVE, EXAMINE, SIGN, ISSUE, returning, END)
    dossier = approve(propose(taken_up()))
    for act in (actions.seal, actions.issue):
        act(dossier.code, by=user(RECORDS))
    assert again(dossier).step == ""
    actions.deliver(dossier.code, way="counter", recipient_name="Nguyễn Văn Thử", by=user("traketqua.datmui"))
    run = dossier.step_runs.get(key="return")
    assert (run.officer, run.ending, run.started_at) == (
        user("traketqua.datmui"),
        "done",
        again(dossier).finished_at,
    )


# --- forks and joins -------------------------------------------------------------------------------------------
def test_a_fork_asks_all_at_once_and_the_join_waits_for_the_mandatory_ones() -> None:
    forked()
    dossier = complete(taken_up())
    asked = dossier.step_runs.filter(kind="opinion").order_by("number")
    assert [
        (run.key, run.started_at == run.dossier.step_runs.get(key="examine").ended_at) for run in asked
    ] == [
        ("one", True),
        ("two", True),
        ("three", True),
    ]
    assert (again(dossier).step, again(dossier).step_role) == ("", "processing_officer")
    actions.give_opinion(dossier.code, verdict="agrees", answer="", by=user(ASKED_OFFICER))
    assert again(dossier).task is None
    actions.give_opinion(dossier.code, verdict="objects", answer="Không.", by=user(OTHER_OFFICER))
    assert at(dossier) == ("draft", "")
    assert dict(steps(dossier))["three"] == ""  # still open, and nobody waits for it
    propose(take_over(dossier, OFFICER))
    approve(dossier)
    assert dict(steps(dossier))["three"] == "passed"


def test_each_opinion_has_its_hours_at_its_own_agency() -> None:
    forked()
    dossier = complete(taken_up())
    due = {run.key: run.due_at for run in dossier.step_runs.filter(kind="opinion")}
    assert due["one"] == MORNING + timedelta(hours=2)


def test_silence_is_not_consent(morning: time_machine.Traveller) -> None:
    forked()
    dossier = complete(taken_up())
    morning.shift(timedelta(days=10))
    assert again(dossier).task is None
    with pytest.raises(Blocked, match="opinions_awaited"):
        complete(dossier)
    assert again(dossier).task is None


def test_the_responsible_goes_on_with_a_reason() -> None:
    forked()
    dossier = complete(complete(taken_up()), without_opinions="Quá hạn, đã nhắc hai lần.")
    assert [ending for key, ending in steps(dossier) if key in ("one", "two", "three")] == ["passed"] * 3
    assert at(dossier) == ("draft", "")
    event = dossier.events.get(type="dossier.step_completed", facts__step="")
    assert event.personal == {"without_opinions": "Quá hạn, đã nhắc hai lần."}
    assert "nhắc" not in str(event.facts)


def test_only_who_asked_goes_on_without_the_opinions() -> None:
    forked()
    dossier, second = complete(taken_up()), user("quantri")
    second.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    with pytest.raises(Blocked, match="step_not_taken"):
        complete(dossier, "quantri", without_opinions="Vội.")
    take_over(dossier, "quantri", instead_of=OFFICER)
    complete(dossier, "quantri", without_opinions="Vội.")
    assert (again(dossier).step, again(dossier).officer) == ("draft", second)


def test_an_optional_opinion_holds_nobody_up() -> None:
    optional = opinion("fire", place="H12.07", is_mandatory=False)
    travelled(
        RECEIVE,
        EXAMINE,
        optional,
        DRAFT,
        SIGN,
        END,
        written=("receive > examine > fire > draft > sign > end",),
    )
    dossier = complete(taken_up())
    assert at(dossier)[0] == "draft"
    assert dict(steps(dossier))["fire"] == ""


def test_branches_of_unequal_length_meet_at_the_nearer_task() -> None:
    one, two = opinion("one", place="H12.03"), opinion("two", place="H12.264")
    ways = ("receive > examine > one > weigh > draft > sign > end", "examine > two > draft")
    travelled(RECEIVE, EXAMINE, one, two, task("weigh"), DRAFT, SIGN, END, written=ways)
    dossier = complete(taken_up())
    actions.give_opinion(dossier.code, verdict="agrees", answer="", by=user(ASKED_OFFICER))
    actions.give_opinion(dossier.code, verdict="agrees", answer="", by=user(OTHER_OFFICER))
    assert at(dossier)[0] == "weigh"


# --- proposals, reviews, approvals ------------------------------------------------------------------------------
def test_a_review_leads_to_the_named_approver() -> None:
    travelled(RECEIVE, EXAMINE, REVIEW, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    assert at(dossier) == ("review", "")
    complete(take_over(dossier, HEAD), HEAD)
    assert at(dossier) == ("sign", APPROVER)
    assert approve(dossier).status == "processed"


def test_a_better_proposal_is_reviewed_anew() -> None:
    travelled(RECEIVE, EXAMINE, REVIEW, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    complete(take_over(dossier, HEAD), HEAD)
    propose(dossier, "refused")
    assert at(dossier) == ("review", "")
    assert steps(dossier)[-2:] == [("sign", "left"), ("review", "")]


def test_before_another_step_of_the_officer_a_proposal_stays() -> None:
    travelled(RECEIVE, EXAMINE, DRAFT, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    assert at(dossier) == ("examine", OFFICER)
    complete(take_over(complete(dossier), OFFICER))  # the proposal stands: nothing is proposed twice
    assert at(dossier) == ("sign", APPROVER)


def test_the_last_step_of_the_officer_ends_with_a_proposal() -> None:
    dossier = taken_up()
    with pytest.raises(Blocked, match="result_not_proposed"):
        complete(dossier)
    assert at(dossier) == ("examine", OFFICER)


def test_the_approval_alone_ends_the_step_of_the_approver() -> None:
    dossier = propose(taken_up())
    with pytest.raises(Blocked, match="step_ends_with_approval"):
        complete(dossier, APPROVER)


def test_of_two_approvers_the_last_one_signs() -> None:
    first = task("consent", 1, role="approver")
    travelled(RECEIVE, EXAMINE, first, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    assert at(dossier) == ("consent", "")
    actions.render_result(dossier.code, draft=1, by=system_user())
    with pytest.raises(Blocked, match="another_approver_signs"):
        approve(dossier)
    complete(take_over(dossier, APPROVER), APPROVER)
    assert at(dossier) == ("sign", APPROVER)
    assert approve(dossier).status == "processed"


def test_a_decision_asks_the_outcome_of_the_last_proposal() -> None:
    sign, letter = task("sign", 1, role="approver"), task("letter", 1, role="approver")
    ways = ("receive > examine > which > sign > issue > end", "which > letter > issue")
    refused = {"outcome": "refused"}
    travelled(
        RECEIVE, EXAMINE, decision("which"), sign, letter, ISSUE, END, written=ways, which_letter=refused
    )
    dossier = propose(taken_up())
    assert at(dossier)[0] == "sign"
    propose(dossier, "refused")
    assert at(dossier) == ("letter", APPROVER)
    assert approve(dossier).status == "processed"


def test_a_decision_asks_the_answers() -> None:
    ways = ("receive > examine > which > draft > sign > end", "which > sign")
    travelled(
        RECEIVE,
        EXAMINE,
        decision("which"),
        DRAFT,
        SIGN,
        END,
        written=ways,
        which_draft={"answer": "quantity", "is": 3},
    )
    dossier = taken_up()
    assert not again(dossier).answers
    assert at(propose(dossier))[0] == "sign"


# --- ends and loops -----------------------------------------------------------------------------------------------
def test_a_loop_that_is_drawn_is_left_in_the_end() -> None:
    ways = ("receive > examine > draft > which > sign > issue > end", "which > examine")
    travelled(
        RECEIVE,
        EXAMINE,
        DRAFT,
        decision("which"),
        SIGN,
        ISSUE,
        END,
        written=ways,
        which_examine={"outcome": "refused"},
    )
    dossier = taken_up()
    complete(dossier)
    propose(take_over(dossier, OFFICER), "refused")  # examine is what would follow: the proposal stays
    complete(dossier)
    assert at(dossier)[0] == "examine"
    complete(take_over(dossier, OFFICER))
    take_over(dossier, OFFICER)
    complete(dossier)
    assert at(dossier) == ("sign", APPROVER)


def test_decisions_that_lead_to_one_another_end() -> None:
    ways = ("receive > examine > a > b > sign > issue > end", "b > a", "a > sign")
    granted = {"outcome": "granted"}
    travelled(
        RECEIVE,
        EXAMINE,
        decision("a"),
        decision("b"),
        SIGN,
        ISSUE,
        END,
        written=ways,
        a_b=granted,
        b_a=granted,
    )
    assert at(propose(taken_up()))[0] == "sign"


def test_a_way_that_ends_before_the_approval_goes_on_at_the_usual_one() -> None:
    ways = ("receive > examine > which > sign > issue > end", "which > end")
    travelled(
        RECEIVE, EXAMINE, decision("which"), SIGN, ISSUE, END, written=ways, which_sign={"outcome": "refused"}
    )
    dossier = propose(taken_up())
    assert at(dossier) == ("sign", APPROVER)
    assert approve(dossier).status == "processed"


def test_a_route_in_which_nobody_approves_is_not_travelled() -> None:
    travelled(RECEIVE, EXAMINE, ISSUE, END)
    assert at(propose(taken_up())) == ("sign", APPROVER)


# --- left, and taken up again -----------------------------------------------------------------------------------
def test_it_goes_on_where_it_was_left() -> None:
    travelled(RECEIVE, EXAMINE, DRAFT, SIGN, ISSUE, END)
    dossier = take_over(complete(taken_up()), OFFICER)
    actions.release(dossier.code, by=user(HEAD))
    assert again(dossier).step == ""
    actions.take_up(dossier.code, by=user(OFFICER))
    assert at(dossier) == ("draft", OFFICER)
    assert steps(dossier) == [("receive", "done"), ("examine", "done"), ("draft", "left"), ("draft", "")]


def test_released_while_opinions_are_awaited_it_waits_for_them_again() -> None:
    forked()
    dossier = complete(taken_up())
    actions.release(dossier.code, by=user(HEAD))
    assert again(dossier).step_role == ""
    actions.take_up(dossier.code, by=user(OFFICER))
    now = again(dossier)
    assert (now.step, now.step_role, now.task, len(now.opinions_open())) == (
        "",
        "processing_officer",
        None,
        3,
    )
    complete(dossier, without_opinions="Đã quá hạn.")
    assert at(dossier)[0] == "draft"


# --- budgets ------------------------------------------------------------------------------------------------------
def test_a_pause_moves_the_budget_by_the_minutes_it_took(morning: time_machine.Traveller) -> None:
    dossier = taken_up()
    run = dossier.step_runs.get(key="examine")
    assert (run.minutes, run.due_at) == (180, run.started_at.replace(hour=6, minute=30))  # 13:30 in Vietnam
    morning.shift(timedelta(minutes=30))
    actions.request_supplement(
        dossier.code,
        items=[{"requirement": None, "what": "Bản chính"}],
        reason="Thiếu giấy tờ.",
        by=user(OFFICER),
    )
    morning.shift(timedelta(minutes=60))
    actions.supplement(dossier.code, note="Đã nộp đủ.", by=user("tiepnhan.datmui"))
    run.refresh_from_db()
    assert run.due_at == MORNING + timedelta(hours=5, minutes=30)
