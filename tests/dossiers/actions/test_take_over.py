"""take_over: compare and set; the loser is told who has it."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers.models import Dossier
from dossiers.refusals import Blocked
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
    complete,
    forked,
    propose,
    take_over,
    taken_up,
    travelled,
)
from tests.journeys import again, digitised, user
from tests.refusals import refused
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def second_officer(dossier: Dossier) -> User:
    second = user("quantri")
    second.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    return second


def test_a_colleague_takes_over_and_the_dossier_goes_with_it() -> None:
    dossier = taken_up()
    second = second_officer(dossier)
    take_over(dossier, "quantri", instead_of=OFFICER)
    assert (at(dossier), again(dossier).officer) == (("examine", "quantri"), second)
    event = dossier.events.get(type="dossier.taken_over")
    assert event.facts == {"before": OFFICER, "officer": "quantri", "step": "examine"}
    assert propose_is_for(second, dossier)


def propose_is_for(officer: User, dossier: Dossier) -> bool:
    return again(dossier).officer_id == officer.pk


def test_a_step_of_another_role_leaves_the_officer() -> None:
    travelled(RECEIVE, EXAMINE, REVIEW, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    take_over(dossier, HEAD)
    assert (at(dossier), again(dossier).officer) == (("review", HEAD), user(OFFICER))


@pytest.mark.parametrize("seen", ["", "thuly.datmui", "nobody.there"])
def test_who_saw_somebody_else_is_told_who_has_it(seen: str) -> None:
    dossier = taken_up()
    second_officer(dossier)
    with refused(dossier, Blocked, "taken_by_another"):
        take_over(dossier, "quantri", instead_of=seen)
    with pytest.raises(Blocked) as told:
        take_over(dossier, "quantri", instead_of=seen)
    assert "Lê Văn Thử" in str(told.value.reasons[0].sentence)


def test_what_nobody_has_any_more_is_looked_at_again() -> None:
    travelled(RECEIVE, EXAMINE, REVIEW, SIGN, ISSUE, END)
    dossier = propose(taken_up())
    with refused(dossier, Blocked, "released_meanwhile"):
        take_over(dossier, HEAD, instead_of="truongphong.tuphap")


def test_nobody_takes_over_from_themselves() -> None:
    dossier = taken_up()
    with refused(dossier, Blocked, "taken_already"):
        take_over(dossier, OFFICER, instead_of=OFFICER)


def test_what_was_proposed_to_one_approver_is_not_taken_by_another() -> None:
    dossier = propose(taken_up())
    user("quantri").memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    with refused(dossier, Blocked, "addressed_to_another"):
        take_over(dossier, "quantri", instead_of=APPROVER)


def test_while_opinions_are_awaited_the_dossier_is_taken_over() -> None:
    forked()
    dossier = complete(taken_up())
    second = second_officer(dossier)
    take_over(dossier, "quantri", instead_of=OFFICER)
    assert again(dossier).officer == second


def test_only_the_role_of_the_step() -> None:
    dossier = taken_up()
    for username in (HEAD, APPROVER):
        with refused(dossier, PermissionDenied):
            take_over(dossier, username, instead_of=OFFICER)


def test_not_before_it_was_taken_up() -> None:
    with pytest.raises((Blocked, PermissionDenied)):
        take_over(digitised(), OFFICER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_two_at_once_one_wins_and_the_loser_is_told_who_has_it() -> None:
    dossier = taken_up()
    names = ("quantri", "giamsat")
    for name in names:
        user(name).memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    answers = at_once(lambda n: take_over(dossier, names[n], instead_of=OFFICER), 2)
    lost = [answer for answer in answers if isinstance(answer, Blocked)]
    assert len(lost) == 1, answers
    winner = again(dossier).officer
    assert winner is not None and winner.username in names
    assert lost[0].reasons[0].code == "taken_by_another"
    assert str(winner) in str(lost[0].reasons[0].sentence)
    assert dossier.events.filter(type="dossier.taken_over").count() == 1
