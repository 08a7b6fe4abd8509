"""Bearer tokens of the API: SHA-256 in the table, and a memory of 30 s in the process.

A token that is revoked, or a membership that ends, is forgotten at once (accounts.memory).
"""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Prefetch
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from .memory import forget_on_commit, remember
from .models import Membership, Token, User

LIFETIME = timedelta(hours=10)


def issue_token(user: User) -> tuple[str, Token]:
    """Make a token for `user`; the secret is returned once and never kept."""
    secret = secrets.token_urlsafe(32)
    token = Token.objects.create(
        digest=_digest(secret),
        password_hash=user.get_session_auth_hash(),
        user=user,
        expires_at=now() + LIFETIME,
    )
    return secret, token


def end_token(token: Token) -> None:
    """Sign out: the token is gone, and from the memory of every process."""
    token.delete()
    forget_on_commit()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@remember(seconds=30)
def _token(digest: bytes) -> Token | None:
    today = Prefetch(
        "user__memberships",
        Membership.objects.in_force(localdate()).select_related("agency__area"),
        to_attr="today",
    )
    token = Token.objects.select_related("user").prefetch_related(today).filter(digest=digest).first()
    if token is not None and not constant_time_compare(
        token.password_hash, token.user.get_session_auth_hash()
    ):
        return None
    if token is not None:
        token.user.__dict__["memberships_today"] = tuple(token.user.today)  # type: ignore[attr-defined]
    return token


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`; without it the next authentication class is asked."""

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _blank, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme != "Bearer":
            return None
        token = _token(_digest(secret.strip()))
        if token is None or token.expires_at <= now() or not token.user.is_active:
            raise AuthenticationFailed(_("Your sign-in has ended. Sign in again."), code="token_not_valid")
        return token.user, token
