"""Granting by silence: where the procedure says so, at the due instant, by the system alone."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils.timezone import localtime

from accounts.queries import system_user
from dossiers.actions import grant_by_silence, grant_lapsed
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from dossiers.tasks import grant_lapsed as task
from tests.dossiers.clocks import asked, due, five_days, last_event, received, supplemented, taken_up
from tests.journeys import again, proposed, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LATER = timedelta(days=12)


def silent(make: Any = received) -> Dossier:
    found: Dossier = make(silent_approval=True)
    return found


@pytest.mark.parametrize("make", [received, taken_up])
def test_it_is_granted_at_the_due_instant(make: Any, morning: time_machine.Traveller) -> None:
    dossier = silent(make)
    morning.shift(LATER)
    granted = grant_by_silence(dossier.code, by=system_user())

    assert (granted.status, due(granted)) == ("returned", "")
    assert granted.finished_at == granted.promised_at
    assert f"{localtime(granted.finished_at):%Y-%m-%d %H:%M}" == "2026-11-30 17:00"
    assert [run.stopped_at for run in granted.clock_runs.all()] == [granted.finished_at]
    assert not granted.step_runs.filter(ended_at=None).exists()
    assert last_event(granted).facts == {"due_at": "2026-11-30T10:00:00+00:00"}


def test_not_before_the_due_instant(morning: time_machine.Traveller) -> None:
    dossier = silent()
    morning.shift(timedelta(days=10, hours=7, minutes=59))
    with refused(dossier, Blocked, "silence_does_not_grant"):
        grant_by_silence(dossier.code, by=system_user())


def test_not_where_the_procedure_does_not_say_so(morning: time_machine.Traveller) -> None:
    dossier = received()
    morning.shift(LATER)
    with refused(dossier, Blocked, "silence_does_not_grant"):
        grant_by_silence(dossier.code, by=system_user())


def test_not_while_the_applicant_is_asked(morning: time_machine.Traveller) -> None:
    dossier = asked(silent())
    morning.shift(LATER)
    with refused(dossier, Blocked, "wrong_state"):
        grant_by_silence(dossier.code, by=system_user())


def test_a_run_that_began_after_the_due_instant_ends_where_it_began(morning: time_machine.Traveller) -> None:
    dossier = silent()
    morning.shift(LATER)
    supplemented(asked(dossier))
    granted = grant_by_silence(dossier.code, by=system_user())

    assert [run.stopped_at for run in granted.clock_runs.filter(reason="supplemented")] == [
        run.started_at for run in granted.clock_runs.filter(reason="supplemented")
    ]


def test_nobody_but_the_system(morning: time_machine.Traveller) -> None:
    dossier = silent()
    morning.shift(LATER)
    with refused(dossier, PermissionDenied):
        grant_by_silence(dossier.code, by=user("kyduyet.anxuyen"))


def test_twice_is_refused(morning: time_machine.Traveller) -> None:
    dossier = silent()
    morning.shift(LATER)
    grant_by_silence(dossier.code, by=system_user())
    with refused(dossier, Blocked, "wrong_state"):
        grant_by_silence(dossier.code, by=system_user())


def test_what_has_lapsed_is_granted_by_the_clock(morning: time_machine.Traveller) -> None:
    silent_one, other = silent(), received(silent_approval=False)
    assert grant_lapsed(by=system_user()) == 0
    morning.shift(LATER)
    task()
    assert (again(silent_one).status, again(other).status) == ("returned", "received")
    assert grant_lapsed(by=system_user()) == 0


def test_a_proposal_is_an_answer(morning: time_machine.Traveller) -> None:
    five_days(silent_approval=True)
    dossier = proposed()
    morning.shift(LATER)
    assert grant_lapsed(by=system_user()) == 0
    assert again(dossier).status == "in_process"


def test_the_command_says_how_many(morning: time_machine.Traveller) -> None:
    silent()
    morning.shift(LATER)
    out = StringIO()
    call_command("grant_by_silence", "--json", stdout=out)
    assert out.getvalue() == '{"granted": 1}\n'
