"""Propose: the officer's words under a reserved number; made anew, the number stays."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier, Result
from dossiers.refusals import Blocked
from tests.catalogue import newer
from tests.conftest import Who
from tests.journeys import CONTENT, TWO_RESULTS, again, digitised, in_process, processed
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def propose(dossier: Dossier, by: User, **changes: object) -> Dossier:
    given: dict[str, Any] = {"outcome": "granted", "content": CONTENT} | changes
    return actions.propose(dossier.code, **given, by=by)


@pytest.fixture
def two(db: None) -> Dossier:
    """In process; its version names two results."""
    newer("2.000635", results=TWO_RESULTS)
    return in_process()


def standing_results(dossier: Dossier) -> list[tuple[int, str, bool]]:
    """Kind, outcome, and whether somebody is to sign it."""
    return [(one.kind, one.outcome, one.approver is not None) for one in dossier.results.order_by("kind")]


def test_each_result_has_its_number_and_symbol(two: Dossier, officer: User) -> None:
    propose(two, officer)
    propose(two, officer, kind=2, content="Nội dung thứ hai.")
    first, second = again(two).results_in_hand
    assert (first.number_text, second.number_text) == ("1/GKS", "2/TLCMC")
    assert (first.draft, second.draft) == (1, 2)
    assert first.key != second.key
    assert (first.name, second.content) == ("Giấy khai sinh", "Nội dung thứ hai.")


def test_the_second_alone_is_possible(two: Dossier, officer: User) -> None:
    propose(two, officer, kind=2)
    assert [result.kind for result in again(two).results_in_hand] == [2]


def test_proposed_alone_it_makes_the_others_void(two: Dossier, officer: User) -> None:
    propose(two, officer)
    propose(two, officer, kind=2, alone=True)
    assert standing_results(two) == [(1, "", False), (2, "granted", True)]
    assert two.events.latest("seq").facts["void"] == ["1/GKS"]
    propose(two, officer)
    assert standing_results(two) == [(1, "granted", True), (2, "granted", True)]
    assert Result.objects.count() == 2


def test_a_refusal_is_one_letter(two: Dossier, officer: User) -> None:
    for kind in (1, 2):
        propose(two, officer, kind=kind)
    with refused(two, Invalid, "kind: refusal_is_one"):
        propose(two, officer, kind=2, outcome="refused", content="Không đủ điều kiện.")
    propose(two, officer, outcome="refused", content="Không đủ điều kiện.")
    assert standing_results(two) == [(1, "refused", True), (2, "", False)]
    propose(two, officer, kind=2)
    assert standing_results(two) == [(1, "", False), (2, "granted", True)]


def test_one_approver_signs_all(two: Dossier, officer: User, who: Who) -> None:
    second = who("quantri")
    second.memberships.create(agency=two.agency, role="approver", from_on="2026-01-01")
    propose(two, officer, approver="quantri")
    propose(two, officer, kind=2)
    assert {result.approver for result in again(two).results_in_hand} == {second}
    propose(two, officer, kind=2, approver="kyduyet.anxuyen")
    assert standing_results(two) == [(1, "granted", False), (2, "granted", True)]
    propose(two, officer)
    assert {result.approver for result in again(two).results_in_hand} == {who("kyduyet.anxuyen")}


def test_the_number_is_reserved(morning: time_machine.Traveller, officer: User, approver: User) -> None:
    propose(in_process(), officer)
    result = Result.objects.get()
    assert (result.number, result.year, result.number_text) == (1, 2026, "1/TLHT-BS")
    assert (result.outcome, result.content, result.approver) == ("granted", CONTENT, approver)


def test_numbers_follow_one_another(officer: User) -> None:
    for _ in range(3):
        propose(in_process(), officer)
    assert list(Result.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_the_event_keeps_the_words_apart(officer: User) -> None:
    dossier = propose(in_process(), officer)
    event = dossier.events.get(type="dossier.proposed")
    assert event.facts == {
        "outcome": "granted",
        "kind": 1,
        "void": [],
        "number": Result.objects.get().number_text,
        "draft": 1,
        "approver": "kyduyet.anxuyen",
    }
    assert event.personal == {"content": CONTENT}
    assert event.messages.get().subscriber == "dossiers.render_result"


def test_made_anew_it_keeps_its_number_and_loses_its_page(officer: User) -> None:
    dossier = propose(in_process(), officer)
    actions.render_result(dossier.code, draft=1, by=system_user())
    propose(dossier, officer, outcome="refused", content="Không đủ điều kiện.")
    result = Result.objects.get()
    assert (result.number, result.draft, result.outcome) == (1, 2, "refused")
    assert (result.rendered_file, result.rendered_sha256, result.rendered_at) == ("", "", None)


def test_it_names_one_of_several_approvers(officer: User, who: Who) -> None:
    dossier, second = in_process(), who("quantri")
    second.memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    propose(dossier, officer, approver="quantri")
    assert Result.objects.get().approver == second


def test_with_several_approvers_one_must_be_named(officer: User, who: Who) -> None:
    dossier = in_process()
    who("quantri").memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    with refused(dossier, Invalid, "approver_unknown"):
        propose(dossier, officer)


def test_one_approver_with_two_appointments_is_one(officer: User, approver: User) -> None:
    dossier = in_process()
    approver.memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    propose(dossier, officer)
    assert Result.objects.get().approver == approver


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("outcome", "maybe", "outcome_unknown"),
        ("content", " \n ", "content_not_valid"),
        ("content", "x" * 4001, "content_not_valid"),
        ("content", "x\n" * 81, "content_not_valid"),
        ("approver", "giamsat", "approver_unknown"),
        ("approver", "gi\x00am", "approver_unknown"),
        ("approver", "kyduyet.datmui", "approver_unknown"),
        ("kind", 0, "kind_unknown"),
        ("kind", 2, "kind_unknown"),
        ("kind", 99, "kind_unknown"),
        ("kind", -1, "kind_unknown"),
    ],
)
def test_a_wrong_entry_is_named(officer: User, field: str, value: object, code: str) -> None:
    dossier = in_process()
    with refused(dossier, Invalid, f"{field}: {code}"):
        propose(dossier, officer, **{field: value})


def test_a_refused_proposal_uses_no_number(officer: User, who: Who) -> None:
    dossier = digitised()
    with refused(dossier, Blocked, "wrong_state"):
        propose(dossier, officer)
    propose(in_process(), officer)
    assert Result.objects.get().number == 1


def test_another_officer_of_the_agency_may_not_yet(who: Who) -> None:
    dossier, other = in_process(), who("quantri")
    other.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    with refused(dossier, Blocked, "held_by_another"):
        propose(dossier, other)


def test_the_clerk_may_not(clerk: User) -> None:
    dossier = in_process()
    with refused(dossier, PermissionDenied):
        propose(dossier, clerk)


def test_it_is_too_late_when_the_result_is_approved(officer: User) -> None:
    dossier = processed()
    with refused(dossier, Blocked, "wrong_state"):
        propose(dossier, officer)
