"""The relay of the production profile: claims outbox messages and publishes their tasks to the broker.

    manage.py relay

It keeps a bounded window in flight per queue: what waits, waits in the database, where it cannot be lost.
"""

import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from kombu.exceptions import OperationalError as BrokerError

from dossiers import outbox

from .runner import PAUSE_SECONDS, QUEUES

WINDOW = 16  # messages of one queue claimed and unfinished
START_LEASES = 4  # a published task that no worker has begun in so many leases is published anew


class Command(BaseCommand):
    help = "Publish background work to the broker."

    def handle(self, **options: Any) -> None:
        self.ended = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        alive = settings.ONESTOP_VAR / "run" / "relay.alive"
        alive.parent.mkdir(parents=True, exist_ok=True)
        while not self.ended:
            alive.touch()  # the container's health check looks at its age
            try:
                published = sum(publish(queue) for queue in QUEUES)
            except (OperationalError, InterfaceError, BrokerError) as error:
                self.stderr.write(f"relay: {type(error).__name__}; trying again")
                close_old_connections()
                time.sleep(1)
                continue
            if not published:
                time.sleep(PAUSE_SECONDS)

    def end(self, *args: Any) -> None:
        self.ended = True


def publish(queue: str) -> int:
    """Publish what fits into the window of `queue`; return how many."""
    if outbox.in_flight(queue) >= WINDOW:
        return 0
    lease = START_LEASES * settings.ONESTOP_LEASE_SECONDS
    claimed = outbox.claim([queue], most=1, lease=lease)
    for message in claimed:
        task = outbox.subscriptions[message.subscriber].task
        # A copy that no worker took in time leaves the broker by itself: it is about to be published anew.
        task.apply_async(args=[message.pk, message.claims], queue=queue, expires=lease)
    return len(claimed)
