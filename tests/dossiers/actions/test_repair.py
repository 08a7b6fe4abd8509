"""Repair: what a machine left undone is done; twice is once; what a person must do is not touched."""

import io
import json
import logging
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from pytest_django import Settings

from accounts.faults import Invalid
from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.actions.repair import _REPAIRS
from dossiers.chain import broken_at
from dossiers.models import ClockRun, Dossier, OutboxMessage, StepRun
from dossiers.stuck.causes import CAUSES, MENDED
from dossiers.stuck.listing import group
from tests.journeys import accepted, again, in_process, returned, run_background, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ONESTOP_ARCHIVE_DIR = tmp_path / "archive"


def codes(cause: str, by: User) -> list[str]:
    return [row.code for row in group(CAUSES[cause], by).rows]


def dead(subscriber: str) -> None:
    """The messages of a subscriber say that they are done, and nobody did the work."""
    OutboxMessage.objects.filter(subscriber=subscriber).update(done_at=now())


def mended(cause: str, dossier: Dossier, by: User) -> None:
    """The repair takes it off the list; a second time there is nothing to repair."""
    assert codes(cause, by) == [dossier.code]
    assert actions.repair(cause, dossier.code, by=by)
    run_background()
    assert codes(cause, by) == []
    assert not actions.repair(cause, dossier.code, by=by)


def test_a_receipt_that_was_never_made(morning: time_machine.Traveller, clerk: User) -> None:
    dossier = accepted()
    dead("dossiers.render_receipt")
    morning.shift(3600)
    mended("receipt_missing", dossier, clerk)
    assert dossier.documents.filter(kind="receipt").count() == 1


def test_a_message_that_was_never_written(morning: time_machine.Traveller, clerk: User) -> None:
    dossier = accepted()
    OutboxMessage.objects.filter(subscriber="dossiers.render_receipt").delete()
    morning.shift(3600)
    mended("receipt_missing", dossier, clerk)


def test_a_message_that_waits_already_is_left_alone(morning: time_machine.Traveller, clerk: User) -> None:
    dossier = accepted()
    morning.shift(3600)
    before = list(OutboxMessage.objects.order_by("pk").values())
    assert actions.repair("receipt_missing", dossier.code, by=clerk)
    assert list(OutboxMessage.objects.order_by("pk").values()) == before


def test_a_paper_that_was_never_read(morning: time_machine.Traveller, clerk: User) -> None:
    dossier = accepted(scan=True)
    dead("dossiers.digitise")
    morning.shift(3600)
    mended("paper_not_digitised", dossier, clerk)


def test_a_draft_that_was_never_made(morning: time_machine.Traveller, officer: User) -> None:
    dossier = in_process()
    actions.propose(dossier.code, outcome="granted", content="Trích lục.", by=officer)
    dead("dossiers.render_result")
    morning.shift(3600)
    mended("draft_missing", dossier, officer)


def test_an_archive_that_was_missed(morning: time_machine.Traveller, officer: User) -> None:
    dossier = returned()
    OutboxMessage.objects.update(done_at=now())
    morning.shift(2 * 86_400)
    mended("not_archived", dossier, officer)
    assert again(dossier).archived_at is not None


def test_parked_work(clerk: User) -> None:
    dossier = accepted()
    messages = OutboxMessage.objects.filter(event__dossier=dossier)
    messages.update(parked_at=now(), failure_code="failed", failures=5)
    assert actions.repair("message_parked", dossier.code, by=clerk)
    assert not messages.exclude(parked_at=None).exists()
    assert not actions.repair("message_parked", dossier.code, by=clerk)


def test_forgotten_work(morning: time_machine.Traveller, clerk: User) -> None:
    dossier = accepted()
    OutboxMessage.objects.update(claimed_until=now())
    morning.shift(3600)
    assert actions.repair("message_forgotten", dossier.code, by=clerk)
    assert not OutboxMessage.objects.exclude(claimed_until=None).exists()
    run_background()
    assert not actions.repair("message_forgotten", dossier.code, by=clerk)


def test_a_dossier_at_no_step_begins_it_again(officer: User) -> None:
    dossier = in_process()
    StepRun.objects.filter(dossier=dossier).update(ended_at=now())
    mended("no_step", dossier, officer)
    run = StepRun.objects.get(dossier=dossier, ended_at=None)
    assert (run.role, run.officer) == ("processing_officer", officer)
    event = dossier.events.get(type="dossier.step_released")
    assert (event.actor, event.on_behalf_of) == (system_user(), "user:thuly.anxuyen")
    assert event.facts["because"] == "no_step"
    assert broken_at(again(dossier), dossier.events.order_by("seq")) is None


