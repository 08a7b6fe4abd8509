"""Check the audit chain of every dossier, or of those named.

    manage.py check_chain [CODE …] [--json]

Ends with status 1 when a chain is broken.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dossiers.chain import broken_at
from dossiers.models import Dossier


class Command(BaseCommand):
    help = "Check the audit chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, codes: list[str], **options: Any) -> None:
        dossiers = Dossier.objects.filter(province=settings.ONESTOP_PROVINCE).order_by("id")
        if codes:
            dossiers = dossiers.filter(code__in=codes)
        checked, broken = 0, {}
        for dossier in dossiers.iterator(chunk_size=500):
            checked += 1
            if place := broken_at(dossier, dossier.events.order_by("seq")):
                broken[dossier.code] = place
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "broken": broken}))
        else:
            self.stdout.write(f"{checked} chains checked, {len(broken)} broken.")
            for code, place in broken.items():
                self.stdout.write(f"  {code}: event {place} does not fit")
        if broken:
            sys.exit(1)
