"""Dossiers in bulk are as the verbs would have left them."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.timezone import get_default_timezone, localdate

from accounts.queries import system_user
from dossiers import actions, clock, queries, retention
from dossiers.chain import broken_at
from dossiers.models import ClockRun, Dossier, Event, Result
from dossiers.models.status import OPEN, PAUSED, Status
from dossiers.stuck.listing import groups
from seeds.bulk import seed_bulk
from tests.dossiers.playing import act
from tests.dossiers.situations import SITUATIONS
from tests.journeys import accepted, returned, run_background, submitted, user

pytestmark = pytest.mark.django_db
MIN = datetime.min.replace(tzinfo=UTC)
SEEDED = [str(state) for state in Status if state != Status.DRAFT]


@pytest.fixture
def bulk() -> list[Dossier]:
    """Some of each state."""
    seed_bulk(120, states=dict.fromkeys(SEEDED, 1), seed=5)
    return list(Dossier.objects.select_related("procedure_version", "agency"))


def test_chains_are_whole_and_events_lead_to_the_state(bulk: list[Dossier]) -> None:
    assert {dossier.status for dossier in bulk} == set(SEEDED)
    for dossier in bulk:
        events = list(dossier.events.order_by("seq"))
        assert broken_at(dossier, events) is None
        assert dossier.version == len(events)
        assert [event.at for event in events] == sorted({event.at for event in events})


def test_the_due_instant_is_the_one_of_the_reckoning(bulk: list[Dossier]) -> None:
    for dossier in bulk:
        ticks = dossier.status in OPEN and dossier.status not in PAUSED
        assert ClockRun.objects.filter(dossier=dossier, stopped_at=None).count() == ticks
        if dossier.received_at:
            found = clock.reckoned(dossier)
            assert dossier.promised_at == found.promised_at
            assert dossier.due_at == (found.due_at if ticks else None)


def test_they_can_be_worked_on(bulk: list[Dossier]) -> None:
    seed_bulk(2, states={"digitised": 1}, agency="H12.226", seed=6)
    waiting = queries.page(queries.WORKLISTS["to_take_up"], user("thuly.anxuyen")).rows
    for row in waiting:
        actions.take_up(row.code, by=user("thuly.anxuyen"))
        actions.propose(row.code, outcome="granted", content="Đồng ý.", by=user("thuly.anxuyen"))
    assert waiting


def test_codes_are_distinct_and_the_next_one_follows(bulk: list[Dossier]) -> None:
    codes = [dossier.code for dossier in bulk]
    assert len(set(codes)) == len(codes)
    assert accepted().code not in codes


def test_events_say_what_the_verbs_say() -> None:
    """The keys of the facts, by type: a verb that says more or less than the seeds is seen here."""
    for build in SITUATIONS.values():
        build()
    returned()
    act(submitted(), "accept", "reception_clerk")
    act(SITUATIONS["awaiting a supplement"](), "supplement", "reception_clerk")
    act(SITUATIONS["awaiting a payment"](), "settle_fee", "cashier")
    run_background()
    played = _keys()
    last = Event.objects.latest("pk").pk
    seed_bulk(150, states=dict.fromkeys(SEEDED, 1), seed=7)
    strange = {type_: keys - played[type_] for type_, keys in _keys(after=last).items()}
    assert not {type_: keys for type_, keys in strange.items() if keys}


def test_nothing_of_them_is_stuck_but_what_is_late_and_retention_has_nothing_to_do(
    bulk: list[Dossier],
) -> None:
    assert not [cause for group in groups(system_user()) if (cause := group.cause).is_mended]
    assert retention.retain() == retention.Retained()


def test_numbers_are_of_the_year_in_which_they_were_given(morning: time_machine.Traveller) -> None:
    morning.move_to(datetime(2027, 1, 8, 9, 0, tzinfo=get_default_timezone()))
    seed_bulk(60, agency="H12.226", days=20, seed=3)
    results = list(Result.objects.order_by("year", "number"))
    assert {result.year for result in results} == {2026, 2027}
    for year in (2026, 2027):
        of_year = [result for result in results if result.year == year]
        assert [result.number for result in of_year] == list(range(1, len(of_year) + 1))
        assert all(localdate(result.proposed_at).year == year for result in of_year)
        assert of_year == sorted(of_year, key=lambda result: result.proposed_at or MIN)


def _keys(after: int = 0) -> dict[str, set[frozenset[str]]]:
    """Every set of keys that facts of a type have, pages aside, which only some dossiers name."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for type_, facts in Event.objects.filter(pk__gt=after).values_list("type", "facts"):
        found[type_].add(frozenset(facts) - {"pages"})
    return found


def test_time_decides_where_nothing_is_asked_for() -> None:
    written = seed_bulk(300, seed=8)
    assert written.by_state["returned"] > 150
    assert len(written.by_state) >= 4


@pytest.mark.parametrize(
    "wrong",
    [["--dossiers", "0"], ["--dossiers", "5", "--state", "lost"], ["--dossiers", "5", "--agency", "H99"]],
)
def test_the_command_refuses_what_cannot_be(wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("seed_bulk", *wrong, verbosity=0)