def test_a_due_instant_that_is_missing_is_reckoned_again(
    morning: time_machine.Traveller, officer: User
) -> None:
    dossier = in_process()
    due_at = again(dossier).due_at
    Dossier.objects.filter(pk=dossier.pk).update(due_at=None)
    mended("due_missing", dossier, officer)
    assert again(dossier).due_at == due_at


def test_a_clock_that_runs_after_the_end(officer: User) -> None:
    dossier = returned()
    OutboxMessage.objects.update(done_at=now())
    ClockRun.objects.filter(dossier=dossier).update(stopped_at=None)
    mended("clock_running", dossier, officer)
    assert ClockRun.objects.get(dossier=dossier).stopped_at == again(dossier).finished_at


def test_a_clock_that_runs_while_the_applicant_is_waited_for(officer: User) -> None:
    dossier = in_process()
    actions.request_payment(dossier.code, amount=8000, reason="Lệ phí", by=officer)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=now())
    mended("clock_running", dossier, officer)
    assert again(dossier).due_at is None


# --- all at once, and who may ------------------------------------------------------------------------------
def test_all_at_once_and_a_second_time_nothing(morning: time_machine.Traveller, supervisor: User) -> None:
    for _number in range(3):
        accepted()
    dead("dossiers.render_receipt")
    morning.shift(3600)
    told = actions.repair_all("receipt_missing", by=supervisor, most=2)
    assert (told.done, told.refused, told.more) == ({"receipt_missing": 2}, {}, True)
    actions.repair_all(by=supervisor)
    run_background()
    assert not actions.repair_all(by=supervisor).done


def test_what_fails_stops_nothing_else(morning: time_machine.Traveller, supervisor: User) -> None:
    broken, whole = in_process(), in_process()
    for dossier in (broken, whole):
        Dossier.objects.filter(pk=dossier.pk).update(due_at=None)
    ClockRun.objects.filter(dossier=broken).update(started_at=now(), reason="")
    Dossier.objects.filter(pk=broken.pk).update(received_at=now().replace(year=2039))
    told = actions.repair_all("due_missing", by=supervisor)
    assert told.done == {"due_missing": 1}
    assert told.refused.total() == 1
    assert again(whole).due_at is not None


@pytest.mark.parametrize("cause", ["not_taken_up", "overdue", "no_such_cause", ""])
def test_what_a_person_must_do_no_machine_does(cause: str, clerk: User) -> None:
    dossier = submitted()
    with pytest.raises(Invalid):
        actions.repair(cause, dossier.code, by=clerk)


def test_nobody_repairs_what_they_may_not_see(db: None) -> None:
    dossier = accepted()
    OutboxMessage.objects.update(parked_at=now())
    stranger = User.objects.get(username="thuly.datmui")
    with pytest.raises(NotVisible):
        actions.repair("message_parked", dossier.code, by=stranger)
    assert not actions.repair_all(by=stranger).done


def test_every_repair_leaves_a_line_without_personal_data(
    morning: time_machine.Traveller, clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    dossier = accepted()
    OutboxMessage.objects.update(parked_at=now())
    logging.getLogger("dossiers").propagate = True
    with caplog.at_level(logging.INFO, logger="dossiers"):
        actions.repair("message_parked", dossier.code, by=clerk)
    assert f"repaired message_parked of {dossier.code} on the order of tiepnhan.datmui" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_every_cause_of_the_machine_has_its_repair() -> None:
    assert set(_REPAIRS) == set(MENDED)


def test_the_command_lists_and_repairs(morning: time_machine.Traveller) -> None:
    dossier = accepted()
    dead("dossiers.render_receipt")
    morning.shift(3600)

    def told(*options: str) -> str:
        out = io.StringIO()
        call_command("stuck", *options, stdout=out)
        return out.getvalue()

    listed = {each["cause"]: each for each in json.loads(told("--json"))["causes"]}
    assert [row["code"] for row in listed["receipt_missing"]["rows"]] == [dossier.code]
    assert dossier.code in told()
    repaired = json.loads(told("--json", "--repair"))
    assert repaired["repaired"]["receipt_missing"] == 1
    run_background()
    assert "receipt_missing" not in told("--repair")
