"""Import a list of certificates (CSV) into the register.

manage.py import_certificates FILE.csv [--dry-run] [--json] [--by USERNAME]
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import import_certificates
from accounts.certificate_list import MOST_BYTES, ListRefused
from accounts.models import User
from accounts.queries import system_user

MOST_SHOWN = 100


class Command(BaseCommand):
    help = "Register the certificates of a CSV list; all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and count; change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--by", default="", help="user name of the administrator (default: the system)")

    def handle(self, *, file: Path, dry_run: bool, json: bool, by: str, **options: Any) -> None:
        self.as_json = json
        try:
            actor = User.objects.get(username=by) if by else system_user()
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)  # what is no file has perhaps no end
            found = import_certificates(content, dry_run=dry_run, by=actor)
        except OSError as error:
            raise self.refused("file_unreadable", f"The file cannot be read: {error.strerror}.") from error
        except (User.DoesNotExist, PermissionDenied) as error:
            raise self.refused("not_allowed", "Only an administrator may register certificates.") from error
        except ListRefused as error:
            faults = [fault.as_data() for fault in error.faults]
            lines = [f"line {fault['row']}, {fault['field']}: {fault['detail']}" for fault in faults]
            more = f"\n… and {len(lines) - MOST_SHOWN} more" if len(lines) > MOST_SHOWN else ""
            words = f"Nothing was changed; {len(lines)} faults:\n" + "\n".join(lines[:MOST_SHOWN]) + more
            raise self.refused("list_refused", words, rows=faults) from error
        if json:
            self.print(asdict(found) | {"dry_run": dry_run})
        else:
            what = "would be" if dry_run else "were"
            self.stdout.write(
                f"{found.added} {what} added, {found.changed} changed, {found.unchanged} are as registered."
            )

    def refused(self, code: str, detail: str, **more: Any) -> CommandError:
        if self.as_json:
            self.print({"error": {"code": code, "detail": detail, **more}})
        return CommandError(detail)

    def print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
