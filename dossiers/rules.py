"""Who may, and whether now: asked before a verb, by lifecycle.apply and by the pages that draw its button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.faults import Fault
from accounts.models import User
from accounts.roles import MAY, Place

from .models import Dossier
from .models.verbs import held_at, roles_at
from .refusals import Blocked

# Where a substitute's name stands beside that of the person whose place they take.
STOOD_IN_FOR = (Place.COMPETENT, Place.STEP)
Transition = Callable[..., Any]  # a bound method of a dossier that django-fsm has decorated


def permits(transition: Transition, *, by: User) -> bool:
    """Say whether `by` may do this verb at all, whatever the state."""
    rules = transition._django_fsm.transitions.values()  # type: ignore[attr-defined]
    return any(rule.has_perm(transition.__self__, by) for rule in rules)  # type: ignore[attr-defined]


def principal_of(transition: Transition, *, by: User) -> User | None:
    """In whose place `by` does this verb, where the right comes from a substitution alone ("ký thay")."""
    rule, dossier = MAY[transition.__name__], transition.__self__  # type: ignore[attr-defined]
    if by.is_system:
        return None
    for grant in rule.grants:
        roles, where = roles_at(grant, dossier), held_at(grant.place, dossier)
        if grant.place in STOOD_IN_FOR and (principal := by.principal_for(*roles, at=where)):
            return principal
    return None


def blockers(transition: Transition, *, by: User) -> tuple[Fault, ...]:
    """Return why this verb cannot be done now; empty if it can."""
    dossier: Dossier = transition.__self__  # type: ignore[attr-defined]
    rule = transition._django_fsm.get_transition(dossier.status)  # type: ignore[attr-defined]
    if rule is None:
        sentence = _("Not possible now: the dossier is in the state “%(state)s”.")
        return (Fault("wrong_state", sentence % {"state": dossier.get_status_display()}),)
    guards = rule.custom.get("guards", ())
    return tuple(Fault(guard.code, guard.sentence) for guard in guards if not guard(dossier, by))


@dataclass(frozen=True)
class Offer:
    """A verb that somebody may do with a dossier at all, with the reasons why not now; none: it can be done."""

    verb: str
    reasons: tuple[Fault, ...]


def offers(dossier: Dossier, *, by: User) -> list[Offer]:
    """Return each verb that `by` may do with this dossier, in the order of accounts.roles.MAY.

    Costs as many statements as the guards of its state ask, however long the dossier's history is.
    """
    found = []
    for verb, rule in MAY.items():
        transition = getattr(dossier, verb)
        if rule.every_role and verb != "submit" and permits(transition, by=by):
            found.append(Offer(verb, blockers(transition, by=by)))
    return found


def require(transition: Transition, *, by: User) -> None:
    """Raise PermissionDenied or Blocked unless `by` may do this verb now.

    lifecycle.apply asks it; an action that is about to use a signing key, or a number, asks first.
    """
    if not permits(transition, by=by):
        raise PermissionDenied(transition.__name__)
    if reasons := blockers(transition, by=by):
        raise Blocked(transition.__name__, *reasons)
