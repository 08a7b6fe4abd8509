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
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from .models import Event, OutboxMessage
from .models.outbox import OPEN
from .models.rows import insert

log = logging.getLogger(__name__)
Handler = Callable[[Event], None]
MOST_FAILURES = 5
MOST_CLAIMS = 25  # begun so often and never ended: it kills who works on it


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
        def task(message_id: int, claims: int) -> None:
            deliver(message_id, claims)

        subscription = Subscription(name, queue, events, handler, task)
        subscriptions[name] = subscription
        for event in events:
            _wanted[event].append(subscription)
        return handler

    return register


def enqueue(event: Event) -> None:
    """Write one message per subscriber, in the transaction of the event."""
    messages = [
        OutboxMessage(province=event.province, event=event, subscriber=one.name, queue=one.queue)
        for one in _wanted[event.type]
    ]
    if messages:
        insert(*messages)


def claim(queues: list[str], *, most: int, lease: float) -> list[OutboxMessage]:
    """Claim up to `most` waiting messages of `queues`, oldest first, for `lease` seconds.

    Their `claims` stay as they are until work begins (`deliver`): waiting in a broker is no beginning.
    """
    at = now()
    waiting = OutboxMessage.objects.filter(
        OPEN,
        Q(not_before=None) | Q(not_before__lte=at),
        Q(claimed_until=None) | Q(claimed_until__lte=at),
        queue__in=queues,
    ).order_by("id")
    if not waiting.exists():
        return []  # the usual answer of a poll takes no lock
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        messages = list(waiting[:most])
        for message in messages:
            message.claimed_until = at + timedelta(seconds=lease)
            if message.claims and message.claims % MOST_CLAIMS == 0:
                message.parked_at, message.failure_code = at, "worker_died"
            elif message.subscriber not in subscriptions:  # renamed by a release: a person must say what now
                message.parked_at, message.failure_code = at, "subscriber_unknown"
        OutboxMessage.objects.bulk_update(messages, ["claimed_until", "parked_at", "failure_code"])
    return [message for message in messages if message.parked_at is None]


def in_flight(queue: str) -> int:
    """Count the claimed and unfinished messages of a queue (at most a relay's window of them)."""
    return OutboxMessage.objects.filter(OPEN, queue=queue, claimed_until__gt=now()).count()


def deliver(message_id: int, claims: int) -> None:
    """Begin a claimed message and run its subscriber; a copy of a claim that somebody has begun does nothing.

    `claims` is the message's count when it was claimed. To begin is to raise it, so of all copies one begins,
    and what a process does that was thought dead no longer counts.
    """
    lease = timedelta(seconds=settings.ONESTOP_LEASE_SECONDS)
    waiting = OutboxMessage.objects.filter(OPEN, pk=message_id, claims=claims)
    if not waiting.update(claims=claims + 1, claimed_until=now() + lease):
        return
    mine = OutboxMessage.objects.filter(OPEN, pk=message_id, claims=claims + 1)
    message = OutboxMessage.objects.select_related("event").get(pk=message_id)
    try:
        with _lease_kept(mine):
            subscriptions[message.subscriber].handler(message.event)
    except Exception as error:
        mine.update(**_failure(message, error))
    else:
        mine.update(done_at=now(), claimed_until=None)


def _failure(message: OutboxMessage, error: Exception) -> dict[str, Any]:
    """Return what to write of a failure, without its words, which may hold personal data, and when to try again."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__} at {place.name}:{place.lineno}"
    log.error("%s of message %s failed: %s", message.subscriber, message.pk, told)
    failures = message.failures + 1
    if isinstance(error, GiveUp) or failures >= MOST_FAILURES:
        next_step = {"parked_at": now()}
    else:
        next_step = {"not_before": now() + timedelta(seconds=2**failures)}
    return {
        "failures": failures,
        "failure_code": error.code if isinstance(error, GiveUp) else "failed",
        "last_error": told,
        "claimed_until": None,
        **next_step,
    }


def retry(message_id: int) -> bool:
    """Take a parked message up again, as patiently as a new one; False when it is not parked."""
    parked = OutboxMessage.objects.filter(pk=message_id, done_at=None, parked_at__isnull=False)
    claims = parked.values_list("claims", flat=True).first()
    if claims is None:
        return False
    # Past the next multiple of MOST_CLAIMS: the count never falls, so no copy of an older claim fits it.
    claims = (claims // MOST_CLAIMS + 1) * MOST_CLAIMS + 1
    return bool(parked.update(parked_at=None, failures=0, claims=claims, claimed_until=None, not_before=None))


@contextmanager
def _lease_kept(mine: QuerySet[OutboxMessage]) -> Iterator[None]:
    """Renew the lease from a thread while the body runs; kill -9 ends the thread too, and the lease runs out."""
    seconds, ended = settings.ONESTOP_LEASE_SECONDS, threading.Event()

    def renew() -> None:
        while not ended.wait(seconds / 3):
            try:
                mine.update(claimed_until=now() + timedelta(seconds=seconds))
            except (OperationalError, InterfaceError):
                connection.close()  # the database was away: the next turn opens it anew
        connection.close()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
