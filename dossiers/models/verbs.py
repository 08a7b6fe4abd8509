"""What makes a method of Dossier a verb: from which states to which, who may, what must be true, the event."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django_fsm import GET_STATE, transition

from accounts.models import User
from accounts.roles import MAY, Permission, Place, Role

from .guards import Guard
from .status import Status

if TYPE_CHECKING:
    from .dossier import Dossier

Body = TypeVar("Body", bound=Callable[..., None])


def back_to(*states: Status) -> GET_STATE:
    """Return the target of a verb that leads back to the state from which the dossier was taken (`held_from`)."""
    return GET_STATE(lambda dossier, *values: dossier.held_from, states=states)


def verb(
    source: Status | Sequence[Status],
    target: "Status | GET_STATE | None" = None,
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
        return any(grant.roles and _is_held(grant, dossier, user) for grant in rule.grants)

    return allowed


def _is_held(grant: Permission, dossier: "Dossier", user: User) -> bool:
    """Say whether `user` holds one of the roles where this grant asks for it."""
    if grant.place is Place.ANYWHERE:
        return bool(user.agency_ids(*grant.roles))
    roles = roles_at(grant, dossier)
    return bool(roles) and held_at(grant.place, dossier) in user.agency_ids(*roles)


def roles_at(grant: Permission, dossier: "Dossier") -> tuple[Role, ...]:
    """Return the roles that count for this grant: at a step that of the step alone."""
    if grant.place is Place.STEP:
        return tuple(role for role in grant.roles if role == dossier.step_role)
    return grant.roles


def held_at(place: Place, dossier: "Dossier") -> int | None:
    """Return the key of the agency at which a role must be held, for the places that name one."""
    return {
        Place.COMPETENT: dossier.agency_id,
        Place.RECEIVING: dossier.receiving_agency_id,
        Place.STEP: dossier.step_agency_id,
        Place.HOLDING: dossier.papers_at_id,
        Place.AWAITED: dossier.transit_to_id,
    }.get(place)
