"""The outbox: what a verb asks for happens at least once, whoever dies meanwhile, and never without the verb."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now
from pytest_django import Settings

from dossiers import outbox
from dossiers.management.commands.runner import run_one
from dossiers.models import Event, OutboxMessage
from tests.dossiers.trial import Subscriber, claim_one, die, work
from tests.journeys import accepted
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_the_message_is_written_with_the_event(subscriber: Subscriber) -> None:
    dossier = accepted()
    assert subscriber.message().event == dossier.events.get()
    assert subscriber.runs == 0


def test_no_event_no_message(subscriber: Subscriber) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        accepted()
        raise RuntimeError("the power goes off before the commit")
    assert not OutboxMessage.objects.exists()
    assert not work()


def test_a_delivered_message_is_done(subscriber: Subscriber) -> None:
    accepted()
    assert work()
    assert subscriber.message().done_at is not None
    assert not work()
    assert subscriber.runs == 1


def test_a_claimed_message_is_given_to_nobody_else(subscriber: Subscriber) -> None:
    accepted()
    claim_one()
    assert outbox.claim(["trial"], most=5, lease=60) == []


def test_a_claim_takes_its_own_queues_oldest_first(subscriber: Subscriber) -> None:
    codes = [accepted().code for _ in range(3)]
    first = outbox.claim(["trial"], most=2, lease=60)
    assert [message.event.dossier.code for message in first] == codes[:2]
    assert outbox.claim(["nothing"], most=9, lease=60) == []


def test_two_claimers_share_the_messages(committed: None, subscriber: Subscriber) -> None:
    for _ in range(20):
        accepted()
    claimed: list[int] = []

    def claimer(number: int) -> None:
        while messages := outbox.claim(["trial"], most=3, lease=60):
            claimed.extend(message.pk for message in messages)

    at_once(claimer, 2)
    assert len(claimed) == len(set(claimed)) == 20


def test_a_claimer_does_not_wait_for_another(committed: None, subscriber: Subscriber) -> None:
    for _ in range(2):
        accepted()

    def claimer(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return claim_one(most=1).pk

    with transaction.atomic():  # as slow as a claimer can be
        mine = claim_one(most=1).pk
        (theirs,) = at_once(claimer, 1)
    assert isinstance(theirs, int)
    assert theirs != mine


def test_when_the_worker_died_the_lease_ends_and_the_next_begins(
    morning: time_machine.Traveller, subscriber: Subscriber
) -> None:
    accepted()
    claim_one(lease=60)
    morning.shift(timedelta(seconds=59))
    assert not work()
    morning.shift(timedelta(seconds=2))
    assert work()
    assert subscriber.runs == 1


def test_of_two_copies_of_a_claim_one_runs(subscriber: Subscriber) -> None:
    accepted()
    message = claim_one()
    outbox.deliver(message.pk, message.claims)
    outbox.deliver(message.pk, message.claims)
    assert subscriber.runs == 1


def test_a_copy_of_an_older_claim_does_nothing(
    morning: time_machine.Traveller, subscriber: Subscriber
) -> None:
    accepted()
    stale = claim_one()
    subscriber.does = die
    with pytest.raises(SystemExit):
        outbox.deliver(stale.pk, stale.claims)  # begun, then killed
    morning.shift(timedelta(seconds=120))
    subscriber.does = lambda event: outbox.deliver(
        stale.pk, stale.claims
    )  # the copy comes while another works
    assert work()
    assert subscriber.runs == 2
    assert subscriber.message().claims == stale.claims + 2


def test_waiting_in_a_broker_is_no_beginning(subscriber: Subscriber) -> None:
    accepted()
    for _ in range(2 * outbox.MOST_CLAIMS):
        claim_one(lease=-1)
    assert work()
    assert subscriber.runs == 1


def test_the_heartbeat_keeps_the_lease_of_slow_work(
    committed: None, subscriber: Subscriber, settings: Settings
) -> None:
    settings.ONESTOP_LEASE_SECONDS = 0.3
    accepted()
    stolen: list[Any] = []

    def take_long(event: Event) -> None:
        ends = now() + timedelta(seconds=0.9)
        while now() < ends:
            stolen.extend(outbox.claim(["trial"], most=1, lease=60))
            threading.Event().wait(0.02)

    subscriber.does = take_long
    assert work(lease=0.3)
    assert stolen == []
    assert subscriber.message().done_at is not None


def test_the_runner_runs_the_celery_task_itself(subscriber: Subscriber) -> None:
    accepted()
    assert run_one(["trial"])
    assert not run_one(["trial"])
    assert subscriber.runs == 1


def test_a_name_subscribes_once(subscriber: Subscriber) -> None:
    def subscriber_(event: Event) -> None:
        """The same name again."""

    subscriber_.__name__ = "subscriber"
    with pytest.raises(ValueError, match="subscribed twice"):
        outbox.subscribe("dossier.accepted")(subscriber_)


def test_the_table_of_consequences_is_current() -> None:
    call_command("show_subscriptions", check=True)
