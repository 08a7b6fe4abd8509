"""Say which agency decides a procedure, and why.

manage.py competence 2.000635 --point H12.264.01-1 [--area 32002] [--case NAME] [--agency CODE] [--on DAY]
    [--lang vi|en] [--json]
"""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.refusals import InputRefused
from procedures.asking import cases_asked, day_asked, version_asked
from procedures.competence import Competence, Question
from procedures.competence.registered import competence_of
from procedures.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Say which agency decides a procedure, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
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

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        found = _competence(options["code"], options)
        return _said(found), _lines(found)


def _competence(code: str, options: dict[str, Any]) -> Competence:
    on = day_asked(options["on"])
    version = version_asked(code, on)
    if accounts.reception_point(options["point"]) is None:
        sentence = _("There is no open service point with the code %(code)s. Correct the code.")
        raise InputRefused("point_unknown", sentence % {"code": options["point"]})
    cases = cases_asked(options["case"], version)
    return competence_of(version, Question(on, options["point"], options["area"], options["agency"], cases))


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
