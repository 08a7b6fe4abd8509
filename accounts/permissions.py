"""May this person do it? For verbs that are not about one dossier; those that are, dossiers.rules answers."""

from django.core.exceptions import PermissionDenied

from .models import User
from .roles import MAY_IN_PROVINCE


def may(user: object, verb: str) -> bool:
    """Say whether `user` may do `verb` (a row of accounts.roles.MAY_IN_PROVINCE) today; a stranger may nothing."""
    rule = MAY_IN_PROVINCE[verb]
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_system:
        return rule.by_system
    return bool(user.agency_ids(*rule.roles))


def require_may(verb: str, *, by: object) -> None:
    """Raise PermissionDenied unless `by` may do `verb`."""
    if not may(by, verb):
        raise PermissionDenied(verb)
