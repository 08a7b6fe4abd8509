"""The only way a dossier changes state.

lock() takes the row; apply() asks who and whether, turns the transition, writes the row, and appends the event
with its outbox messages. All in the caller's transaction; only actions call it.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_fsm.signals import pre_transition

from accounts.faults import Fault
from accounts.models import User

from . import chain, outbox
from .access import NotVisible, recall, sees
from .alongside import Alongside
from .event_types import EVENT_TYPES
from .models import Dossier, Event
from .models.rows import fetch, insert, update
from .refusals import Blocked
from .rules import Transition, principal_of, require

_applying: ContextVar[bool] = ContextVar("applying", default=False)


def lock(code: str, *, by: User) -> Dossier:
    """Return the dossier that `by` may see, its row locked until the transaction ends; NotVisible otherwise."""
    found = fetch(Dossier, {"province": settings.ONESTOP_PROVINCE, "code": code}, lock=True)
    if not found or not sees(by, found[0]):
        raise NotVisible(code)
    (dossier,) = found
    recall(dossier)
    dossier.as_read = _row(dossier)
    return dossier


def apply(
    transition: Transition,
    *values: Any,
    by: User,
    on_behalf_of: str = "",
    helped_by: str = "",
    personal: dict[str, Any] | None = None,
    alongside: tuple[Alongside, ...] = (),
    **facts: Any,
) -> Event:
    """Do one verb: ask, turn, write, tell. Returns the event.

    `values` go to the transition's body; `facts` (JSON, no personal data) and `personal` to the event; `alongside` is
    what else changes with it. Where the right comes from a substitution alone, `on_behalf_of` becomes 'user:' and the
    principal. Raises PermissionDenied, or Blocked with reasons; then nothing was written.
    """
    dossier: Dossier = transition.__self__  # type: ignore[attr-defined]
    source = str(dossier.status)
    require(transition, by=by)
    type_name = transition._django_fsm.get_transition(source).custom["event"]  # type: ignore[attr-defined]
    token = _applying.set(True)
    try:
        transition(*values)
    finally:
        _applying.reset(token)
    for change in alongside:
        change.settle(dossier)
    if principal := principal_of(transition, by=by):
        on_behalf_of = f"user:{principal.username}"[:80]  # the agency is the dossier's own
    event = _event(dossier, type_name, source, personal or {})
    event.actor, event.on_behalf_of, event.helped_by, event.facts = by, on_behalf_of, helped_by, facts
    event.hash = chain.link(event, code=dossier.code)
    _write(dossier, event, transition.__name__)
    event.dossier = dossier  # the insert has given it a key
    insert(event)
    outbox.enqueue(event)
    for change in alongside:
        change.write()
    return event


def _event(dossier: Dossier, type_name: str, source: str, personal: dict[str, Any]) -> Event:
    """Return the next event of the chain, personal data committed to, not yet hashed."""
    if undeclared := set(personal) - EVENT_TYPES[type_name].personal:
        raise TypeError(f"{type_name} does not declare the personal data {sorted(undeclared)}")
    salt, commitment = chain.commit(personal)
    return Event(
        province=dossier.province,
        dossier=dossier,
        seq=dossier.head_seq + 1,
        type=type_name,
        source=source,
        target=str(dossier.status),
        at=now(),
        personal=personal or None,
        salt=salt or None,
        commitment=commitment,
        prev_hash=bytes(dossier.head_hash),
    )


def _write(dossier: Dossier, event: Event, verb: str) -> None:
    """Write the row: once as a whole when it is new, else what the verb changed, if nobody else was faster."""
    seen = dossier.version
    dossier.version, dossier.head_seq, dossier.head_hash = seen + 1, event.seq, event.hash
    if dossier._state.adding:
        insert(dossier)
        return
    row, before = _row(dossier), dossier.as_read
    changes = {
        name: value
        for name, value in row.items()
        if name not in before or (value is not before[name] and value != before[name])
    }
    if not update(dossier, changes, where={"version": seen}):
        # Unreachable under lock(): the belt to its braces.
        raise Blocked(
            verb, Fault("changed_meanwhile", _("Somebody changed this dossier meanwhile. Open it again."))
        )
    dossier.as_read = row


def _row(dossier: Dossier) -> dict[str, Any]:
    kept = dossier.__dict__
    return {name: kept[name] for name in _columns()}


@cache
def _columns() -> tuple[str, ...]:
    """The columns of a dossier's row but its key."""
    return tuple(field.attname for field in Dossier._meta.concrete_fields if not field.primary_key)


def _refuse_naked_transition(sender: type[Any], name: str, **kwargs: Any) -> None:
    if issubclass(sender, Dossier) and not _applying.get():
        raise RuntimeError(f"{name}() called outside dossiers.lifecycle.apply()")


pre_transition.connect(_refuse_naked_transition)
