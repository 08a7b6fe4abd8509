"""Template filters that ask what the signed-in person does here: `{% load roles %}`."""

from django import template

from accounts.models import User
from accounts.roles import Role

register = template.Library()
DOSSIER_ROLES = frozenset(Role) - {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CATALOGUE_EDITOR}


@register.filter
def holds(user: User, role: str) -> bool:
    """Say whether the user holds the role today, anywhere."""
    return user.is_authenticated and user.holds(role)


@register.filter
def works_on_dossiers(user: User) -> bool:
    """Say whether one of the user's roles acts on dossiers."""
    return user.is_authenticated and bool(user.agency_ids(*DOSSIER_ROLES))


@register.filter
def works_at(user: User) -> str:
    """Return the short name of the first agency the user works at today, or ""."""
    memberships = user.memberships_today if user.is_authenticated else ()
    return memberships[0].agency.short_name if memberships else ""
