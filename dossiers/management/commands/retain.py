"""Hand closed dossiers to the archive, and erase personal data after the time of keeping (docs/retention.md).

    manage.py retain [--dry-run] [--json]

It may be run at any time, also beside the hourly task; a second run finds nothing to do.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dossiers.retention import retain


class Command(BaseCommand):
    help = "Archive closed dossiers and erase what was kept long enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        done = retain(dry_run=dry_run)
        if options["json"]:
            told = {"dry_run": dry_run, "archived": done.archived, "erased": done.erased}
            self.stdout.write(json.dumps({**told, "left": dict(done.left), "swept": done.swept}))
            return
        would = "would be " if dry_run else ""
        self.stdout.write(f"{len(done.archived)} dossiers {would}archived, {len(done.erased)} {would}erased.")
        for code in done.erased:
            self.stdout.write(f"  erased: {code}")
        for reason, count in sorted(done.left.items()):
            self.stdout.write(f"  left as they are, {reason}: {count}")
        if not dry_run:
            self.stdout.write(f"{done.swept} uploads that nobody took were removed.")
