"""Print who may do what as the table in docs/roles.md; --check fails when that file is stale, --write renews it.

manage.py list_roles [--check | --write]
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.roles import MAY, MAY_IN_PROVINCE, Permission, Place, Role

PLACE = Path(__file__).resolve().parents[3] / "docs" / "roles.md"
HEAD = """# Roles

Who may do what. Made from `accounts/roles.py` by `manage.py list_roles --write`; a test compares.

A role is held at one agency, from one day to another (a *membership*); a substitute holds the role of an officer or
approver for a time ("ký thay"), and every event then says in whose place they acted (`on_behalf_of` is `user:` and the
principal's user name; the agency is the dossier's own). What a person sees: what their service centre received, what
their agency is competent for; what is at a step or with an opinion of their agency, or whose papers are there or on
their way there (a step or an opinion that was given shows the dossier until its end, one that was left unfinished shows
it no more); a supervisor the whole province; a postal agent or community helper what was helped with
at the points of their centre; an administrator and a catalogue editor no dossier at all.
"""
WHERE = {
    Place.RECEIVING: "at the service centre that received the dossier",
    Place.COMPETENT: "at the agency that is competent for it",
    Place.STEP: "the role of the step it is at, at that step's agency",
    Place.HOLDING: "at the agency that answers for the papers",
    Place.AWAITED: "at the agency to which the papers are on their way",
    Place.ANYWHERE: "at any agency of the province",
    Place.PROVINCE: "for the whole province",
    Place.SYSTEM: "the system itself",
}


class Command(BaseCommand):
    help = "Print the table of permissions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when docs/roles.md is stale")
        parser.add_argument("--write", action="store_true", help="write docs/roles.md")

    def handle(self, *, check: bool, write: bool, **options: Any) -> None:
        page = "\n".join([HEAD, *words(), "", *table(), "", *matrix(), ""])
        if write:
            PLACE.write_text(page)
        elif check and (not PLACE.exists() or PLACE.read_text() != page):
            raise CommandError("docs/roles.md is stale: run manage.py list_roles --write")
        elif not check:
            self.stdout.write(page)


def words() -> list[str]:
    """The roles in both languages."""
    lines = ["## The roles", "", "| role | English | Vietnamese |", "|---|---|---|"]
    for role in Role:
        names = []
        for language in ("en", "vi"):
            with translation.override(language):
                names.append(str(role.label))
        lines.append(f"| {role.value} | {' | '.join(names)} |")
    return lines


def table() -> list[str]:
    """Verb by verb."""
    lines = ["## Verb by verb", "", "| verb | who | where |", "|---|---|---|"]
    for verb, rule in {**MAY, **MAY_IN_PROVINCE}.items():
        for number, grant in enumerate(rule.grants):
            lines.append(f"| {'also' if number else f'`{verb}`'} | {who(grant)} | {WHERE[grant.place]} |")
    return lines


def who(rule: Permission) -> str:
    names = [role.value for role in rule.roles] + (["system"] if rule.by_system else [])
    return ", ".join(names)


def matrix() -> list[str]:
    """Role by role."""
    lines = ["## Role by role", ""]
    for role in Role:
        verbs = [f"`{verb}`" for verb, rule in {**MAY, **MAY_IN_PROVINCE}.items() if role in rule.every_role]
        lines.append(f"- **{role.value}**: {', '.join(verbs) or 'reads only'}")
    return lines
