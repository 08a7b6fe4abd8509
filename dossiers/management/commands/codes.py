"""List the series of dossier codes; with --gaps each number that no dossier has, and why.

manage.py codes [--gaps] [--agency H12.264.01] [--on 2026-11-20] [--json]
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.queries import agency as agency_of
from dossiers.code_gaps import UNEXPLAINED, Series, series_read


class Command(BaseCommand):
    help = "List the dossier codes that were given, and the gaps with their reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gaps", action="store_true", help="each number that no dossier has")
        parser.add_argument("--agency", default="", help="identifier code of the receiving agency")
        parser.add_argument("--on", default="", help="a day, e.g. 2026-11-20")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, gaps: bool, agency: str, on: str, **options: Any) -> None:
        if agency and agency_of(agency) is None:
            raise CommandError(f"There is no agency with the code {agency}.")
        found = series_read(agency=agency, on=_day(on))
        unexplained = [gap.code for one in found for gap in one.gaps if gap.why == UNEXPLAINED]
        if options["json"]:
            rows = [asdict(one) | ({} if gaps else {"gaps": len(one.gaps)}) for one in found]
            self.stdout.write(
                json.dumps({"series": rows, "unexplained": unexplained}, ensure_ascii=False, indent=1)
            )
        else:
            self.stdout.write("\n".join(line for one in found for line in _lines(one, gaps)) or "No codes.")
        if unexplained:
            raise CommandError(
                f"{len(unexplained)} numbers are missing without a reason, the first of them {unexplained[0]}."
                " A number is taken in the transaction that writes its dossier: look for rows that were deleted."
            )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(f"{text} is no day; write it as 2026-11-20.") from None


def _lines(one: Series, gaps: bool) -> list[str]:
    name = one.name.removeprefix("dossier:")
    lines = [f"{name}: {one.last} given, {one.used} used, {len(one.gaps)} gaps"]
    if not gaps:
        return lines
    for gap in one.gaps:
        told = (
            f" to {gap.point}"
            if gap.why == "leased"
            else f" by {gap.point}: {gap.reason}"
            if gap.point
            else ""
        )
        lines.append(f"  {gap.code}  {gap.why}{told}")
    return lines
