"""Import procedures from a file: JSON of the national portal, or a list as CSV or XLSX (docs/import.md)."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from procedures.actions.import_procedures import ImportReport, import_procedures
from procedures.interchange import FileRefused, Finding, bytes_of

MOST_SHOWN = 50


class Command(BaseCommand):
    """Thin: reads the file, calls the action, prints its report. Any fault: nothing is changed, the exit code is 1."""

    help = "Import procedures from a JSON file of the national portal, or from a CSV or XLSX list."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what kind it is, its content says")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the sentences")
        parser.add_argument(
            "--by", metavar="USERNAME", help="who imports; the system itself if nobody is named"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish what is described in full and has no problem"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or raise CommandError after naming every fault."""
        with translation.override(options["lang"]):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            report = import_procedures(
                bytes_of(options["file"]),
                by=self._who(options["by"], options["publish"]),
                dry_run=options["dry_run"],
                publish=options["publish"],
            )
        except FileRefused as refused:
            raise self._failed(refused.code, str(refused), {}, options) from refused
        except PermissionDenied as denied:
            sentence = _("Only a catalogue editor may do this. Name one with --by.")
            raise self._failed("not_permitted", sentence, {}, options) from denied
        if report.faults:
            count = len(report.faults)
            words = {"count": count}
            sentence = ngettext(
                "%(count)d fault: nothing was changed.", "%(count)d faults: nothing was changed.", count
            )
            if not options["json"]:
                self._print(report.findings)
            raise self._failed("import_refused", sentence % words, report.as_json(), options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._print(report.findings)
            self._sum_up(report)

    def _who(self, username: str | None, publishing: bool) -> User:
        if publishing and not username:
            raise PermissionDenied
        user = User.objects.filter(username=username or User.SYSTEM).first()
        if user is None:
            raise PermissionDenied
        return user

    def _print(self, findings: tuple[Finding, ...]) -> None:
        for finding in findings[:MOST_SHOWN]:
            word = _("fault") if finding.is_fault else _("warning")
            place = _("row %(row)s") % {"row": finding.row} if finding.row else _("file")
            where = ", ".join(part for part in (place, finding.procedure, finding.field) if part)
            self.stdout.write(f"{word}: {where}: {finding.sentence}")
        if len(findings) > MOST_SHOWN:
            self.stdout.write(
                _("and %(count)s more; --json names all.") % {"count": len(findings) - MOST_SHOWN}
            )

    def _sum_up(self, report: ImportReport) -> None:
        counts = [f"{name} {report.counts[name]}" for name in report.as_json() if report.counts[name]]
        trial = _("on a trial, nothing was changed") if report.is_trial else _("done")
        self.stdout.write(f"{report.kind}: {', '.join(counts) or 0} ({trial})")

    def _failed(self, code: str, sentence: str, facts: dict[str, Any], options: Any) -> CommandError:
        if options["json"]:
            error = {"error": {"code": code, "detail": sentence}}
            self.stdout.write(json.dumps(facts | error, ensure_ascii=False))
        return CommandError(sentence)
