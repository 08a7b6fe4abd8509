"""Print the whole table 'when X then Y', as it stands in docs/events.md.

manage.py show_subscriptions [--check]
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from dossiers.event_types import EVENT_TYPES
from dossiers.outbox import subscriptions

PLACE = Path(settings.BASE_DIR, "docs", "events.md")
HEAD = """# Events and their consequences

Made by `manage.py show_subscriptions`; `make check` fails when it is stale. Every event is written in the transaction
of its verb; every consequence is a message in the outbox, delivered after the commit, at least once.

| event | sentence | shown to the citizen | personal data | consequences (queue) |
|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print events and their consequences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail unless docs/events.md says the same")
        parser.add_argument("--write", action="store_true", help="write docs/events.md")

    def handle(self, *, check: bool, write: bool, **options: Any) -> None:
        with translation.override("en"):
            table = HEAD + "".join(f"{line}\n" for line in rows())
        if write:
            PLACE.write_text(table)
        elif check and (not PLACE.exists() or PLACE.read_text() != table):
            raise CommandError("docs/events.md is stale: run manage.py show_subscriptions --write")
        elif not check:
            self.stdout.write(table)


def rows() -> list[str]:
    """One line per event type."""
    lines = []
    for kind in EVENT_TYPES.values():
        told = [found for found in subscriptions.values() if kind.name in found.events]
        then = "<br>".join(f"`{one.name}` ({one.queue}): {one.caption}" for one in told)
        personal = ", ".join(sorted(kind.personal))
        lines.append(f"| `{kind.name}` | {kind.sentence} | {kind.public or ''} | {personal} | {then} |")
    return lines
