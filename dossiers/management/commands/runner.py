"""The runner of the embedded default: claims outbox messages and runs their tasks itself, without a broker.

    manage.py runner --queues default,results

The task code is Celery's: `task.apply()` under a lease. Any number of runners may run.
"""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from dossiers import outbox

QUEUES = ("default", "results", "digitisation")
PAUSE_SECONDS = 0.1


class Command(BaseCommand):
    help = "Run background work without a broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queues", default=",".join(QUEUES))
        parser.add_argument("--until-empty", action="store_true", help="end when no message is waiting")

    def handle(self, *, queues: str, until_empty: bool, **options: Any) -> None:
        names, self.ended = queues.split(","), False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        periodic = Periodic() if "default" in names else None
        while not self.ended:
            if run_one(names):
                continue
            if until_empty:
                return
            if periodic:
                periodic.run_due()
            close_old_connections()
            time.sleep(PAUSE_SECONDS)

    def end(self, *args: Any) -> None:
        self.ended = True


def run_one(queues: list[str]) -> bool:
    """Claim and run one message; False when none is waiting."""
    try:
        claimed = outbox.claim(queues, most=1, lease=settings.ONESTOP_LEASE_SECONDS)
    except (
        OperationalError,
        InterfaceError,
    ):  # the database is away or locked beyond its time-out: the next turn asks again
        close_old_connections()
        return False
    for message in claimed:
        outbox.subscriptions[message.subscriber].task.apply(args=[message.pk, message.claims])
    return bool(claimed)


class Periodic:
    """What Celery beat does in production: the entries of CELERY_BEAT_SCHEDULE, when their time has come."""

    def __init__(self) -> None:
        self.due = {name: time.monotonic() + 60 for name in settings.CELERY_BEAT_SCHEDULE}

    def run_due(self) -> None:
        for name, at in self.due.items():
            if at <= time.monotonic():
                entry: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE[name]
                self.due[name] = time.monotonic() + entry["schedule"]
                current_app.tasks[entry["task"]].apply()
