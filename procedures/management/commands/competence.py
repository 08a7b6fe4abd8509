"""Say which agency decides a procedure, and why.

manage.py competence 2.000635 --point H12.264.01-1 [--area 32002] [--case NAME] [--agency CODE] [--on DAY] [--json]
"""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.refusals import InputRefused
from procedures.competence import Competence, Question
from procedures.competence.registered import competence_of
from procedures.models import ProcedureVersion
from procedures.queries import version_in_force


class Command(BaseCommand):
    help = "Say which agency decides a procedure, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="code of the procedure, e.g. 2.000635")
        parser.add_argument("--point", required=True, help="code of the service point that receives")
        parser.add_argument(
            "--area", default="", help="code of the commune of residence, act, register or parcel"
        )
        parser.add_argument("--case", action="append", default=[], help="name or code; may be given again")
        parser.add_argument("--agency", default="", help="code of the agency that the applicant chose")
        parser.add_argument(
            "--on", default="", help="day of reception, YYYY-MM-DD; today where it is left out"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *, code: str, **options: Any) -> None:
        try:
            found = _competence(code, options)
        except InputRefused as refused:
            if options["json"]:
                self._write({"error": {"code": refused.code, "detail": str(refused)}})
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self._write(_said(found))
        else:
            self.stdout.write("\n".join(_lines(found)))

    def _write(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def _competence(code: str, options: dict[str, Any]) -> Competence:
    on = _day(options["on"])
    version = version_in_force(code, on)
    if version is None:
        sentence = _("There is no procedure with the code %(code)s on that day. Correct the code or the day.")
        raise InputRefused("procedure_unknown", sentence % {"code": code})
    if accounts.reception_point(options["point"]) is None:
        sentence = _("There is no open service point with the code %(code)s. Correct the code.")
        raise InputRefused("point_unknown", sentence % {"code": options["point"]})
    cases = tuple(_case(version, case) for case in options["case"])
    return competence_of(version, Question(on, options["point"], options["area"], options["agency"], cases))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else localdate()
    except ValueError as wrong:
        raise InputRefused("day_not_valid", _("Write the day as YYYY-MM-DD.")) from wrong


def _case(version: ProcedureVersion, case: str) -> str:
    known = {word for one in version.cases for word in (one["name"], one["code"]) if word}
    if case not in known:
        names = ", ".join(sorted({one["name"] for one in version.cases})) or "–"
        sentence = _("The procedure has no case “%(case)s”. Its cases: %(names)s.")
        raise InputRefused("case_unknown", sentence % {"case": case, "names": names})
    return case


def _said(found: Competence) -> dict[str, Any]:
    return {
        "agency": found.agency.code if found.agency else None,
        "name": found.agency.name if found.agency else None,
        "alternatives": [{"code": each.code, "name": each.name} for each in found.alternatives],
        "area": found.area or None,
        "asks": list(found.asks),
        "reasons": [{"code": reason.code, "sentence": reason.sentence} for reason in found.reasons],
    }


def _lines(found: Competence) -> list[str]:
    first = f"{found.agency.code} {found.agency.name}" if found.agency else _("The choice is open:")
    lawful = [f"  {each.code} {each.name}" for each in found.alternatives]
    return [first, *lawful, *(f"- {reason.sentence}" for reason in found.reasons)]
