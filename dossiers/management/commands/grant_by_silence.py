"""Grant what nobody answered in time, where the procedure takes silence for a yes; harmless when run twice.

manage.py grant_by_silence [--json]
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.queries import system_user
from dossiers.actions import grant_lapsed


class Command(BaseCommand):
    help = "Grant by silence whatever has become due unanswered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        granted = grant_lapsed(by=system_user())
        self.stdout.write(json.dumps({"granted": granted}) if options["json"] else f"{granted} granted")
