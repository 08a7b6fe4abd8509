"""Work that fails: tried again more and more slowly, then set aside where a person sees it, without its words."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from dossiers import outbox
from dossiers.models import Event, OutboxMessage
from tests.dossiers.trial import Subscriber, claim_one, die, fail, work
from tests.journeys import accepted

pytestmark = pytest.mark.django_db


def test_who_lost_the_lease_and_fails_spoils_nothing(
    morning: time_machine.Traveller, subscriber: Subscriber
) -> None:
    accepted()

    def be_overtaken(event: Event) -> None:
        subscriber.does = lambda event: None
        morning.shift(timedelta(seconds=120))
        assert work()  # another worker finishes meanwhile
        fail(event)

    subscriber.does = be_overtaken
    assert work()
    message = subscriber.message()
    assert message.done_at is not None
    assert (message.failures, message.parked_at) == (0, None)


def test_a_failure_is_tried_again_after_2_4_8_16_seconds_then_parked(
    morning: time_machine.Traveller, subscriber: Subscriber
) -> None:
    accepted()
    subscriber.does = fail
    for seconds in (2, 4, 8, 16):
        assert work()
        morning.shift(timedelta(seconds=seconds - 0.1))
        assert not work()
        morning.shift(timedelta(seconds=0.2))
    assert work()
    message = subscriber.message()
    assert (message.failures, message.failure_code) == (5, "failed")
    assert message.parked_at == now()
    morning.shift(timedelta(days=1))
    assert not work()


def test_no_words_of_an_error_are_kept(subscriber: Subscriber, caplog: pytest.LogCaptureFixture) -> None:
    accepted()
    subscriber.does = fail
    work()
    error = subscriber.message().last_error
    assert error.startswith("ValueError at fail:")
    assert "096085004511" not in error + caplog.text
    assert "Nguyễn" not in error + caplog.text


def test_giving_up_parks_at_once_with_its_code(subscriber: Subscriber) -> None:
    def give_up(event: Event) -> None:
        raise outbox.GiveUp("no_such_gateway")

    accepted()
    subscriber.does = give_up
    work()
    message = subscriber.message()
    assert (message.failures, message.failure_code) == (1, "no_such_gateway")
    assert message.parked_at is not None


def test_a_parked_message_is_taken_up_again(subscriber: Subscriber) -> None:
    accepted()
    OutboxMessage.objects.update(parked_at=now(), failures=5, claims=5)
    assert outbox.retry(subscriber.message().pk)
    assert work()
    assert (subscriber.runs, subscriber.message().failures) == (1, 0)


def test_only_parked_messages_are_retried(subscriber: Subscriber) -> None:
    accepted()
    assert not outbox.retry(subscriber.message().pk)
    work()
    assert not outbox.retry(subscriber.message().pk)
    assert not outbox.retry(0)


def test_what_kills_its_workers_is_parked(subscriber: Subscriber) -> None:
    accepted()
    subscriber.does = die
    for _ in range(outbox.MOST_CLAIMS):
        message = claim_one(lease=-1)
        with pytest.raises(SystemExit):
            outbox.deliver(message.pk, message.claims)
        OutboxMessage.objects.update(claimed_until=now() - timedelta(seconds=1))
    assert not work()
    assert subscriber.message().failure_code == "worker_died"
    assert subscriber.runs == outbox.MOST_CLAIMS


def test_after_a_retry_it_may_kill_as_many_again(subscriber: Subscriber) -> None:
    accepted()
    OutboxMessage.objects.update(parked_at=now(), claims=outbox.MOST_CLAIMS, failure_code="worker_died")
    outbox.retry(subscriber.message().pk)
    assert subscriber.message().claims > outbox.MOST_CLAIMS
    assert work()
    assert subscriber.message().done_at is not None


def test_work_that_a_release_renamed_is_set_aside(subscriber: Subscriber) -> None:
    accepted()
    OutboxMessage.objects.filter(subscriber="tests.subscriber").update(subscriber="tests.gone")
    assert not work()
    gone = OutboxMessage.objects.get(subscriber="tests.gone")
    assert (gone.failure_code, gone.parked_at is None) == ("subscriber_unknown", False)
