"""A one-time password: shown once to the administrator, good for choosing an own one within seven days."""

import secrets
from datetime import timedelta
from typing import Final

from django.utils.timezone import now

from .models import User

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read as something else: no i, l, o, 0, 1
GROUPS: Final = 3  # of five letters: 74 bits
LIFETIME: Final = timedelta(days=7)


def give(user: User) -> str:
    """Set a new one-time password on the user (not saved) and return it; it is kept nowhere else."""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(GROUPS))
    password = "-".join(groups)
    user.set_password(password)
    user.first_password_ends_at = now() + LIFETIME
    return password
