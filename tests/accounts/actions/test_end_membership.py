"""end_membership: rights, sessions and tokens end at once, and nothing stays assigned."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Membership, StaffAct, User
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Result
from tests.conftest import Api
from tests.journeys import CONTENT, again, digitised, in_process, proposed, user

pytestmark = pytest.mark.django_db


def post_of(person: User) -> Membership:
    return person.memberships.get(ended_at=None)


def test_open_dossiers_go_back_to_the_list(officer: User, admin: User) -> None:
    dossier = in_process()
    ended = staff.end_membership(post_of(officer), by=admin)
    now = again(dossier)
    assert (now.status, now.officer, now.due_at) == ("digitised", None, dossier.due_at)
    event = now.events.last()
    assert event is not None
    assert (event.type, event.actor, event.on_behalf_of) == (
        "dossier.released",
        system_user(),
        "user:quantri",
    )
    assert (ended.ended_at is not None, ended.until_on) == (True, localdate())
    assert StaffAct.objects.get(verb="end_membership").facts["rehomed"] == 1


def test_a_colleague_takes_over(officer: User, second: User, admin: User) -> None:
    dossier = in_process()
    staff.end_membership(post_of(officer), to=second, by=admin)
    assert (again(dossier).status, again(dossier).officer) == ("in_process", second)


def test_a_proposal_goes_back_to_its_officer(approver: User, admin: User) -> None:
    dossier = proposed()
    staff.end_membership(post_of(approver), by=admin)
    result = Result.objects.get(dossier=dossier)
    assert (result.approver, result.rendered_file, again(dossier).officer) == (
        None,
        "",
        user("thuly.anxuyen"),
    )


def test_a_second_membership_keeps_the_work(officer: User, admin: User) -> None:
    dossier, post = in_process(), post_of(officer)
    officer.memberships.create(agency=post.agency, role=post.role, from_on="2026-01-01")
    staff.end_membership(post, by=admin)
    assert again(dossier).officer == officer


def test_sessions_and_tokens_end_at_once(
    officer: User, admin: User, api: Api, signed_in: Callable[[User], Client]
) -> None:
    program, browser = api(officer), signed_in(officer)
    assert program.get("/api/v1/dossiers/").status_code == 200
    assert browser.get("/counter/dossiers/").status_code == 200
    staff.end_membership(post_of(officer), by=admin)
    assert program.get("/api/v1/dossiers/").status_code == 401
    assert browser.get("/counter/dossiers/").status_code == 302


def test_a_last_day_to_come_is_only_noted(officer: User, admin: User) -> None:
    dossier, last = in_process(), localdate() + timedelta(days=3)
    post = staff.end_membership(post_of(officer), on=last, by=admin)
    assert (post.until_on, post.ended_at) == (last, None)
    assert again(dossier).officer == officer
    assert officer.memberships.in_force(last).exists()
    assert not officer.memberships.in_force(last + timedelta(days=1)).exists()


def test_what_has_lapsed_is_ended_once(officer: User, admin: User) -> None:
    dossier, post = in_process(), post_of(officer)
    # Only the clock may make a membership lapse with work on it: the database refuses the statement.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_membership DISABLE TRIGGER membership_left")
        Membership.objects.filter(pk=post.pk).update(until_on=localdate() - timedelta(days=1))
        cursor.execute("ALTER TABLE accounts_membership ENABLE TRIGGER membership_left")
    assert staff.end_lapsed(by=system_user()) == 1
    assert again(dossier).officer is None
    assert staff.end_lapsed(by=system_user()) == 0
    yesterday = localdate() - timedelta(days=1)
    assert officer.memberships.in_force(yesterday).exists()  # its last day was its own


def test_it_cannot_end_twice(officer: User, admin: User) -> None:
    post = post_of(officer)
    staff.end_membership(post, by=admin)
    with pytest.raises(Invalid, match="already_ended"):
        staff.end_membership(post, by=admin)


def test_only_a_colleague_in_the_same_role_takes_over(officer: User, admin: User) -> None:
    dossier = in_process()
    for name in ("thuly.datmui", "vanthu.anxuyen", "thuly.anxuyen"):
        with pytest.raises(Invalid, match="cannot_take_over"):
            staff.end_membership(post_of(officer), to=user(name), by=admin)
    assert again(dossier).officer == officer


def test_only_an_administrator(officer: User, supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        staff.end_membership(post_of(officer), by=supervisor)


# --- the database's own constraint ---------------------------------------------------------------------
ENDINGS = (
    "UPDATE accounts_membership SET ended_at = now(), until_on = current_date WHERE id = %s",
    "UPDATE accounts_membership SET until_on = '2026-01-02' WHERE id = %s",
    "UPDATE accounts_membership SET role = 'cashier' WHERE id = %s",
    "DELETE FROM accounts_membership WHERE id = %s",
)


@pytest.mark.parametrize("statement", ENDINGS)
def test_the_database_refuses_to_leave_work_behind(statement: str, officer: User, approver: User) -> None:
    proposed()
    for person in (officer, approver):
        with pytest.raises(IntegrityError, match="still assigned"), transaction.atomic():
            _run(statement, post_of(person).pk)


@pytest.mark.parametrize("statement", ENDINGS)
def test_it_lets_an_idle_membership_end(statement: str, officer: User) -> None:
    digitised()
    before = post_of(officer)
    _run(statement, before.pk)
    after = Membership.objects.filter(pk=before.pk).first()
    kept = after and (after.role, after.until_on)
    assert kept != (before.role, before.until_on)


def test_the_database_refuses_to_assign_to_a_role_that_ended(
    officer: User, second: User, admin: User
) -> None:
    dossier = in_process()
    staff.end_membership(second.memberships.get(), by=admin)
    for person in (second, user("vanthu.anxuyen")):
        with pytest.raises(IntegrityError, match="does not hold"), transaction.atomic():
            _run("UPDATE dossiers_dossier SET officer_id = %s WHERE id = %s", person.pk, dossier.pk)
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer)
    with pytest.raises(IntegrityError, match="does not hold"), transaction.atomic():
        _run("UPDATE dossiers_result SET approver_id = %s WHERE dossier_id = %s", second.pk, dossier.pk)


def _run(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_day_before_the_first_is_refused(officer: User, admin: User) -> None:
    with pytest.raises(Invalid, match="ends_before_it_begins"):
        staff.end_membership(post_of(officer), on=date(2020, 1, 1), by=admin)
