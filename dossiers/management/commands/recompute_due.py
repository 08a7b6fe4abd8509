"""Recompute what is due after a change of the calendar, and report what moved; harmless when run twice.

manage.py recompute_due [--since 2027-02-05] [--dry-run] [--json]
"""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.queries import system_user
from dossiers.actions import recompute_open
from dossiers.actions.recompute_due import Recounted
from dossiers.clock import as_fact
from procedures import formats


class Command(BaseCommand):
    help = "Recompute the due instants of all open dossiers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", help="the first day that changed; earlier promises are left alone")
        parser.add_argument("--dry-run", action="store_true", help="say what would move, and write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, since: str | None, dry_run: bool, **options: Any) -> None:
        changed = recompute_open(since=_day(since), dry_run=dry_run, by=system_user())
        open_, found = 0, list[Recounted]()
        for one in changed:
            open_ += 1
            if one is not None:
                found.append(one)
                if not options["json"]:
                    self.stdout.write(_line(one))
        refused = [one for one in found if one.refused]
        counts = {"open": open_, "moved": len(found) - len(refused), "refused": len(refused)}
        if options["json"]:
            self.stdout.write(
                json.dumps(counts | {"dry_run": dry_run, "dossiers": [_plain(one) for one in found]})
            )
        else:
            self.stdout.write("{open} open, {moved} moved, {refused} refused".format(**counts))
        if refused:
            raise CommandError(
                f"{len(refused)} could not be counted, the first is {refused[0].code}: {refused[0].refused}"
            )


def _day(since: str | None) -> date | None:
    try:
        return date.fromisoformat(since) if since else None
    except ValueError:
        raise CommandError(f"Write the day as 2027-02-05, not {since}.") from None


def _line(one: Recounted) -> str:
    if one.refused:
        return f"{one.code}: {one.refused}"
    words = [formats.short_instant(at) if at else "-" for at in (one.before, one.after)]
    return f"{one.code}: {words[0]} -> {words[1]}"


def _plain(one: Recounted) -> dict[str, str]:
    return {
        "code": one.code,
        "before": as_fact(one.before),
        "after": as_fact(one.after),
        "refused": one.refused,
    }
