"""Durable consequences of events: what happens after a verb, at least once, whoever dies meanwhile.

A subscriber is a Celery task that takes the id of an outbox message. The message is written with the event
(`enqueue`). A relay or a runner claims messages (`claim`) under a lease: the relay publishes the task to the
broker, the runner runs it in place; both end in `deliver`. A message is done only when its subscriber returned;
a process that dies lets its lease run out, and the next one begins again. Subscribers are therefore idempotent.
"""

import logging
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.timezone import now

from .models import Event, OutboxMessage
from .models.outbox import OPEN

log = logging.getLogger(__name__)
Handler = Callable[[Event], None]
MOST_FAILURES = 5
MOST_CLAIMS = 25


class GiveUp(Exception):
    """Trying again cannot help; the message is parked at once with this stable code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Subscription:
    name: str
    queue: str
    events: tuple[str, ...]
    handler: Handler
    task: Any

    @property
    def caption(self) -> str:
        return (self.handler.__doc__ or "").strip().splitlines()[0]


subscriptions: dict[str, Subscription] = {}
_wanted: dict[str, list[Subscription]] = defaultdict(list)


def subscribe(*events: str, queue: str = "default") -> Callable[[Handler], Handler]:
    """Register a handler of these event types: it becomes the Celery task '<room>.<function>' of `queue`."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__.partition('.')[0]}.{handler.__name__}"
        if name in subscriptions:
            raise ValueError(f"{name} subscribed twice")

        @shared_task(name=name, acks_late=True)
        def task(message_id: int, claim_number: int) -> None:
            deliver(message_id, claim_number)

        subscription = Subscription(name, queue, events, handler, task)
        subscriptions[name] = subscription
        for event in events:
            _wanted[event].append(subscription)
        return handler

    return register


def enqueue(event: Event) -> None:
    """Write one message per subscriber, in the transaction of the event."""
    messages = [
        OutboxMessage(province=event.province, event=event, subscriber=wanted.name, queue=wanted.queue)
        for wanted in _wanted[event.type]
    ]
    if messages:
        OutboxMessage.objects.bulk_create(messages)


def claim(queues: list[str], *, most: int, lease: float) -> list[OutboxMessage]:
    """Claim up to `most` waiting messages of `queues`, oldest first, for `lease` seconds."""
    at = now()
    waiting = OutboxMessage.objects.filter(
        OPEN, Q(not_before=None) | Q(not_before__lte=at), Q(claimed_until=None) | Q(claimed_until__lte=at), queue__in=queues
    ).order_by("id")
    if not waiting.exists():
        return []  # the usual answer of a poll takes no lock
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        messages = list(waiting[:most])
        for message in messages:
            message.claims += 1
            message.claimed_until = at + timedelta(seconds=lease)
            if message.claims > MOST_CLAIMS:
                message.parked_at, message.failure_code = at, "worker_died"
        OutboxMessage.objects.bulk_update(messages, ["claims", "claimed_until", "parked_at", "failure_code"])
    return [message for message in messages if message.parked_at is None]


def in_flight(queue: str) -> int:
    """Count the claimed and unfinished messages of a queue (at most a relay's window of them)."""
    return OutboxMessage.objects.filter(OPEN, queue=queue, claimed_until__gt=now()).count()


def deliver(message_id: int, claim_number: int) -> None:
    """Run the subscriber of a claimed message; a copy that came late (done, or claimed anew) does nothing."""
    mine = OutboxMessage.objects.filter(OPEN, pk=message_id, claims=claim_number)
    lease = timedelta(seconds=settings.ONESTOP_LEASE_SECONDS)
    if not mine.update(claimed_until=now() + lease):
        return
    message = OutboxMessage.objects.select_related("event").get(pk=message_id)
    try:
        with _lease_kept(message_id, claim_number):
            subscriptions[message.subscriber].handler(message.event)
    except Exception as error:
        _failed(message, error)
    else:
        mine.update(done_at=now(), claimed_until=None)


def _failed(message: OutboxMessage, error: Exception) -> None:
    """Write down the failure without its words, which may hold personal data, and when to try again."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    message.failures += 1
    message.last_error = f"{type(error).__name__} at {place.name}:{place.lineno}"
    message.failure_code = error.code if isinstance(error, GiveUp) else "failed"
    message.claimed_until = None
    if isinstance(error, GiveUp) or message.failures >= MOST_FAILURES:
        message.parked_at = now()
    else:
        message.not_before = now() + timedelta(seconds=2**message.failures)
    message.save(
        update_fields=["failures", "last_error", "failure_code", "claimed_until", "parked_at", "not_before"]
    )
    log.error("%s of message %s failed: %s", message.subscriber, message.pk, message.last_error)


def retry(message_id: int) -> bool:
    """Take a parked message up again; False when it is not parked."""
    parked = OutboxMessage.objects.filter(pk=message_id, done_at=None, parked_at__isnull=False)
    return bool(
        parked.update(parked_at=None, failures=0, claims=F("claims") + 1, claimed_until=None, not_before=None)
    )


@contextmanager
def _lease_kept(message_id: int, claim_number: int) -> Iterator[None]:
    """Renew the lease from a thread while the body runs; kill -9 ends the thread too, and the lease runs out."""
    seconds, ended = settings.ONESTOP_LEASE_SECONDS, threading.Event()

    def renew() -> None:
        try:
            while not ended.wait(seconds / 3):
                OutboxMessage.objects.filter(OPEN, pk=message_id, claims=claim_number).update(
                    claimed_until=now() + timedelta(seconds=seconds)
                )
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"lease-{message_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
