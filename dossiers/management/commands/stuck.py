"""List what waits longer than its budget, and repair what a machine can repair (docs/stuck.md).

    manage.py stuck [--json] [--repair]

--repair is idempotent; what needs a person stays on the list, with the verb that ends it.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime

from accounts.queries import system_user
from dossiers import actions
from dossiers.actions.repair import Repaired
from dossiers.stuck.listing import Group, groups

MOST = 1000  # rows of one cause


class Command(BaseCommand):
    help = "List what is stuck; repair it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--repair", action="store_true", help="repair first, then list what is left")

    def handle(self, *, repair: bool, **options: Any) -> None:
        told = actions.repair_all(by=system_user(), most=MOST) if repair else None
        found = groups(system_user(), most=MOST)
        if options["json"]:
            said: dict[str, Any] = {"causes": [as_json(group) for group in found]}
            if told is not None:
                said["repaired"], said["refused"] = dict(told.done), dict(told.refused)
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        for line in lines(told, found):
            self.stdout.write(line)


def lines(told: Repaired | None, found: list[Group]) -> Iterator[str]:
    """Give what was repaired, and what is left, cause by cause."""
    if told is not None:
        yield from (f"repaired {cause}: {count}" for cause, count in told.done.items())
        yield from (f"not repaired, {reason}: {count}" for reason, count in told.refused.items())
    for group in found:
        more = " or more" if group.next else ""
        yield f"{group.cause.code} ({len(group.rows)}{more}): {group.cause.sentence}"
        for row in group.rows:
            since = localtime(row.since_at)
            yield f"  {row.code} since {since:%Y-%m-%d %H:%M}, {row.mover} {row.agency}".rstrip()
    if not found:
        yield "Nothing is stuck."


def as_json(group: Group) -> dict[str, Any]:
    rows = [
        {
            "code": row.code,
            "since_at": row.since_at.isoformat(),
            "minutes": row.minutes,
            "mover": row.mover,
            "agency": row.agency,
            "detail": row.detail,
        }
        for row in group.rows
    ]
    return {"cause": group.cause.code, "machine": group.cause.is_mended, "rows": rows, "next": group.next}
