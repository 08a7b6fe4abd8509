"""A subscriber of the tests' own: what it did is counted, and what it does a test says."""

from collections.abc import Callable
from functools import cache

from dossiers import outbox
from dossiers.models import Event, OutboxMessage

Does = Callable[[Event], None]


class Subscriber:
    """A subscriber of the tests' own: counts how often it ran, and does what a test tells it."""

    def __init__(self) -> None:
        self.runs = 0
        self.does: Does = lambda event: None

    def __call__(self, event: Event) -> None:
        self.runs += 1
        self.does(event)

    def message(self) -> OutboxMessage:
        return OutboxMessage.objects.get(subscriber="tests.subscriber")


@cache
def trial() -> outbox.Subscription:
    """Subscribe to dossier.accepted in a queue of its own, once per process, and step back out of the register."""

    def subscriber(event: Event) -> None:
        """Do what the test says."""

    outbox.subscribe("dossier.accepted", queue="trial")(subscriber)
    found = outbox.subscriptions.pop("tests.subscriber")
    outbox._wanted["dossier.accepted"].remove(found)
    return found


def claim_one(lease: float = 60, most: int = 5) -> OutboxMessage:
    (message,) = outbox.claim(["trial"], most=most, lease=lease)
    return message


def work(lease: float = 60) -> bool:
    """Claim and deliver one message, as a runner does; False when none waits."""
    messages = outbox.claim(["trial"], most=1, lease=lease)
    for message in messages:
        outbox.deliver(message.pk, message.claims)
    return bool(messages)


def fail(event: Event) -> None:
    raise ValueError(f"Nguyễn Văn Thử, 096085004511 of event {event.pk}")


def die(event: Event) -> None:
    raise SystemExit
