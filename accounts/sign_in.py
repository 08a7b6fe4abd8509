"""Sign-in of staff, one rule for the page and the API: a few wrong passwords, and the account waits."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .models import User
from .refusals import InputRefused

MOST_FAILURES = 10  # per account and address
MOST_FAILURES_OF_ADDRESS = 100  # a whole service centre may share one address
WAIT_SECONDS = 300
OWN_PASSWORD_NEEDED = "own_password_needed"


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id as OWASP recommends it for servers (19 MiB, two passes): a flood of sign-ins fills no memory."""

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1


class SignInRefused(InputRefused):
    """Wrong name or password (never said which), or too many of them."""


def sign_in(request: HttpRequest | None, *, username: str, password: str) -> User:
    """Return the user; SignInRefused as `proven`, or with 'own_password_needed' for a one-time password."""
    user = proven(request, username=username, password=password)
    if user.first_password_ends_at is not None:
        sentence = _("This is a one-time password. Choose your own on the page “Change password” first.")
        raise SignInRefused(OWN_PASSWORD_NEEDED, sentence)
    return user


def proven(request: HttpRequest | None, *, username: str, password: str) -> User:
    """Return whose name and password these are, be it a one-time password that still may be changed.

    Raises SignInRefused with 'sign_in_refused', 'sign_in_too_often' for five minutes, or 'first_password_expired'.
    Failures are counted per account and address, so that nobody locks a colleague out from elsewhere, and per
    address, so that trying many names does not help.
    """
    address = client_address(request)
    counters = {
        f"sign-in:{address}": MOST_FAILURES_OF_ADDRESS,
        f"sign-in:{address}:{username.casefold()[:150]}": MOST_FAILURES,
    }
    failures = cache.get_many(counters)
    if any(failures.get(counter, 0) >= most for counter, most in counters.items()):
        raise SignInRefused(
            "sign_in_too_often", _("Too many wrong attempts. Wait five minutes and try again.")
        )
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User) or user.is_system:
        for counter in counters:
            cache.add(counter, 0, WAIT_SECONDS)
            cache.incr(counter)
        raise SignInRefused("sign_in_refused", _("Wrong user name or password. Check both and try again."))
    if user.first_password_ends_at is not None and user.first_password_ends_at <= now():
        sentence = _("This one-time password is no longer valid. Ask the administrator for a new one.")
        raise SignInRefused("first_password_expired", sentence)
    return user


def client_address(request: HttpRequest | None) -> str:
    """Return whom a request comes from: behind a proxy, the last hop that the proxy itself has seen."""
    if request is None:
        return ""
    if settings.ONESTOP_BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
