"""Sign-in of staff, one rule for the page and the API: a few wrong passwords, and the account waits."""

from django.contrib.auth import authenticate
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User
from .refusals import InputRefused

MOST_FAILURES = 10
WAIT_SECONDS = 300


class SignInRefused(InputRefused):
    """Wrong name or password, or too many of them: the two are told apart, the first two never."""


def sign_in(request: HttpRequest | None, *, username: str, password: str) -> User:
    """Return the user; SignInRefused with 'sign_in_refused', or 'sign_in_too_often' for five minutes.

    Failures are counted per account and address, so that nobody locks a colleague out from elsewhere.
    """
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    counter = f"sign-in:{address}:{username.casefold()[:150]}"
    if cache.get(counter, 0) >= MOST_FAILURES:
        raise SignInRefused(
            "sign_in_too_often", _("Too many wrong attempts. Wait five minutes and try again.")
        )
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User) or user.is_system:
        cache.add(counter, 0, WAIT_SECONDS)
        cache.incr(counter)
        raise SignInRefused("sign_in_refused", _("Wrong user name or password. Check both and try again."))
    cache.delete(counter)
    return user
