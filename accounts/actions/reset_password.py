"""Reset a password: the person gets a new one-time password; sessions and tokens under the old one end."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.first_password import give
from accounts.models import User
from accounts.permissions import require_may

from .end_membership import end_sign_ins
from .recording import record


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Return the one-time password, which is kept nowhere. Raises Invalid, PermissionDenied."""
    require_may("reset_password", by=by)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_system or not user.is_active:
        sentence = _("This account is closed. Choose another person.")
        raise Invalid({"user": Fault("user_not_active", sentence)})
    password = give(user)
    user.save(update_fields=["password", "first_password_ends_at"])
    end_sign_ins(user)
    record("reset_password", by=by, person=user)
    return password
