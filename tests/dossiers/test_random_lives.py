"""Random verbs by random people at random moments: whatever they do, these things stay true of a dossier."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accounts.faults import Invalid
from dossiers import clock
from dossiers.access import NotVisible
from dossiers.chain import broken_at
from dossiers.models import ClockRun, Dossier, Event
from dossiers.models.status import CLOSED, OPEN, PAUSED, Status
from dossiers.refusals import Blocked
from tests.conftest import MORNING
from tests.dossiers.playing import PEOPLE, PLAYED, act
from tests.journeys import accepted, again, digitised, in_process, proposed, submitted

pytestmark = pytest.mark.django_db
BEGINNINGS = (submitted, accepted, digitised, in_process, proposed)
# Long lives, so verbs of the main path come oftener than the others.
LIKELY = (
    "confirm_digitisation",
    "take_up",
    "propose",
    "render_result",
    "approve",
    "seal",
    "issue",
    "deliver",
)
Act = tuple[str, str, int]
acts = some.lists(
    some.tuples(
        some.one_of(some.sampled_from(sorted(PLAYED)), some.sampled_from(LIKELY)),
        some.sampled_from(sorted(PEOPLE)),
        some.sampled_from((1, 30, 600, 3 * 1440)),  # minutes until then
    ),
    min_size=4,
    max_size=30,
)


class _Back(Exception):
    """The end of one life: everything is taken back."""


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(beginning=some.sampled_from(BEGINNINGS), life=acts)
def test_whatever_happens_these_stay_true(beginning: "type[Dossier]", life: Sequence[Act]) -> None:
    with time_machine.travel(MORNING, tick=False) as moment:
        try:
            with transaction.atomic():
                dossier = beginning()
                born = again(dossier)
                for verb, column, minutes in life:
                    moment.shift(timedelta(minutes=minutes))
                    _do(dossier, verb, column)
                    _check(born, again(dossier))
                raise _Back
        except _Back:
            pass


def _do(dossier: Dossier, verb: str, column: str) -> None:
    """Do it, if it can be done; what is refused leaves nothing behind."""
    before = again(dossier).version
    try:
        with transaction.atomic():
            act(dossier, verb, column)
    except (Blocked, PermissionDenied, NotVisible, Invalid):
        assert again(dossier).version == before


def _check(born: Dossier, it: Dossier) -> None:
    events = list(it.events.order_by("seq"))
    assert (it.code, it.token) == (born.code, born.token)
    assert broken_at(it, events) is None
    assert it.version == it.head_seq == len(events)
    _check_replay(it, events)
    _check_clock(it)
    _check_steps(it)


def _check_replay(it: Dossier, events: list[Event]) -> None:
    """Events lead from state to state without a jump, and end where the dossier is."""
    assert all(one.target == following.source for one, following in pairwise(events))
    assert all(one.at <= following.at for one, following in pairwise(events))
    assert events[-1].target == it.status
    assert (it.finished_at is not None) == (it.status in (*CLOSED, Status.ISSUED))


def _check_clock(it: Dossier) -> None:
    runs = list(ClockRun.objects.filter(dossier=it).order_by("started_at"))
    running = [run for run in runs if run.stopped_at is None]
    ticks = it.status in OPEN and it.status not in PAUSED
    assert len(running) == (1 if ticks else 0)
    assert (it.due_at is not None) == ticks
    if it.received_at:
        found = clock.reckoned(it)
        assert (it.promised_at, it.due_at) == (found.promised_at, found.due_at if ticks else None)
    assert all(run.stopped_at and run.stopped_at <= later.started_at for run, later in pairwise(runs))
    if it.received_at:
        assert all(run.started_at >= it.received_at for run in runs)
    assert all((run.stopped_at or now()) >= run.started_at for run in runs)


def _check_steps(it: Dossier) -> None:
    runs = list(it.step_runs.order_by("number"))
    tasks = [run for run in runs if run.kind == "task" and run.ended_at is None]
    assert len(tasks) <= 1
    assert [run.number for run in runs] == list(range(1, it.runs + 1))
    assert (it.step, it.step_role) == ((tasks[0].key, tasks[0].role) if tasks else ("", ""))
    if it.status == Status.IN_PROCESS:
        assert any(run.ended_at is None for run in runs)
    if it.status in CLOSED:
        assert all(run.ended_at is not None for run in runs)
