"""Create a person: an account with its first membership, and a one-time password that is shown once."""

import re
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.first_password import give
from accounts.models import Agency, User
from accounts.names import NameRefused, clean_name
from accounts.permissions import require_may

from .appoint import appoint
from .recording import record

USERNAME: Final = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
MOST_USERNAME: Final = 50


@transaction.atomic
def create_person(
    username: str,
    full_name: str,
    agency: Agency,
    role: str,
    *,
    title: str = "",
    from_on: date | None = None,
    by: User,
) -> tuple[User, str]:
    """Return the person and the one-time password. Raises Invalid by field, PermissionDenied; then nobody was made."""
    require_may("create_person", by=by)
    user = User(username=username.strip(), full_name=_cleaned(username.strip(), full_name))
    password = give(user)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # somebody was faster
        raise Invalid({"username": _taken()}) from None
    appoint(user, agency, role, title=title, from_on=from_on, by=by)
    record("create_person", by=by, person=user, agency=agency)
    return user, password


def _cleaned(username: str, full_name: str) -> str:
    faults: dict[str, Fault] = {}
    if not USERNAME.fullmatch(username) or not 3 <= len(username) <= MOST_USERNAME:
        sentence = _(
            "Enter 3 to 50 small letters without accents, digits, dots or hyphens, e.g. tiepnhan.datmui."
        )
        faults["username"] = Fault("username_not_valid", sentence)
    elif User.objects.filter(username__iexact=username).exists():
        faults["username"] = _taken()
    try:
        full_name = clean_name(full_name)
    except NameRefused as refused:
        faults["full_name"] = refused.fault
    if faults:
        raise Invalid(faults)
    return full_name


def _taken() -> Fault:
    return Fault("username_taken", _("Somebody has this user name already. Choose another one."))
