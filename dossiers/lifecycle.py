"""The only way a dossier changes state.

lock() takes the row; apply() asks who and whether, turns the transition, writes the row, and appends the event
with its outbox messages. All in the caller's transaction; only actions call it.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_fsm.signals import pre_transition

from accounts.models import User

from . import chain, outbox
from .access import NotVisible, visible_to
from .event_types import EVENT_TYPES
from .models import Dossier, Event
from .models.dossier import CHANGED_BY_VERBS

_applying: ContextVar[bool] = ContextVar("applying", default=False)
Transition = Callable[..., Any]


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done now: a stable code, and a sentence that says what to do next."""

    code: str
    sentence: str | Promise


class Blocked(Exception):
    """The dossier's state or an unmet condition forbids this verb now."""

    def __init__(self, verb: str, *reasons: Reason) -> None:
        super().__init__(f"{verb}: {', '.join(reason.code for reason in reasons)}")
        self.verb = verb
        self.reasons = reasons


def lock(code: str, *, by: User) -> Dossier:
    """Return the dossier that `by` may see, its row locked until the transaction ends; NotVisible otherwise."""
    rows = Dossier.objects.select_for_update(of=("self",)).select_related(
        "agency", "procedure_version__procedure"
    )
    dossier = rows.filter(visible_to(by), province=settings.ONESTOP_PROVINCE, code=code).first()
    if dossier is None:
        raise NotVisible(code)
    return dossier


def permits(transition: Transition, *, by: User) -> bool:
    """Say whether `by` may do this verb at all, whatever the state."""
    rules = transition._django_fsm.transitions.values()  # type: ignore[attr-defined]
    return any(rule.has_perm(transition.__self__, by) for rule in rules)  # type: ignore[attr-defined]


def blockers(transition: Transition, *, by: User) -> tuple[Reason, ...]:
    """Return why this verb cannot be done now; empty if it can."""
    dossier: Dossier = transition.__self__  # type: ignore[attr-defined]
    rule = transition._django_fsm.get_transition(dossier.status)  # type: ignore[attr-defined]
    if rule is None:
        sentence = _("Not possible now: the dossier is in the state “%(state)s”.")
        return (Reason("wrong_state", sentence % {"state": dossier.get_status_display()}),)
    guards = rule.custom.get("guards", ())
    return tuple(Reason(guard.code, guard.sentence) for guard in guards if not guard(dossier, by))


def require(transition: Transition, *, by: User) -> None:
    """Raise PermissionDenied or Blocked unless `by` may do this verb now. apply() asks too; who is about to use
    a signing key asks first."""
    if not permits(transition, by=by):
        raise PermissionDenied(transition.__name__)
    if reasons := blockers(transition, by=by):
        raise Blocked(transition.__name__, *reasons)


def apply(
    transition: Transition,
    *values: Any,
    by: User,
    on_behalf_of: str = "",
    helped_by: str = "",
    personal: dict[str, Any] | None = None,
    **facts: Any,
) -> Event:
    """Do one verb: ask, turn, write, tell. Returns the event.

    `values` go to the transition's body; `facts` (JSON, no personal data) and `personal` to the event. Raises
    PermissionDenied, or Blocked with reasons; then nothing was written.
    """
    dossier: Dossier = transition.__self__  # type: ignore[attr-defined]
    verb, source = transition.__name__, str(dossier.status)
    require(transition, by=by)
    type_name = transition._django_fsm.get_transition(source).custom["event"]  # type: ignore[attr-defined]
    if undeclared := set(personal or {}) - EVENT_TYPES[type_name].personal:
        raise TypeError(f"{type_name} does not declare the personal data {sorted(undeclared)}")
    token = _applying.set(True)
    try:
        transition(*values)
    finally:
        _applying.reset(token)
    salt, commitment = chain.commit(personal or {})
    event = Event(
        province=dossier.province,
        dossier=dossier,
        seq=dossier.head_seq + 1,
        type=type_name,
        source=source,
        target=str(dossier.status),
        actor=by,
        on_behalf_of=on_behalf_of,
        helped_by=helped_by,
        facts=facts,
        at=now(),
        personal=personal or None,
        salt=salt or None,
        commitment=commitment,
        prev_hash=bytes(dossier.head_hash),
    )
    event.hash = chain.link(event, code=dossier.code)
    _write(dossier, event, verb)
    event.dossier = dossier  # the insert has given it a key
    event.save(force_insert=True)
    outbox.enqueue(event)
    return event


def _write(dossier: Dossier, event: Event, verb: str) -> None:
    """Write the row: once as a whole when it is new, else what verbs may change, if nobody else was faster."""
    seen = dossier.version
    dossier.version, dossier.head_seq, dossier.head_hash = seen + 1, event.seq, event.hash
    if dossier._state.adding:
        dossier.save(force_insert=True)
        return
    changes = {name: getattr(dossier, name) for name in CHANGED_BY_VERBS}
    if not Dossier.objects.filter(pk=dossier.pk, version=seen).record(**changes):
        # Unreachable under lock(): the belt to its braces.
        raise Blocked(
            verb, Reason("changed_meanwhile", _("Somebody changed this dossier meanwhile. Open it again."))
        )


def _refuse_naked_transition(sender: type[Any], name: str, **kwargs: Any) -> None:
    if issubclass(sender, Dossier) and not _applying.get():
        raise RuntimeError(f"{name}() called outside dossiers.lifecycle.apply()")


pre_transition.connect(_refuse_naked_transition)
