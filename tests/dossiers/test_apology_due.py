"""The task "apology due": what must be extended at least a day before, for approvers and officers of the agency."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import User
from dossiers import actions
from dossiers.models import Dossier
from dossiers.queries import WORKLISTS, page, worklists_for
from tests.dossiers.clocks import asked, received, taken_up
from tests.journeys import accepted, sealed, submitted, user
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def listed(by: User) -> list[Dossier]:
    return page(WORKLISTS["apology_due"], by).rows


# Received on Friday 20/11 for five working days: due on Monday 30/11 at 17:00.
@pytest.mark.parametrize(("days", "expected"), [(0, False), (5, False), (6, True), (10, True), (11, False)])
def test_it_is_a_task_from_the_second_working_day_before(
    days: int, expected: bool, morning: time_machine.Traveller
) -> None:
    dossier = taken_up()
    morning.shift(timedelta(days=days))
    for name in ("kyduyet.anxuyen", "thuly.anxuyen"):
        assert (dossier in listed(user(name))) is expected


def test_on_the_day_before_that_it_is_not_yet_one(morning: time_machine.Traveller) -> None:
    dossier = taken_up()
    morning.shift(
        timedelta(days=5, hours=14)
    )  # Wednesday 25/11, 23:00: the 27th is the working day after next
    assert dossier not in listed(user("kyduyet.anxuyen"))
    morning.shift(timedelta(hours=1, minutes=1))
    assert dossier in listed(user("kyduyet.anxuyen"))


def test_whoever_has_apologised_has_no_task(morning: time_machine.Traveller) -> None:
    dossier = taken_up()
    morning.shift(timedelta(days=7))
    assert dossier in listed(user("kyduyet.anxuyen"))
    actions.extend(dossier.code, until=date(2026, 12, 4), reason="Xin lỗi.", by=user("kyduyet.anxuyen"))
    assert dossier not in listed(user("kyduyet.anxuyen"))


def test_what_is_decided_paused_submitted_or_elsewhere_is_none() -> None:
    paused, decided, waiting = asked(accepted()), sealed(), submitted()
    assert not {paused, decided, waiting} & set(listed(user("kyduyet.anxuyen")))
    assert listed(user("thuly.tuphap")) == []


def test_what_is_due_today_and_came_today_is_none_yet() -> None:
    assert accepted() not in listed(user("kyduyet.anxuyen"))


def test_what_is_proposed_is_one_still(morning: time_machine.Traveller) -> None:
    dossier = taken_up()
    actions.propose(dossier.code, outcome="granted", content="Đồng ý.", by=user("thuly.anxuyen"))
    morning.shift(timedelta(days=7))
    assert dossier in listed(user("kyduyet.anxuyen"))


def test_it_is_a_list_of_these_roles_and_costs_one_statement() -> None:
    received()
    officer = user("thuly.anxuyen")
    assert "apology_due" in [each.name for each in worklists_for(officer)]
    assert "apology_due" not in [each.name for each in worklists_for(user("tiepnhan.datmui"))]
    listed(officer)
    with statements() as asked_for:
        listed(officer)
    assert len(asked_for) == 1


def test_at_the_end_of_the_calendar_it_still_answers(morning: time_machine.Traveller) -> None:
    taken_up()
    morning.move_to(date(2031, 12, 30))
    assert listed(user("kyduyet.anxuyen")) == []
