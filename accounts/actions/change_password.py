"""Change the password: a person chooses an own one; sessions and tokens under the old one end."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Token, User

from .recording import record

MOST = 128  # what the API's sign-in takes
SAID = {
    "password_too_short": _("Choose a password of at least 10 characters."),
    "password_too_common": _("Many people use this password. Choose another one."),
}


@transaction.atomic
def change_password(user: User, password: str, *, by: User) -> User:
    """Let a person's own password be `password`. Whoever calls has seen the present one. Raises Invalid.

    Nobody chooses it for somebody else (PermissionDenied): see reset_password.
    """
    if by.pk != user.pk:
        raise PermissionDenied("change_password")
    user = User.objects.select_for_update().get(pk=user.pk)
    if fault := _fault(user, password):
        raise Invalid({"password": fault})
    user.set_password(password)
    user.first_password_ends_at = None
    user.save(update_fields=["password", "first_password_ends_at"])
    Token.objects.filter(user=user).delete()
    record("change_password", by=user, person=user)
    return user


def _fault(user: User, password: str) -> Fault | None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        code = str(error.error_list[0].code)
        return Fault(code, SAID.get(code, error.messages[0]))
    if len(password) > MOST:
        return Fault("password_too_long", _("Choose a password of at most 128 characters."))
    if user.username.casefold() in password.casefold():
        return Fault("password_too_similar", _("The password contains your user name. Choose another one."))
    if user.check_password(password):
        return Fault("same_password", _("This is the present password. Choose another one."))
    return None
