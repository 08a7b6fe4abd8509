"""What makes a method of Dossier a verb: from which states to which, who may, what must be true, the event."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django_fsm import transition

from accounts.models import User
from accounts.roles import MAY, Place

from .guards import Guard
from .status import Status

if TYPE_CHECKING:
    from .dossier import Dossier

Body = TypeVar("Body", bound=Callable[..., None])


def verb(
    source: Status | Sequence[Status],
    target: Status | None = None,
    *,
    event: str,
    guards: tuple[Guard, ...] = (),
) -> Callable[[Body], Body]:
    """Return the decorator of a transition; without `target` the verb keeps the state.

    Who may do it stands in the row of accounts.roles.MAY that has the method's name.
    """
    custom: dict[str, Any] = {"event": event} | ({"guards": guards} if guards else {})

    def decorate(body: Body) -> Body:
        found: Body = transition(
            "status", source=source, target=target, permission=may(body.__name__), custom=custom
        )(body)
        return found

    return decorate


def may(name: str) -> Callable[[Any, Any], bool]:
    """Return the predicate (dossier, user) of this verb's row in accounts.roles.MAY."""
    rule = MAY[name]

    def allowed(dossier: "Dossier", user: User) -> bool:
        if user.is_system:
            return rule.by_system
        if not rule.roles:
            return False  # the system's alone: agency_ids() of no role would mean any role
        if rule.place is Place.COMPETENT:
            held_at = {dossier.agency_id}
        elif rule.place is Place.RECEIVING:
            held_at = {dossier.receiving_agency_id}
        else:
            return bool(user.agency_ids(*rule.roles))
        return bool(user.agency_ids(*rule.roles) & held_at)

    return allowed
