"""release_step: a role that ends takes the open steps off its holder, also while the applicant has the next move."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts import actions as staff
from accounts.models import Membership, User
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier
from tests.dossiers.routes import (
    APPROVER,
    END,
    EXAMINE,
    HEAD,
    ISSUE,
    OFFICER,
    RECEIVE,
    REVIEW,
    SIGN,
    at,
    propose,
    take_over,
    taken_up,
    travelled,
)
from tests.journeys import again, digitised, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def post_of(username: str) -> Membership:
    return Membership.objects.get(user__username=username, ended_at=None)


def colleague(role: str) -> User:
    one = user("quantri")
    one.memberships.create(agency=post_of("vanthu.anxuyen").agency, role=role, from_on="2026-01-01")
    return one


def paused() -> Dossier:
    dossier = taken_up()
    actions.request_supplement(
        dossier.code,
        items=[{"requirement": None, "what": "Bản chính"}],
        reason="Thiếu giấy tờ.",
        by=user(OFFICER),
    )
    return dossier


def test_the_system_takes_it_off_and_the_next_takes_it_over() -> None:
    dossier = taken_up()
    actions.release_step(dossier.code, by=system_user())
    assert (at(dossier), again(dossier).officer) == (("examine", ""), None)
    event = dossier.events.get(type="dossier.step_released")
    assert event.facts == {"before": OFFICER, "officer": "", "step": "examine"}
    assert take_over(dossier, OFFICER).officer == user(OFFICER)


def test_nobody_else() -> None:
    dossier = taken_up()
    with refused(dossier, PermissionDenied):
        actions.release_step(dossier.code, by=user(HEAD))


# --- roles that end -----------------------------------------------------------------------------------------------
def test_an_officer_leaves_while_the_applicant_has_the_next_move() -> None:
    dossier = paused()
    with (
        pytest.raises(IntegrityError, match="still assigned"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM accounts_membership WHERE id = %s", [post_of(OFFICER).pk])
    staff.end_membership(post_of(OFFICER), by=user("quantri"))
    assert (again(dossier).status, again(dossier).officer, at(dossier)) == (
        "awaiting_supplement",
        None,
        ("examine", ""),
    )
    actions.supplement(dossier.code, note="Đã đủ.", by=user("tiepnhan.datmui"))
    colleague("processing_officer")
    take_over(dossier, "quantri")
    assert again(dossier).officer == user("quantri")


def test_a_colleague_takes_on_what_waits_for_the_applicant() -> None:
    dossier, second = paused(), colleague("processing_officer")
    staff.end_membership(post_of(OFFICER), to=second, by=user("quantri"))
    assert (again(dossier).officer, at(dossier)) == (second, ("examine", "quantri"))


def test_an_officer_leaves_what_an_approver_has() -> None:
    dossier = propose(taken_up())
    staff.end_membership(post_of(OFFICER), by=user("quantri"))
    assert (again(dossier).status, again(dossier).officer, at(dossier)) == (
        "in_process",
        None,
        ("sign", APPROVER),
    )


@pytest.mark.parametrize("has_colleague", [False, True])
def test_a_head_leaves_a_review(has_colleague: bool) -> None:
    travelled(RECEIVE, EXAMINE, REVIEW, SIGN, ISSUE, END)
    dossier = take_over(propose(taken_up()), HEAD)
    second = colleague("unit_head") if has_colleague else None
    staff.end_membership(post_of(HEAD), to=second, by=user("quantri"))
    assert at(dossier) == ("review", "quantri" if has_colleague else "")
    assert again(dossier).officer == user(OFFICER)


def test_an_approver_leaves_and_the_officer_proposes_anew() -> None:
    dossier = propose(taken_up())
    staff.end_membership(post_of(APPROVER), by=user("quantri"))
    assert at(dossier) == ("examine", OFFICER)


def test_nothing_is_released_before_anything_began() -> None:
    dossier = digitised()
    with pytest.raises(Exception, match="wrong_state"):
        actions.release_step(dossier.code, by=system_user())
