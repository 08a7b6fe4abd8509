"""Work out and explain the fees of a procedure, as the pages do.

manage.py quote 2.000815 --pages 4 [--channel direct|online|post] [--case NAME]... [--category NAME]...
    [--lang vi|en] [--json]
"""

from argparse import ArgumentParser
from typing import Any

from procedures.asking import cases_asked, channel_asked, day_asked, version_asked
from procedures.fees import FeeRefused, Quote, quote
from procedures.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Work out and explain the fees of a procedure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code")
        parser.add_argument("--channel", default="", help="direct (if it is not given), online or post")
        parser.add_argument("--case", action="append", default=[], help="name of a case; may be repeated")
        parser.add_argument(
            "--category", action="append", default=[], help="what the applicant is; may be repeated"
        )
        parser.add_argument("--pages", help="pages of one copy")
        parser.add_argument("--copies", default="1")
        parser.add_argument("--quantity", default="1", help="other items that are counted")
        parser.add_argument("--on", default="", help="day of filing, YYYY-MM-DD; today if left out")

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        facts, quoted = ask(options["code"], options)
        return facts | plain(quoted), [*quoted.explanation, quoted.conclusion]


def ask(code: str, options: dict[str, Any]) -> tuple[dict[str, Any], Quote]:
    """Return what was asked for and the quote; InputRefused for what cannot be read or does not exist."""
    on = day_asked(options["on"])
    version = version_asked(code, on)
    channel = channel_asked(options["channel"], version)
    quoted = quote(
        version.rates,
        channel=channel,
        on=on,
        copies=_number(options["copies"]),
        pages=None if options["pages"] is None else _number(options["pages"]),
        quantity=_number(options["quantity"]),
        cases=cases_asked(options["case"], version),
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


def _number(text: str | int) -> int:
    try:
        return int(str(text)) if len(str(text)) <= 10 else 0
    except ValueError as wrong:
        raise FeeRefused("number_out_of_range") from wrong
