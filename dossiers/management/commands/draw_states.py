"""Draw the state machine as a Mermaid diagram, as it stands in docs/states.md.

manage.py draw_states [--check | --write]
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.roles import MAY
from dossiers.models import Dossier
from dossiers.models.status import CLOSED, PORTAL_STATUS, Status

PLACE = Path(settings.BASE_DIR, "docs", "states.md")
HEAD = (
    "# States of a dossier\n\n"
    "Made by `manage.py draw_states` from `dossiers/models/dossier.py`; `make check` fails when it is stale.\n"
)


class Command(BaseCommand):
    help = "Draw the state machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail unless docs/states.md says the same")
        parser.add_argument("--write", action="store_true", help="write docs/states.md")

    def handle(self, *, check: bool, write: bool, **options: Any) -> None:
        with translation.override("en"):
            page = "\n".join([HEAD, *diagram(), "", *table(), "", *portal(), ""])
        if write:
            PLACE.write_text(page)
        elif check and (not PLACE.exists() or PLACE.read_text() != page):
            raise CommandError("docs/states.md is stale: run manage.py draw_states --write")
        elif not check:
            self.stdout.write(page)


def moves() -> list[tuple[str, str, str, str, list[str]]]:
    """(source, verb, target, event, guard codes) for every arrow; a target of '' keeps the state."""
    arrows = []
    for name in MAY:
        for source, rule in getattr(Dossier, name)._django_fsm.transitions.items():
            guards = [guard.code for guard in rule.custom.get("guards", ())]
            targets = getattr(rule.target, "allowed_states", [rule.target])
            arrows += [(str(source), name, str(to or ""), rule.custom["event"], guards) for to in targets]
    return arrows


def diagram() -> list[str]:
    arrows = [
        f"    {source} --> {target or source}: {verb}" for source, verb, target, _event, _guards in moves()
    ]
    return [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft",
        *arrows,
        *[f"    {state} --> [*]" for state in CLOSED],
        "```",
    ]


def table() -> list[str]:
    lines = ["| verb | from | to | event | guards | who |", "|---|---|---|---|---|---|"]
    for source, verb, target, event, guards in moves():
        lines.append(
            f"| {verb} | {source} | {target or '(same)'} | `{event}` | {', '.join(guards)} | {who(verb)} |"
        )
    return lines


def who(verb: str) -> str:
    """Word who may do it and where: 'approver (competent)'."""
    rule = MAY[verb]
    names = [f"{', '.join(grant.roles)} ({grant.place.value})" for grant in rule.grants if grant.roles]
    return "; ".join([*names, *(["system"] if rule.by_system else [])])


def portal() -> list[str]:
    lines = ["| state | status of the national portal |", "|---|---|"]
    return lines + [
        f"| {status} ({Status(status).label}) | {number or ''} |" for status, number in PORTAL_STATUS.items()
    ]
