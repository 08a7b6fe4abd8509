"""Substitution ("ký thay"): who may, what the events say, what the paper says, and when it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, Substitution, User, substituted_by
from accounts.queries import approvers_of, signature_title, system_user
from dossiers import actions, queries
from dossiers.models import Dossier, Result
from tests.conftest import Who
from tests.journeys import CONTENT, again, digitised, in_process, user

pytestmark = pytest.mark.django_db
BASIS = "Quyết định số 12/QĐ-UBND ngày 19/11/2026"


@pytest.fixture
def deputy(who: Who) -> User:
    return who("phochutich.anxuyen")


def stand_in(principal: User, colleague: User, admin: User) -> Substitution:
    today = localdate()
    return staff.substitute(
        principal.memberships.get(),
        colleague,
        from_on=today,
        until_on=today + timedelta(days=5),
        basis=BASIS,
        by=admin,
    )


def proposed_to(person: User) -> Dossier:
    dossier = in_process()
    actions.propose(
        dossier.code, outcome="granted", content=CONTENT, approver=person.username, by=user("thuly.anxuyen")
    )
    actions.render_result(dossier.code, draft=1, by=system_user())
    return again(dossier)


def test_a_deputy_signs_in_the_place_of_the_chairman(approver: User, deputy: User, admin: User) -> None:
    stand_in(approver, deputy, admin)
    dossier = proposed_to(deputy)
    assert dossier.result is not None
    done = actions.approve(dossier.code, sha256=dossier.result.rendered_sha256, by=deputy)
    event = done.events.last()
    assert event is not None
    assert (event.type, event.actor, event.on_behalf_of) == (
        "dossier.approved",
        deputy,
        "user:kyduyet.anxuyen",
    )
    title = signature_title(deputy.pk, dossier.agency_id, localdate())
    assert title == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"


def test_the_chairmans_own_signature_says_nothing_of_it(approver: User, deputy: User, admin: User) -> None:
    stand_in(approver, deputy, admin)
    dossier = proposed_to(approver)
    assert dossier.result is not None
    done = actions.approve(dossier.code, sha256=dossier.result.rendered_sha256, by=approver)
    event = done.events.last()
    assert event is not None
    assert event.on_behalf_of == "agency:H12.226"
    assert signature_title(approver.pk, dossier.agency_id, localdate()) == "CHỦ TỊCH"


def test_a_substitute_of_an_officer_works_on_the_officers_dossiers(
    officer: User, deputy: User, admin: User
) -> None:
    held, waiting = in_process(), digitised()
    stand_in(officer, deputy, admin)
    assert set(queries.of_province().filter(queries.in_my_hands(deputy))) == {held}
    actions.propose(held.code, outcome="granted", content=CONTENT, by=deputy)
    taken = actions.take_up(waiting.code, by=deputy)
    assert taken.officer == officer  # it stays where it belongs when the substitution ends
    events = [again(each).events.last() for each in (held, waiting)]
    assert [(each.actor, each.on_behalf_of) for each in events if each] == [
        (deputy, "user:thuly.anxuyen"),
        (deputy, "user:thuly.anxuyen"),
    ]


def test_approvers_list_the_substitute_for_the_time_only(
    approver: User, deputy: User, admin: User, anxuyen: Agency
) -> None:
    substitution = stand_in(approver, deputy, admin)
    assert set(approvers_of(anxuyen.pk)) == {approver, deputy}
    staff.end_substitution(substitution, by=admin)
    assert set(approvers_of(anxuyen.pk)) == {approver}
    assert not deputy.holds("approver")


def test_when_it_ends_nothing_stays_with_the_substitute(approver: User, deputy: User, admin: User) -> None:
    substitution = stand_in(approver, deputy, admin)
    dossier = proposed_to(deputy)
    with pytest.raises(IntegrityError, match="still assigned"), transaction.atomic():
        Substitution.objects.filter(pk=substitution.pk).delete()
    staff.end_substitution(substitution, by=admin)
    assert Result.objects.get(dossier=dossier).approver is None


def test_it_ends_with_the_principals_membership(approver: User, deputy: User, admin: User) -> None:
    stand_in(approver, deputy, admin)
    dossier, before = proposed_to(deputy), deputy.sign_in_number
    staff.end_membership(approver.memberships.get(), by=admin)
    assert Substitution.objects.get().ended_at is not None
    assert Result.objects.get(dossier=dossier).approver is None
    assert (user(deputy.username).sign_in_number, user(deputy.username).holds("approver")) == (
        before + 1,
        False,
    )


def test_it_ends_when_the_substitute_leaves(approver: User, deputy: User, admin: User) -> None:
    stand_in(approver, deputy, admin)
    proposed_to(deputy)
    staff.end_membership(deputy.memberships.get(), by=admin)
    assert Substitution.objects.get().ended_at is not None
    assert Result.objects.get().approver is None


def test_it_is_not_passed_on(approver: User, deputy: User, officer: User, admin: User) -> None:
    stand_in(approver, deputy, admin)
    with pytest.raises(Invalid, match="role_not_substituted"):
        stand_in(deputy, officer, admin)
    assert not officer.holds("approver")


def test_who_cannot_stand_in(approver: User, deputy: User, second: User, officer: User, admin: User) -> None:
    for principal, colleague, code in (
        (approver, approver, "own_substitute"),
        (approver, user("kyduyet.datmui"), "not_of_this_agency"),
        (officer, second, "holds_role_already"),
    ):
        with pytest.raises(Invalid, match=code):
            stand_in(principal, colleague, admin)
    with pytest.raises(PermissionDenied):
        stand_in(approver, deputy, approver)
    assert not substituted_by(localdate())
