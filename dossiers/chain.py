"""The audit chain of a dossier: canonical JSON in, SHA-256 out; verification and lawful erasure.

body  = JSON of the event without personal data: keys sorted, no blanks, UTF-8, instants in UTC with microseconds
hash  = SHA-256(prev_hash + body); the first event's prev_hash is empty
commitment = SHA-256(salt + canonical JSON of the personal data), 16 random bytes of salt per event
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from .models import Dossier, Event


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def commit(personal: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return (salt, commitment) for personal data; two empty strings for none."""
    if not personal:
        return b"", b""
    salt = secrets.token_bytes(16)
    return salt, hashlib.sha256(salt + canonical(personal)).digest()


def link(event: Event, *, code: str) -> bytes:
    """Return the hash of `event` in the dossier with this code."""
    body = {
        "province": event.province,
        "dossier": code,
        "seq": event.seq,
        "type": event.type,
        "source": event.source,
        "target": event.target,
        "actor": event.actor_id,
        "on_behalf_of": event.on_behalf_of,
        "helped_by": event.helped_by,
        "facts": event.facts,
        "at": instant(event.at),
        "commitment": bytes(event.commitment).hex(),
    }
    return hashlib.sha256(bytes(event.prev_hash) + canonical(body)).digest()


def broken_at(dossier: Dossier, events: Iterable[Event]) -> int | None:
    """Return the number of the first event that does not fit, or None when the chain is whole.

    Checks order, links, hashes, commitments of personal data still present, and the head and state kept on the dossier.
    """
    previous, seq, status = b"", 0, ""
    for event in events:
        seq += 1
        if (
            event.seq != seq
            or bytes(event.prev_hash) != previous
            or bytes(event.hash) != link(event, code=dossier.code)
        ):
            return seq
        if not _is_as_committed(event):
            return seq
        previous, status = bytes(event.hash), event.target
    if (dossier.head_seq, bytes(dossier.head_hash), dossier.status) != (seq, previous, status):
        return seq + 1
    return None


def issued_hashes(events: Iterable[Event]) -> dict[str, str]:
    """Return, of these events, the key of each result that was issued and the SHA-256 of its file; the last one counts.

    Once a dossier had one result, and its event named it without a list.
    """
    found: dict[str, str] = {}
    for facts in (event.facts for event in events if event.type == "dossier.issued"):
        named = facts.get("results") or [{"key": facts.get("result", ""), "sha256": facts.get("sha256", "")}]
        found |= {one["key"]: one["sha256"] for one in named}
    return found


def _is_as_committed(event: Event) -> bool:
    """The personal data are those that were committed to, or they and their salt were erased together."""
    if event.personal is None:
        return event.salt is None
    found = hashlib.sha256(bytes(event.salt or b"") + canonical(event.personal)).digest()
    return found == bytes(event.commitment)


def erase_personal(dossier: Dossier) -> int:
    """Erase the personal data of all events of this dossier; the chain stays valid. Returns the number erased."""
    return dossier.events.exclude(personal=None).update(personal=None, salt=None)
