"""The stuck detector: each cause is found past its budget and not before, by who may see it, in bounded statements."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django import Settings

from accounts.models import Agency, User
from dossiers import actions
from dossiers.models import (
    ClockRun,
    Document,
    Dossier,
    HandOver,
    HandOverList,
    OutboxMessage,
    StepRun,
)
from dossiers.paging import BadKey
from dossiers.stuck.budgets import reception_minutes
from dossiers.stuck.causes import CAUSES, MENDED
from dossiers.stuck.listing import Stuck, group, groups
from procedures.models import ProcedureVersion
from tests.conftest import Who
from tests.journeys import (
    accepted,
    digitised,
    in_process,
    issued,
    processed,
    proposed,
    returned,
    submitted,
    unreadable_scan,
    user,
)
from tests.statements import statements

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = timedelta(days=7)


def stuck(by: User, cause: str) -> list[Stuck]:
    return group(CAUSES[cause], by).rows


def quiet() -> None:
    """All background work is done, though nobody did it."""
    OutboxMessage.objects.update(done_at=now())


# cause: how a dossier comes to it on Friday 2026-11-20 at 09:00, after how long it is not yet stuck, when it is, whose
# move it is. Working hours: 07:30-11:30, 13:00-17:00.
def handed_over() -> Dossier:
    dossier = digitised()
    Dossier.objects.filter(pk=dossier.pk).update(transit_to=dossier.agency)
    paper = HandOverList.objects.create(
        province="96",
        number_text="1/BG",
        giver=dossier.receiving_agency,
        receiver=dossier.agency,
        given_by=user("tiepnhan.datmui"),
        given_at=now(),
    )
    HandOver.objects.create(province="96", dossier=dossier, list=paper)
    return dossier


def by_post() -> Dossier:
    dossier = handed_over()
    HandOverList.objects.update(carrier="post")
    return dossier


def with_opinion() -> Dossier:
    dossier = in_process()
    asked = Agency.objects.get(code="H12.03")
    StepRun.objects.create(
        province="96",
        dossier=dossier,
        number=9,
        kind="opinion",
        name="Ý kiến",
        role="processing_officer",
        agency=asked,
        given_by=user("thuly.anxuyen"),
        started_at=now(),
        minutes=240,
        due_at=now() + 5 * HOUR + HOUR / 2,
    )
    return dossier


def at_nobodys_step() -> Dossier:
    dossier = in_process()
    StepRun.objects.filter(dossier=dossier).update(officer=None, taken_at=None)
    return dossier


def late_step() -> Dossier:
    dossier = in_process()
    StepRun.objects.filter(dossier=dossier).update(due_at=now() + 2 * HOUR, minutes=120)
    return dossier


def supplement(until: date | None = None) -> Dossier:
    items = [{"requirement": None, "what": "Bản sao sổ hộ tịch"}]
    return actions.request_supplement(
        in_process().code, items=items, reason="Luật Hộ tịch", until=until, by=user("thuly.anxuyen")
    )


def payment() -> Dossier:
    return actions.request_payment(in_process().code, amount=8000, reason="Lệ phí", by=user("thuly.anxuyen"))


def replaced() -> Dossier:
    dossier = returned()
    return actions.replace_result(dossier.code, reason="Sai ngày sinh.", by=user("thuly.anxuyen"))


FOUND: dict[str, tuple[Callable[[], Dossier], timedelta, timedelta, str]] = {
    "not_answered": (submitted, 2 * DAY, 3 * DAY + HOUR, "reception_clerk"),
    "not_taken_up": (digitised, 2 * DAY, 3 * DAY + HOUR, "processing_officer"),
    "overdue": (in_process, 2 * HOUR, 5 * DAY, "processing_officer"),
    "step_overdue": (late_step, HOUR, 3 * HOUR, "processing_officer"),
    "step_not_taken": (at_nobodys_step, 2 * DAY, 3 * DAY + HOUR, "processing_officer"),
    "opinion_late": (with_opinion, 4 * HOUR, 6 * HOUR, "processing_officer"),
    "not_issued": (processed, 2 * DAY, 3 * DAY + HOUR, "records_clerk"),
    "replacement_slow": (replaced, 9 * DAY, 11 * DAY, "processing_officer"),
    "not_delivered": (issued, 14 * DAY, 16 * DAY, "result_clerk"),
    "supplement_waits": (supplement, 29 * DAY, 31 * DAY, "applicant"),
    "payment_waits": (payment, 29 * DAY, 31 * DAY, "applicant"),
}


@pytest.mark.parametrize("cause", list(FOUND))
def test_it_is_found_past_its_budget_and_not_before(
    cause: str, morning: time_machine.Traveller, supervisor: User
) -> None:
    journey, not_yet, then, mover = FOUND[cause]
    dossier = journey()
    morning.shift(not_yet)
    assert stuck(supervisor, cause) == []
    morning.shift(then - not_yet)
    (found,) = stuck(supervisor, cause)
    assert (found.code, found.mover) == (dossier.code, mover)
    assert found.agency


@pytest.mark.parametrize(("journey", "days"), [(handed_over, 2), (by_post, 5)])
def test_papers_on_their_way(
    journey: Callable[[], Dossier], days: int, morning: time_machine.Traveller, supervisor: User
) -> None:
    dossier = journey()
    working_days = {2: 5 * DAY, 5: 10 * DAY}[days]  # weekends and 24 November lie in between
    morning.shift(working_days - HOUR)
    assert stuck(supervisor, "papers_in_transit") == []
    morning.shift(DAY)
    found = stuck(supervisor, "papers_in_transit")
    assert [(one.code, one.minutes, one.detail) for one in found] == [(dossier.code, days * 480, "1/BG")]


def test_a_supplement_past_the_day_that_was_named(morning: time_machine.Traveller, supervisor: User) -> None:
    dossier = supplement(date(2026, 11, 23))
    morning.shift(3 * DAY)  # the day itself
    assert stuck(supervisor, "supplement_waits") == []
    morning.shift(DAY)
    assert [one.code for one in stuck(supervisor, "supplement_waits")] == [dossier.code]


def test_reception_has_the_hours_of_its_route(morning: time_machine.Traveller, supervisor: User) -> None:
    dossier = accepted()
    minutes = reception_minutes()[dossier.procedure_version_id]
    assert minutes == 120
    morning.shift(timedelta(minutes=minutes - 1))
    assert stuck(supervisor, "reception_slow") == []
    morning.shift(timedelta(minutes=2))
    assert [one.code for one in stuck(supervisor, "reception_slow")] == [dossier.code]


def test_a_route_that_does_not_say_has_the_usual_hours(
    morning: time_machine.Traveller, supervisor: User, settings: Settings
) -> None:
    dossier = accepted()
    silent = ProcedureVersion.objects.exclude(pk__in=reception_minutes()).values_list("pk", flat=True)[0]
    Dossier.objects.filter(pk=dossier.pk).update(procedure_version_id=silent)
    morning.shift(3 * HOUR)  # 12:00: two and a half hours of work
    assert stuck(supervisor, "reception_slow") == []
    morning.shift(3 * HOUR)
    assert [one.code for one in stuck(supervisor, "reception_slow")] == [dossier.code]
    settings.ONESTOP_BUDGETS = {"reception_slow": 480}
    assert stuck(supervisor, "reception_slow") == []


def test_a_weekend_is_no_waiting(morning: time_machine.Traveller, supervisor: User) -> None:
    morning.shift(7 * HOUR + HOUR / 2)  # Friday 16:30
    submitted()
    morning.shift(2 * DAY + 15 * HOUR)  # Monday 07:30
    assert stuck(supervisor, "not_answered") == []


# --- background work --------------------------------------------------------------------------------------
def test_parked_and_forgotten_messages(morning: time_machine.Traveller, supervisor: User) -> None:
    accepted()
    morning.shift(timedelta(minutes=14))
    assert stuck(supervisor, "message_forgotten") == []
    morning.shift(timedelta(minutes=2))
    found = stuck(supervisor, "message_forgotten")
    assert "dossiers.render_receipt" in [one.detail for one in found]
    OutboxMessage.objects.update(claimed_until=now() + HOUR)
    assert stuck(supervisor, "message_forgotten") == []
    OutboxMessage.objects.update(parked_at=now(), failure_code="failed")
    assert stuck(supervisor, "message_forgotten") == []
    assert len(stuck(supervisor, "message_parked")) == OutboxMessage.objects.count()


def test_papers_never_read_and_not_readable(
    morning: time_machine.Traveller, supervisor: User, clerk: User
) -> None:
    dossier = accepted(scan=True)
    accepted(papers=[{"document": unreadable_scan(clerk).key}])
    Document.objects.filter(mime="image/png").update(failure_code="image_broken")
    morning.shift(HOUR)
    assert stuck(supervisor, "paper_not_digitised") == []  # its message is waiting: that is another cause
    quiet()
    assert [one.code for one in stuck(supervisor, "paper_not_digitised")] == [dossier.code]
    (found,) = stuck(supervisor, "paper_unreadable")
    assert (found.detail, found.mover) == ("image_broken", "reception_clerk")


def test_what_was_never_made(morning: time_machine.Traveller, supervisor: User, officer: User) -> None:
    dossier = in_process()
    actions.propose(dossier.code, outcome="granted", content="Trích lục.", by=officer)
    gone = returned()
    morning.shift(2 * DAY)
    assert [one.code for one in stuck(supervisor, "receipt_missing")] == [dossier.code]
    assert [one.code for one in stuck(supervisor, "draft_missing")] == [dossier.code]
    assert [one.code for one in stuck(supervisor, "not_archived")] == [gone.code]


def test_what_must_never_be(supervisor: User) -> None:
    lost, blind, ended = in_process(), in_process(), issued()
    StepRun.objects.filter(dossier=lost).update(ended_at=now())
    Dossier.objects.filter(pk=blind.pk).update(due_at=None)
    ClockRun.objects.filter(dossier=ended).update(stopped_at=None)
    assert [one.code for one in stuck(supervisor, "no_step")] == [lost.code]
    assert [one.code for one in stuck(supervisor, "due_missing")] == [blind.code]
    assert [one.code for one in stuck(supervisor, "clock_running")] == [ended.code]


def test_a_healthy_house_has_nothing_stuck(morning: time_machine.Traveller, supervisor: User) -> None:
    for journey in (submitted, accepted, digitised, in_process, proposed, processed, issued, returned):
        journey()
    assert groups(supervisor) == []


# --- who sees it, how much, at what price -------------------------------------------------------------------
def test_everybody_sees_the_own_dossiers_only(morning: time_machine.Traveller, who: Who) -> None:
    dossier = submitted()
    handed_over()
    morning.shift(WEEK)
    quiet()
    seen = {one.code for each in groups(who("tiepnhan.datmui")) for one in each.rows}
    assert dossier.code in seen
    for username in ("tiepnhan.anxuyen", "thuly.datmui", "quantri"):
        assert groups(who(username)) == []


def test_the_longest_wait_stands_first_and_pages_go_by_key(
    morning: time_machine.Traveller, clerk: User
) -> None:
    codes = []
    for _number in range(5):
        codes.append(submitted().code)
        morning.shift(timedelta(minutes=1))
    morning.shift(WEEK)
    cause = CAUSES["not_answered"]
    first = group(cause, clerk, most=2)
    second = group(cause, clerk, after=first.next, most=2)
    last = group(cause, clerk, after=second.next.replace("+", " "), most=2)
    assert [row.code for page in (first, second, last) for row in page.rows] == codes
    assert last.next == ""
    for bad in ("x", "~", "2026-11-20T09:00:00~1", f"{now().isoformat()}~-1"):
        with pytest.raises(BadKey):
            group(cause, clerk, after=bad)


def test_one_statement_for_each_cause_however_long(morning: time_machine.Traveller, supervisor: User) -> None:
    assert supervisor.memberships_today
    submitted()
    morning.shift(WEEK)
    groups(supervisor)  # calendars and routes are remembered
    for _number in range(2):
        with statements() as asked:
            groups(supervisor)
        assert len(asked) == len(CAUSES), asked
        assert not any(word in sql.upper() for sql in asked for word in ("COUNT(", "OFFSET"))
        for _more in range(20):
            submitted()
        morning.shift(WEEK)


def test_every_cause_has_a_way_on() -> None:
    for cause in CAUSES.values():
        assert cause.verb or cause.is_mended or cause.code in ("overdue", "step_overdue"), cause.code
    assert len(MENDED) == 9
