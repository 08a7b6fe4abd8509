"""Explain the due instant of a dossier, day by day, with everything that has moved it since.

manage.py explain_due H12.226.01-261121-0001 [--json]
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dossiers import clock
from dossiers.models import Dossier
from dossiers.reckoning.words import reckoned_sentences, reckoned_steps


class Command(BaseCommand):
    help = "Explain a due instant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, code: str, **options: Any) -> None:
        found = Dossier.objects.filter(
            province=settings.ONESTOP_PROVINCE, code=code, received_at__isnull=False
        )
        dossier = found.select_related("procedure_version__procedure").first()
        if dossier is None:
            raise CommandError(f"There is no received dossier {code}.")
        try:
            reckoned = clock.reckoned(dossier, with_basis=True)
        except ValueError as refused:  # a year that is not loaded, or a broken history
            raise CommandError(str(refused)) from None
        if options["json"]:
            said = {
                "code": code,
                "received_at": dossier.received_at,
                "promised_at": reckoned.promised_at,
                "due_at": reckoned.due_at,
                "kept_at": dossier.promised_at,
                "steps": reckoned_steps(reckoned),
            }
            self.stdout.write(json.dumps(said, default=str, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(reckoned_sentences(reckoned)))
