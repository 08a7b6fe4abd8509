"""What an installation says of itself, for tests: states, events, files, open work, broken chains.

    python -m tests.journey.account

prints it as JSON; in a process that has Django set up, `account()` returns it.
"""

import hashlib
import json
import sys
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from dossiers import files, sweeping
from dossiers.chain import broken_at
from dossiers.models import Dossier, OutboxMessage
from dossiers.models.outbox import OPEN


def account() -> dict[str, Any]:
    """Return orphans, unfinished and parked messages, broken chains, and each dossier with its events and files."""
    dossiers = list(Dossier.objects.order_by("id"))
    parked = OutboxMessage.objects.filter(parked_at__isnull=False).order_by("id")
    return {
        "orphans": sweeping.orphans(),
        "open": OutboxMessage.objects.filter(OPEN).count(),
        "claims": sorted(OutboxMessage.objects.values_list("claims", flat=True)),
        "failures": sum(OutboxMessage.objects.values_list("failures", flat=True)),
        "parked": [f"{message.subscriber}: {message.last_error}" for message in parked],
        "broken": [each.code for each in dossiers if broken_at(each, each.events.order_by("seq"))],
        "dossiers": {each.code: _of(each) for each in dossiers},
    }


def _of(dossier: Dossier) -> dict[str, Any]:
    events = dossier.events.order_by("seq").select_related("actor")
    return {
        "status": str(dossier.status),
        "intake_key": str(dossier.intake_key or ""),
        "events": [event.type.removeprefix("dossier.") for event in events],
        "actors": {event.type.removeprefix("dossier."): event.actor.username for event in events},
        "documents": sorted(dossier.documents.values_list("kind", flat=True)),
        "readings": [_sha256(files.read(path)) for path in _searchable(dossier)],
        "results": dossier.results.count(),
        "charges": dossier.charges.count(),
        "false_hashes": _false_hashes(dossier),
    }


def _searchable(dossier: Dossier) -> list[str]:
    return list(dossier.documents.exclude(searchable_file="").values_list("searchable_file", flat=True))


def _false_hashes(dossier: Dossier) -> list[str]:
    """Name the files that are not those whose SHA-256 stands on their row or in the event that tells of them."""
    said = list(dossier.documents.values_list("file", "sha256"))
    for result in dossier.results.all():
        said += [
            (result.rendered_file, result.rendered_sha256),
            (result.signed_file, result.signed_sha256),
            (result.sealed_file, result.sealed_sha256),
        ]
    for event in dossier.events.filter(type="dossier.receipt_rendered"):
        receipts = dossier.documents.filter(kind="receipt").values_list("file", flat=True)
        said += [(path, event.facts["sha256"]) for path in receipts]
    return [path for path, sha256 in said if path and _sha256(files.read(path)) != sha256]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    json.dump(account(), sys.stdout)
