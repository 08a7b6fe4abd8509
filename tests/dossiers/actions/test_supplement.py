"""Taking a supplement: back to where it was, the clock runs on or begins again, papers are digitised."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.memory import forget_all
from dossiers.actions import supplement
from dossiers.entries import HandedIn
from dossiers.models import ClockRun, Document, OutboxMessage
from dossiers.refusals import Blocked
from procedures.due.calendar import CalendarNotLoaded
from procedures.models import CalendarYear
from tests.dossiers.clocks import asked, due, last_event, ready, received, supplemented, taken_up
from tests.journeys import again, submitted, uploaded_scan, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.mark.parametrize("make", [received, ready, taken_up])
def test_it_goes_back_to_where_it_was(make: Any) -> None:
    dossier = make()
    held_from = dossier.status
    assert supplemented(asked(dossier)).status == held_from


def test_a_submitted_one_goes_back_to_be_accepted() -> None:
    dossier = supplemented(asked(submitted()))
    assert (dossier.status, dossier.due_at) == ("submitted", None)
    assert not dossier.clock_runs.exists()


def test_the_due_instant_moves_by_the_working_time(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(days=3, hours=2))  # Monday 11:00: 6.5 hours of Friday, 3.5 of Monday
    supplemented(dossier)

    assert due(dossier) == "2026-12-02 09:30"
    assert [run.reason for run in dossier.clock_runs.order_by("started_at")] == ["accepted", "supplemented"]
    assert ClockRun.objects.get(dossier=dossier, stopped_at=None).reason == "supplemented"


def test_where_the_version_says_so_the_whole_limit_begins_again(morning: time_machine.Traveller) -> None:
    dossier = asked(received(on_supplement="RESTART"))
    morning.shift(timedelta(days=3, hours=2))
    supplemented(dossier)
    assert due(dossier) == "2026-12-01 17:00"


def test_what_was_overdue_stays_overdue(morning: time_machine.Traveller) -> None:
    dossier = received(on_supplement="RESTART")
    morning.shift(timedelta(days=11))
    asked(dossier)
    morning.shift(timedelta(days=2))
    supplemented(dossier)
    assert due(dossier) == "2026-11-30 17:00"


def test_the_event_says_what_came_and_how_the_due_instant_moved(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(hours=1))
    supplemented(dossier, handed_in=[1], note="Bản chính")
    event = last_event(dossier)

    assert event.personal == {"note": "Bản chính"}
    assert event.facts == {
        "handed_in": [1],
        "papers": [],
        "due_before": "2026-11-30T10:00:00+00:00",
        "due_after": "2026-12-01T01:30:00+00:00",
    }


def test_papers_are_given_to_it_and_digitised() -> None:
    dossier = asked(received())
    paper = uploaded_scan(user("tiepnhan.datmui"))
    supplemented(dossier, papers=[HandedIn(paper.key, 1)])

    given = Document.objects.get(key=paper.key)
    assert (given.dossier_id, given.requirement and given.requirement.number) == (dossier.pk, 1)
    waiting = OutboxMessage.objects.filter(event=last_event(dossier))
    assert "dossiers.digitise" in waiting.values_list("subscriber", flat=True)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"handed_in": [99]}, "handed_in", "requirement_unknown"),
        ({"handed_in": ["1"]}, "handed_in", "requirement_unknown"),
        ({"papers": [HandedIn("x" * 22, 99)]}, "papers", "requirement_unknown"),
        ({"papers": [HandedIn("no key", None)]}, "papers", "papers_not_valid"),
        ({"note": "x" * 1001}, "note", "text_not_valid"),
    ],
)
def test_what_cannot_be_taken(changes: dict[str, Any], field: str, code: str) -> None:
    dossier = asked(received())
    with refused(dossier, Invalid, f"{field}: {code}"):
        supplemented(dossier, **changes)


def test_a_paper_that_nobody_uploaded_or_another_did() -> None:
    dossier, other = asked(received()), uploaded_scan(user("tiepnhan.anxuyen"))
    for key in ("x" * 22, other.key):
        with refused(dossier, Blocked, "paper_not_there"):
            supplemented(dossier, papers=[HandedIn(key, None)])


def test_paper_that_comes_to_an_online_dossier_lies_at_the_service_centre() -> None:
    dossier = received()
    type(dossier).objects.filter(pk=dossier.pk).record(papers_at=None)
    supplemented(asked(again(dossier)), handed_in=[1])
    assert again(dossier).papers_at_id == dossier.receiving_agency_id


def test_twice_is_refused_and_so_is_who_may_not() -> None:
    dossier = asked(received())
    with refused(dossier, PermissionDenied):
        supplement(dossier.code, by=user("thuly.anxuyen"))
    supplemented(dossier)
    with refused(dossier, Blocked, "wrong_state"):
        supplemented(dossier)


def test_a_year_that_is_not_loaded_is_said(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    CalendarYear.objects.filter(year__gte=2027).delete()
    forget_all()
    morning.shift(timedelta(days=40))
    with refused(dossier, CalendarNotLoaded):
        supplemented(dossier)


def test_a_clock_set_back_makes_no_run_before_the_last(morning: time_machine.Traveller) -> None:
    dossier = asked(received())
    morning.shift(timedelta(minutes=-10))
    supplemented(dossier)
    runs = list(dossier.clock_runs.order_by("started_at"))
    assert runs[0].stopped_at is not None
    assert runs[0].started_at <= runs[0].stopped_at <= runs[1].started_at
    assert due(dossier) == "2026-11-30 17:00"
