"""Work out when a result is due, and why: the answer of the pages, at the terminal.

manage.py due 2.000635 2026-11-20T15:30 [--channel direct|online|post] [--case NAME] [--office CODE]
    [--lang vi|en] [--json]
"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.models import Agency
from accounts.refusals import InputRefused
from procedures.asking import cases_asked, channel_asked, check_limit_known, instant_asked, version_asked
from procedures.due.calendar import TimeLimit
from procedures.due.dates import due_of
from procedures.due.sentences import explain, sentences
from procedures.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Work out when the result of a procedure is due, by the version in force on the day of reception."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="the procedure, e.g. 2.000635")
        parser.add_argument("received_at", help="ISO 8601; without an offset the time of Vietnam")
        parser.add_argument("--channel", default="", help="direct (if it is not given), online or post")
        parser.add_argument("--case", action="append", default=[], help="name or code; may be given again")
        parser.add_argument("--office", default="", help="the competent agency, whose calendar counts")

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        said = _answer(options)
        return said, said["explained"]


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    received_at = instant_asked(asked["received_at"])
    version = version_asked(asked["code"], received_at.date())
    channel = channel_asked(asked["channel"], version)
    cases = cases_asked(asked["case"], version)
    check_limit_known(version, channel, cases)
    office = _office(asked["office"]) if asked["office"] else None
    due = due_of(version, received_at, channel=channel, cases=cases, agency_id=office.pk if office else None)
    return {
        "code": asked["code"],
        "version": version.number,
        "name": version.name,
        "received": _iso(due.received_at),
        "channel": channel,
        "cases": list(cases),
        "office": office.code if office else None,
        "limit": _limit(due.limit),
        "due": _iso(due.at) if due.at else None,
        "provisional": due.is_provisional,
        "steps": explain(due),
        "explained": sentences(due),
    }


def _office(code: str) -> Agency:
    office = accounts.agency(code)
    if office is None:
        sentence = _("There is no office %(code)s. Check its identifier code.") % {"code": code[:40]}
        raise InputRefused("office_unknown", sentence)
    return office


def _limit(limit: TimeLimit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {
        "quantity": float(limit.quantity),
        "unit": str(limit.unit),
        "cutoff": f"{limit.cutoff:%H:%M}" if limit.cutoff else None,
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
