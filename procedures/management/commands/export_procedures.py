"""Export procedures: those in force, or all newest versions, as JSON of the national portal, CSV or XLSX."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate

from procedures.export import contents, exported
from procedures.interchange import FileKind


class Command(BaseCommand):
    """Thin: asks which versions, writes the file."""

    help = "Write procedures to a file as the national portal's JSON, or as a CSV or XLSX list."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="its ending says the kind: .json, .csv or .xlsx")
        parser.add_argument(
            "--code", action="append", default=[], help="only this procedure; may be repeated"
        )
        parser.add_argument("--on", type=date.fromisoformat, help="versions in force on that day; else today")
        parser.add_argument(
            "--all", action="store_true", help="also listed entries, and what is not in force"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; CommandError names an ending that says no kind, or a place that cannot be written."""
        path: Path = options["file"]
        try:
            kind = FileKind(path.suffix.removeprefix(".").lower())
        except ValueError as error:
            raise CommandError("Name a file that ends in .json, .csv or .xlsx.") from error
        found = contents(on=options["on"] or localdate(), codes=options["code"], everything=options["all"])
        try:
            path.write_bytes(exported(found, kind, today=localdate()))
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        facts = {"file": str(path), "kind": str(kind), "procedures": len(found)}
        self.stdout.write(json.dumps(facts) if options["json"] else f"{path}: {len(found)}")
