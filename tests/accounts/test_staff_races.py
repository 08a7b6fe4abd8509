"""Two at once on PostgreSQL: administrators who end the same, or one another; work assigned to a role that ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, Membership, StaffAct, User
from dossiers import actions
from dossiers.models import Dossier
from tests.journeys import again, digitised, in_process, user
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committed")


def another(username: str, role: str, code: str = "H12.226") -> User:
    person = User.objects.create(username=username, full_name="Lê Thị Mẫu")
    person.memberships.create(agency=Agency.objects.get(code=code), role=role, from_on="2026-01-01")
    return person


def post_of(username: str) -> Membership:
    return Membership.objects.get(user__username=username, ended_at=None)


def codes(answers: list[Any]) -> list[str]:
    """The codes of those that were refused; anything else that went wrong is shown."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(error, Invalid) for error in errors), errors
    return [fault.code for error in errors if isinstance(error, Invalid) for fault in error.faults.values()]


def test_two_administrators_end_the_same_membership() -> None:
    another("quantri.hai", "administrator", "H12")
    dossier, post = in_process(), post_of("thuly.anxuyen")
    answers = at_once(
        lambda n: staff.end_membership(post, by=user(("quantri", "quantri.hai")[n])),
        2,
    )
    assert codes(answers) == ["already_ended"]
    assert list(dossier.events.values_list("type", flat=True)).count("dossier.released") == 1
    assert StaffAct.objects.filter(verb="end_membership").count() == 1
    assert user("thuly.anxuyen").sign_in_number == 1


def test_two_administrators_end_one_another() -> None:
    another("quantri.hai", "administrator", "H12")
    names = ("quantri", "quantri.hai")
    people = [user(name) for name in names]
    answers = at_once(lambda n: staff.end_membership(post_of(names[1 - n]), by=people[n]), 2)
    assert codes(answers) == ["last_administrator"]
    assert Membership.objects.in_force(localdate()).filter(role="administrator").count() == 1


def test_the_last_administrator_stays() -> None:
    with pytest.raises(Invalid, match="last_administrator"):
        staff.end_membership(post_of("quantri"), by=user("quantri"))


@pytest.mark.parametrize("turn", range(5))
def test_nothing_is_assigned_to_a_role_that_ends_at_the_same_time(turn: int) -> None:
    another("thuly.hai", "processing_officer")
    dossier, head, admin = in_process(), user("phochutich.anxuyen"), user("quantri")
    post = post_of("thuly.hai")

    def one(number: int) -> Any:
        if number:
            return staff.end_membership(post, by=admin)
        return actions.assign(dossier.code, officer="thuly.hai", by=head)

    answers = at_once(one, 2)
    ended, given = Membership.objects.get(pk=post.pk), again(dossier)
    assert ended.ended_at is not None, answers
    assert all(isinstance(one, Invalid) for one in answers if isinstance(one, Exception)), answers
    assert given.officer is None or given.officer.username == "thuly.anxuyen"


def test_the_database_makes_who_assigns_wait_for_who_ends() -> None:
    """The trigger alone, with two connections and no verb: the assignment waits, and is refused."""
    another("thuly.hai", "processing_officer")
    dossier, post = in_process(), post_of("thuly.hai")
    told: list[str] = []

    def end() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            ending = "UPDATE accounts_membership SET ended_at = now(), until_on = current_date WHERE id = %s"
            cursor.execute(ending, [post.pk])
            told.append("ending")
            waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            for _turn in range(400):
                cursor.execute("SELECT pg_sleep(0.01)")
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(waits)
                if cursor.fetchone()[0]:
                    break
            else:
                raise AssertionError("nobody waited")

    def assign() -> None:
        while not told:
            pass
        with transaction.atomic(), connection.cursor() as cursor:
            giving = "UPDATE dossiers_dossier SET officer_id = %s WHERE id = %s"
            cursor.execute(giving, [post.user_id, dossier.pk])

    answers = at_once(lambda n: (end, assign)[n](), 2)
    assert answers[0] is None
    assert isinstance(answers[1], IntegrityError)
    assert "does not hold" in str(answers[1])
    assert again(dossier).officer == user("thuly.anxuyen")


def test_only_the_sign_ins_of_who_moves_end(signed_in: Callable[[User], Client]) -> None:
    second = another("thuly.hai", "processing_officer")
    in_process()
    browsers = {
        name: signed_in(user(name)) for name in ("thuly.anxuyen", "thuly.hai", "kyduyet.anxuyen", "quantri")
    }
    anxuyen, datmui = Agency.objects.get(code="H12.226"), Agency.objects.get(code="H12.264")
    staff.move_office(
        user("thuly.anxuyen"), anxuyen, datmui, "processing_officer", to=second, by=user("quantri")
    )
    answers = {name: browser.get("/counter/dossiers/").status_code for name, browser in browsers.items()}
    assert answers == {"thuly.anxuyen": 302, "thuly.hai": 200, "kyduyet.anxuyen": 200, "quantri": 200}
    assert Dossier.objects.get().officer == second
    assert digitised().officer is None
