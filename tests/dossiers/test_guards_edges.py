"""Edges of each guard: what is true of a dossier in memory, and of the few rows that a guard reads beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from accounts.models import Agency, Certificate, User
from accounts.roles import Role
from dossiers.models import Delivery, Document, Dossier, Result, StepRun
from dossiers.models import guards as g
from dossiers.models.guards import Guard
from procedures.models import ProcedureVersion
from tests.dossiers.substitutes import let_stand_in
from tests.journeys import accepted, digitised, in_process, uploaded_scan, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
NOBODY = User(pk=0, username="nobody")
OFFICER, APPROVER, CLERK = "thuly.anxuyen", "kyduyet.anxuyen", "tiepnhan.datmui"


def with_results(*results: Result, **fields: Any) -> Dossier:
    dossier = Dossier(**fields)
    dossier.every_result = list(results)
    return dossier


def result(kind: int = 1, **fields: Any) -> Result:
    return Result(kind=kind, **({"outcome": "granted"} | fields))


def with_runs(*runs: StepRun, **fields: Any) -> Dossier:
    dossier = Dossier(**fields)
    dossier.runs_open = list(runs)
    return dossier


def test_a_guard_asks_its_check_with_the_dossier_and_the_actor() -> None:
    asked: list[Any] = []

    def check(dossier: Dossier, by: User) -> bool:
        asked.append((dossier, by))
        return True

    guard = Guard("code", "sentence", check)
    dossier = Dossier(code="x")
    assert guard(dossier, NOBODY) is True
    assert asked == [(dossier, NOBODY)]


# --- results -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("guard", "field", "when_none", "when_half", "when_all"),
    [
        (g.RESULT_RENDERED, "rendered_at", False, False, True),
        (g.RESULT_SIGNED, "signed_at", False, False, True),
        (g.RESULT_NOT_SIGNED, "signed_at", True, False, False),
        (g.NOTHING_SIGNED, "signed_at", True, False, False),
        (g.RESULT_SEALED, "sealed_at", False, False, True),
        (g.RESULT_NOT_SEALED, "sealed_at", True, True, False),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_every_result_in_hand_counts(
    guard: Guard, field: str, when_none: bool, when_half: bool, when_all: bool
) -> None:
    at = now()
    blank, done = [result(1), result(2)], [result(1, **{field: at}), result(2, **{field: at})]
    assert guard(with_results(*blank), NOBODY) is when_none
    assert guard(with_results(done[0], blank[1]), NOBODY) is when_half
    assert guard(with_results(blank[0], done[1]), NOBODY) is when_half
    assert guard(with_results(*done), NOBODY) is when_all
    assert guard(with_results(), NOBODY) is (guard is g.NOTHING_SIGNED)


def test_all_results_name_the_approver() -> None:
    mine, theirs = result(1, approver_id=7), result(2, approver_id=8)
    by = User(pk=7)
    assert g.ADDRESSED_TO_ACTOR(with_results(mine), by)
    assert not g.ADDRESSED_TO_ACTOR(with_results(mine, theirs), by)
    assert not g.ADDRESSED_TO_ACTOR(with_results(theirs), by)
    assert not g.ADDRESSED_TO_ACTOR(with_results(), by)


def test_a_result_in_force_that_was_not_handed_over_is_to_deliver() -> None:
    at = now()
    here, gone = result(1, issued_at=at), result(2, issued_at=at, delivered_at=at)
    assert g.RESULT_TO_DELIVER(with_results(here, gone), NOBODY)
    assert not g.RESULT_TO_DELIVER(with_results(gone), NOBODY)
    assert not g.RESULT_TO_DELIVER(with_results(result(1)), NOBODY)  # not issued


def test_certificates_are_asked_of_the_signer_and_of_the_agency_that_is_competent() -> None:
    dossier, approver, elsewhere = accepted(), user(APPROVER), user("kyduyet.datmui")
    assert g.SIGNER_CERTIFIED(dossier, approver)
    assert not g.SIGNER_CERTIFIED(dossier, elsewhere)
    assert g.SEAL_CERTIFIED(dossier, NOBODY)
    away = Dossier(agency=elsewhere.memberships_today[0].agency)
    assert not g.SIGNER_CERTIFIED(away, approver)
    none = Certificate.objects.values("agency")
    assert not g.SEAL_CERTIFIED(Dossier(agency=Agency.objects.exclude(pk__in=none)[0]), approver)


# --- papers --------------------------------------------------------------------------------------------------
def test_papers_wait_until_the_last_one_is_read_but_for_what_was_replaced() -> None:
    clerk, dossier, other = user(CLERK), accepted(), accepted()
    assert g.PAPERS_DIGITISED(dossier, NOBODY)
    first, second = uploaded_scan(clerk), uploaded_scan(clerk, seed=2)
    Document.objects.filter(pk=first.pk).update(dossier=dossier)
    assert not g.PAPERS_DIGITISED(dossier, NOBODY)
    assert g.PAPERS_DIGITISED(other, NOBODY)
    Document.objects.filter(pk=second.pk).update(dossier=dossier, digitised_at=now())
    assert not g.PAPERS_DIGITISED(dossier, NOBODY)
    Document.objects.filter(pk=first.pk).update(replaced_by=second)
    assert g.PAPERS_DIGITISED(dossier, NOBODY)
    Document.objects.filter(pk=first.pk).update(replaced_by=None, kind=Document.Kind.RECEIPT)
    assert g.PAPERS_DIGITISED(dossier, NOBODY)


@pytest.mark.parametrize(("transit_to_id", "expected"), [(None, True), (3, False)])
def test_papers_are_here_or_on_their_way(transit_to_id: int | None, expected: bool) -> None:
    assert g.PAPERS_HERE(Dossier(transit_to_id=transit_to_id), NOBODY) is expected


def test_somebody_waits_for_a_delivery_a_replacement_or_papers() -> None:
    dossier = accepted()
    assert g.NOTHING_WAITS(dossier, NOBODY) is True
    sent = Delivery.objects.create(province="96", dossier=dossier, way="post", status="sent")
    assert g.NOTHING_WAITS(dossier, NOBODY) is False
    Delivery.objects.filter(pk=sent.pk).update(status="delivered")
    assert g.NOTHING_WAITS(dossier, NOBODY) is True
    dossier.replacing = True
    assert g.NOTHING_WAITS(dossier, NOBODY) is False
    dossier.replacing, dossier.transit_to_id = False, 3
    assert g.NOTHING_WAITS(dossier, NOBODY) is False


# --- who has it ----------------------------------------------------------------------------------------------
def test_the_officer_has_it_and_who_stands_in_for_the_officer_there() -> None:
    dossier, head = in_process(), user("phochutich.anxuyen")
    assert g.HELD_BY_ACTOR(dossier, user(OFFICER))
    assert not g.HELD_BY_ACTOR(dossier, head)
    assert not g.STEP_TAKEN_BY_ACTOR(dossier, head)
    head = let_stand_in("phochutich.anxuyen", for_=OFFICER)
    assert g.HELD_BY_ACTOR(dossier, head)
    assert g.STEP_TAKEN_BY_ACTOR(dossier, head)
    dossier.agency_id = dossier.step_agency_id = user("thuly.datmui").memberships_today[0].agency_id
    assert not g.HELD_BY_ACTOR(dossier, head)
    assert not g.STEP_TAKEN_BY_ACTOR(dossier, head)
    dossier.step_role = Role.APPROVER
    assert g.STEP_TAKEN_BY_ACTOR(dossier, user(OFFICER))  # who took it has it, whatever is said of the role


def test_a_step_that_nobody_took_is_nobodys() -> None:
    task = StepRun(kind="task", officer_id=None)
    assert not g.STEP_TAKEN_BY_ACTOR(with_runs(task, step_agency_id=3), User(pk=None))
    taken = StepRun(kind="task", officer_id=7)
    assert g.STEP_TAKEN_BY_ACTOR(with_runs(taken, step_agency_id=3), User(pk=7))
    assert not g.STEP_TAKEN_BY_ACTOR(with_runs(taken), User(pk=7))
    assert not g.STEP_TAKEN_BY_ACTOR(with_runs(taken, step_agency_id=3), user(OFFICER))


def test_the_counter_asks_first_then_the_officer_who_has_it() -> None:
    clerk, officer, colleague = user(CLERK), user(OFFICER), user("tiepnhan.anxuyen")
    everybody = (clerk, officer, colleague)
    received, waiting, held = accepted(), digitised(), in_process()
    assert [g.ASKED_AT_ITS_STAGE(received, one) for one in everybody] == [True, False, False]
    assert [g.ASKED_AT_ITS_STAGE(waiting, one) for one in everybody] == [False, True, False]
    assert [g.ASKED_AT_ITS_STAGE(held, one) for one in everybody] == [False, True, False]
    waiting.agency_id = received.receiving_agency_id
    assert not g.ASKED_AT_ITS_STAGE(waiting, officer)
    received.receiving_agency_id = received.agency_id
    assert not g.ASKED_AT_ITS_STAGE(received, clerk)
    held.officer_id = clerk.pk
    assert not g.ASKED_AT_ITS_STAGE(held, officer)


# --- steps and opinions --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "officers", "approvers", "unproposed"),
    [
        ("processing_officer", True, False, True),
        ("approver", True, True, False),
        ("unit_head", False, False, True),
        ("", False, False, True),
    ],
)
def test_the_role_of_the_step(role: str, officers: bool, approvers: bool, unproposed: bool) -> None:
    dossier = Dossier(step_role=role)
    assert g.AT_OFFICERS_STEP(dossier, NOBODY) is officers
    assert g.AT_APPROVERS_STEP(dossier, NOBODY) is approvers
    assert g.NOTHING_PROPOSED(dossier, NOBODY) is unproposed


def test_mandatory_opinions_are_waited_for_unless_it_is_said_why_not() -> None:
    needed, other = StepRun(kind="opinion", is_mandatory=True), StepRun(kind="opinion", is_mandatory=False)
    assert g.OPINIONS_GIVEN(with_runs(), NOBODY) is True
    assert g.OPINIONS_GIVEN(with_runs(other), NOBODY) is True
    assert g.OPINIONS_GIVEN(with_runs(needed, other), NOBODY) is False
    dossier = with_runs(needed)
    dossier.goes_on_without = "Không trả lời."
    assert g.OPINIONS_GIVEN(dossier, NOBODY) is True


def test_an_opinion_is_given_by_the_agency_that_was_asked() -> None:
    officer, clerk = user("thuly.tuphap"), user(CLERK)
    there, elsewhere = officer.memberships_today[0].agency_id, user(OFFICER).memberships_today[0].agency_id
    asked = with_runs(StepRun(kind="opinion", agency_id=elsewhere), StepRun(kind="opinion", agency_id=there))
    assert g.OPINION_ASKED_OF_ACTOR(asked, officer)
    assert not g.OPINION_ASKED_OF_ACTOR(with_runs(StepRun(kind="opinion", agency_id=elsewhere)), officer)
    assert not g.OPINION_ASKED_OF_ACTOR(with_runs(StepRun(kind="task", agency_id=there)), officer)
    at_counter = StepRun(kind="opinion", agency_id=clerk.memberships_today[0].agency_id)
    assert not g.OPINION_ASKED_OF_ACTOR(with_runs(at_counter), clerk)  # not a role that answers


# --- time ----------------------------------------------------------------------------------------------------
def test_the_due_instant_itself_is_too_late_for_an_apology_and_enough_for_silence() -> None:
    at, moment = now(), timedelta(microseconds=1)
    silent = ProcedureVersion(silent_approval=True)
    for due_at, ahead, lapsed in [(None, False, False), (at + moment, True, False), (at, False, True)]:
        assert g.BEFORE_DUE(Dossier(due_at=due_at), NOBODY) is ahead
        assert g.SILENCE_GRANTS(with_results(due_at=due_at, procedure_version=silent), NOBODY) is lapsed
    assert g.SILENCE_GRANTS(with_results(due_at=at - moment, procedure_version=silent), NOBODY)
    assert not g.SILENCE_GRANTS(with_results(due_at=at, procedure_version=ProcedureVersion()), NOBODY)
    assert not g.SILENCE_GRANTS(with_results(result(), due_at=at, procedure_version=silent), NOBODY)
    assert g.SILENCE_GRANTS(with_results(result(outcome=""), due_at=at, procedure_version=silent), NOBODY)


@pytest.mark.parametrize(
    ("is_required", "was_present", "confirmed", "asked"),
    [
        (False, False, True, False),
        (False, True, True, False),
        (True, False, False, True),
        (True, True, True, False),
    ],
)
def test_presence(is_required: bool, was_present: bool, confirmed: bool, asked: bool) -> None:
    version = ProcedureVersion(presence_required=is_required)
    dossier = Dossier(procedure_version=version, presence_at=now() if was_present else None)
    assert g.PRESENCE_CONFIRMED(dossier, NOBODY) is confirmed
    assert g.PRESENCE_ASKED(dossier, NOBODY) is asked


@pytest.mark.parametrize(
    ("guard", "field", "value", "without", "given"),
    [
        (g.NOT_YET_EXTENDED, "extended_at", "now", True, False),
        (g.ARCHIVED, "archived_at", "now", False, True),
        (g.NOT_YET_ARCHIVED, "archived_at", "now", True, False),
        (g.NOT_YET_ERASED, "erased_at", "now", True, False),
        (g.REPLACEMENT_OPEN, "replacing", True, False, True),
        (g.NO_REPLACEMENT_OPEN, "replacing", True, True, False),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_once_it_is_so(guard: Guard, field: str, value: Any, without: bool, given: bool) -> None:
    blank = Dossier(replacing=False)
    assert guard(blank, NOBODY) is without
    setattr(blank, field, now() if value == "now" else value)
    assert guard(blank, NOBODY) is given


# --- the review --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "expected"), [("approver", True), ("unit_head", True), ("processing_officer", False)]
)
def test_what_was_proposed_is_at_its_review(role: str, expected: bool) -> None:
    assert g.AT_REVIEW(with_results(result(), step_role=role), NOBODY) is expected
    assert g.AT_REVIEW(with_results(step_role=role), NOBODY) is False


def test_the_review_is_of_the_approver_named_or_of_who_took_the_step() -> None:
    task, by, other = StepRun(kind="task", officer_id=7), User(pk=7), User(pk=8)
    for role, reviewer in (("approver", other), ("unit_head", by)):
        dossier = with_results(result(approver_id=8), step_role=role, step_agency_id=3)
        dossier.runs_open = [task]
        assert g.REVIEWED_BY_ACTOR(dossier, reviewer)
        assert not g.REVIEWED_BY_ACTOR(dossier, by if reviewer is other else other)
