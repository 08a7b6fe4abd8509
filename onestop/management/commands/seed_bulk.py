"""Write plausible dossiers in bulk: manage.py seed_bulk --dossiers 100000."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dossiers.models.status import Status
from seeds.bulk import seed_bulk

MOST = 20_000_000


class Command(BaseCommand):
    help = "Write dossiers in mixed states with consistent events and chains, for benches and trials."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossiers", type=int, required=True, metavar="N", help="how many")
        parser.add_argument("--days", type=int, default=180, help="received within so many days (180)")
        parser.add_argument("--seed", type=int, default=1, help="another number, other dossiers (1)")
        parser.add_argument("--state", action="append", default=[], help="only this state; may be repeated")
        parser.add_argument("--agency", default="", help="decided by the agency with this code alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them and say how many, by state; raise CommandError for what cannot be asked for."""
        count, days, states = options["dossiers"], options["days"], options["state"]
        if not 0 < count <= MOST or not 0 < days <= 700:
            raise CommandError(f"Ask for 1 to {MOST} dossiers of the last 1 to 700 days.")
        if unknown := set(states) - set(Status.values):
            raise CommandError(f"There is no such state: {', '.join(sorted(unknown))}.")
        started = time.monotonic()
        try:
            found = seed_bulk(
                count,
                states=dict.fromkeys(states, 1) or None,
                agency=options["agency"],
                days=days,
                seed=options["seed"],
                progress=lambda done: (
                    self.stderr.write(f"{done} of {count}") if options["verbosity"] else None
                ),
            )
        except LookupError as nothing:
            raise CommandError(str(nothing)) from nothing
        seconds = time.monotonic() - started
        states_said = ", ".join(f"{name} {number}" for name, number in found.by_state.most_common())
        self.stdout.write(
            f"{found.dossiers} dossiers in {seconds:.1f} s ({found.dossiers / seconds:.0f}/s): {states_said}"
        )
