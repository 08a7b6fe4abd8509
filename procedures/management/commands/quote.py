"""Work out and explain the fees of a procedure, as the pages do.

manage.py quote 2.000815 --pages 4 [--channel direct|online|post] [--case NAME]... [--category NAME]... [--json]
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.refusals import InputRefused
from procedures import formats
from procedures.fees import FeeRefused, Quote, quote, same
from procedures.models import ProcedureVersion
from procedures.queries import version_in_force

CHANNELS: Final = {"direct": "DIRECT", "online": "ONLINE", "post": "POSTAL"}


class Command(BaseCommand):
    help = "Work out and explain the fees of a procedure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--channel", default="direct", help="direct, online or post")
        parser.add_argument("--case", action="append", default=[], help="name of a case; may be repeated")
        parser.add_argument(
            "--category", action="append", default=[], help="what the applicant is; may be repeated"
        )
        parser.add_argument("--pages", help="pages of one copy")
        parser.add_argument("--copies", default="1")
        parser.add_argument("--quantity", default="1", help="other items that are counted")
        parser.add_argument("--on", help="day of filing, YYYY-MM-DD; today if left out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, code: str, **options: Any) -> None:
        try:
            facts, quoted = ask(code, options)
        except InputRefused as refused:
            if options["json"]:
                self._print({"error": {"code": refused.code, "detail": str(refused.sentence)}})
            raise CommandError(str(refused.sentence)) from refused
        if options["json"]:
            self._print(facts | plain(quoted))
        else:
            self.stdout.write("\n".join([*quoted.explanation, quoted.conclusion]))

    def _print(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def ask(code: str, options: dict[str, Any]) -> tuple[dict[str, Any], Quote]:
    """Return what was asked for and the quote; InputRefused for what cannot be read or does not exist."""
    on = _day(options["on"])
    version = version_in_force(code, on)
    if version is None:
        sentence = _("There is no procedure %(code)s in force on %(day)s. Check the code and the day.")
        raise InputRefused("procedure_unknown", sentence % {"code": code, "day": formats.short_day(on)})
    channel = _channel(version, options["channel"])
    quoted = quote(
        version.rates,
        channel=channel,
        on=on,
        copies=_number(options["copies"]),
        pages=None if options["pages"] is None else _number(options["pages"]),
        quantity=_number(options["quantity"]),
        cases=[_case(version, case) for case in options["case"]],
        categories=options["category"],
    )
    facts = {"code": code, "version": version.number, "name": version.name}
    return facts | {"on": on.isoformat(), "channel": channel}, quoted


def plain(quoted: Quote) -> dict[str, Any]:
    """Return a quote as JSON-ready data."""
    return {
        "total": quoted.total,
        "currency": quoted.currency,
        "subtotals": quoted.subtotals,
        "lines": quoted.lines,
        "explanation": quoted.explanation,
        "conclusion": quoted.conclusion,
    }


def _day(text: str | None) -> date:
    try:
        return localdate() if text is None else date.fromisoformat(text)
    except ValueError as wrong:
        raise InputRefused("day_not_valid", _("Write the day as YYYY-MM-DD, e.g. 2026-11-20.")) from wrong


def _number(text: str | int) -> int:
    try:
        return int(str(text)) if len(str(text)) <= 10 else 0
    except ValueError as wrong:
        raise FeeRefused("number_out_of_range") from wrong


def _channel(version: ProcedureVersion, word: str) -> str:
    channel = CHANNELS.get(word)
    if channel is None:
        raise InputRefused("channel_unknown", _("Choose direct, online or post."))
    if channel not in version.channels:
        sentence = _("This procedure cannot be filed this way. Choose another channel.")
        raise InputRefused("channel_not_offered", sentence)
    return channel


def _case(version: ProcedureVersion, words: str) -> str:
    """Return the name of a case of the version, asked for by name or code."""
    names = {same(name): name for name in _cases(version)}
    names |= {same(case["code"]): case["name"] for case in version.cases if case["code"]}
    if same(words) not in names:
        known = "; ".join(dict.fromkeys(names.values())) or _("none")
        sentence = _("This procedure has no case “%(case)s”. Its cases are: %(known)s.")
        raise InputRefused("case_unknown", sentence % {"case": words, "known": known})
    return names[same(words)]


def _cases(version: ProcedureVersion) -> Iterable[str]:
    yield from (case["name"] for case in version.cases)
    yield from (rate.case for rate in version.rates if rate.case)
    yield from (rule.case for rule in version.limits if rule.case)
