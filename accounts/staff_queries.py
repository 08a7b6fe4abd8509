"""What the administrator's pages ask: people by name, and certificates by state, a page at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from .memory import remember
from .models import Agency, Certificate, Membership, Substitution, User
from .names import fold

PAGE: Final = 50
SOON: Final = timedelta(days=60)
STATES: Final = {
    "valid": _("In force now"),
    "expiring": _("Expiring within 60 days"),
    "expired": _("Expired"),
    "revoked": _("Revoked"),
}


@dataclass(frozen=True)
class People:
    """A page of people with their memberships; `next` is the user name behind which the next page begins."""

    rows: list[User]
    next: str


def people(words: str, *, after: str = "") -> People:
    """Return people whose names, user names or agencies hold all the words, accents or not, by user name."""
    wanted = fold(words).split()
    found = [name for name, text in _directory() if name > after and all(word in text for word in wanted)]
    names = found[:PAGE]
    rows = User.objects.filter(username__in=names)
    posts = Membership.objects.in_force(localdate()).filter(user__in=rows).select_related("agency")
    by_user: dict[int, list[Membership]] = {}
    for post in posts.order_by("pk"):
        by_user.setdefault(post.user_id, []).append(post)
    listed = sorted(rows, key=lambda person: person.username)
    for person in listed:
        person.__dict__["memberships_today"] = tuple(by_user.get(person.pk, ()))
    return People(listed, names[-1] if len(found) > PAGE else "")


@remember(seconds=30)
def _directory() -> tuple[tuple[str, str], ...]:
    """User names with the folded text in which words are looked for."""
    posts: dict[int, str] = {}
    today = Membership.objects.in_force(localdate()).values_list("user", "agency__short_name")
    for user, agency in today:
        posts[user] = f"{posts.get(user, '')} {agency}"
    rows = User.objects.exclude(username=User.SYSTEM)
    return tuple(
        sorted(  # by Python, which finds the next page with the same order; the database's collation is another
            (username, fold(f"{username} {full_name}{posts.get(pk, '')}"))
            for pk, username, full_name in rows.values_list("pk", "username", "full_name")
        )
    )


@dataclass(frozen=True)
class Person:
    """One person with everything that they were, are and will be, the last first."""

    user: User
    memberships: list[Membership]
    substituted: list[Substitution]
    stands_in: list[Substitution]
    certificates: list[Certificate]


def person(username: str) -> Person | None:
    user = User.objects.exclude(username=User.SYSTEM).filter(username=username).first()
    if user is None:
        return None
    substitutions = Substitution.objects.select_related(
        "membership__user", "membership__agency", "substitute"
    ).order_by("-from_on", "-pk")
    return Person(
        user,
        list(user.memberships.select_related("agency").order_by("-from_on", "-pk")),
        list(substitutions.filter(membership__user=user)),
        list(substitutions.filter(substitute=user)),
        list(user.certificates.select_related("agency").order_by("-valid_until_at", "-pk")),
    )


def colleagues(membership: Membership) -> list[User]:
    """Who may be named to stand in for a membership: people of the same agency."""
    return _others(membership.user_id, Q(agency=membership.agency_id))


def successors(*memberships: Membership) -> list[User]:
    """Who may take over the open work of one person's memberships: who holds one of these roles there, too."""
    same = Q(pk__in=())
    for one in memberships:
        same |= Q(agency=one.agency_id, role=one.role)
    return _others(memberships[0].user_id, same) if memberships else []


def _others(user_id: int, posts: Q) -> list[User]:
    held = Membership.objects.in_force(localdate()).filter(posts)
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(rows.exclude(pk=user_id).order_by("username"))


@dataclass(frozen=True)
class Certificates:
    rows: list[Certificate]
    next: str


def certificates(state: str, words: str, *, after: str = "") -> Certificates:
    """Return a page of the register in one state: "" for all; `words`: a serial number, a holder, an agency."""
    at = now()
    found = Certificate.objects.select_related("holder", "agency").filter(_in_state(state, at))
    if words := words.strip():
        serial = words.lower().replace(":", "").replace(" ", "").lstrip("0")
        who = Q(holder__username__iexact=words) | Q(holder__full_name__icontains=words)
        where = Q(agency__code__iexact=words) | Q(agency__name__icontains=words)
        found = found.filter(Q(serial=serial or "-") | who | where)
    if after.isascii() and after.isdecimal():
        found = found.filter(pk__gt=int(after[:18]))
    rows = list(found.order_by("pk")[: PAGE + 1])
    return Certificates(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _in_state(state: str, at: datetime) -> Q:
    revoked = Q(revoked_at__lte=at)
    conditions = {
        "valid": ~revoked & Q(valid_from_at__lte=at, valid_until_at__gt=at),
        "expiring": ~revoked & Q(valid_until_at__gt=at, valid_until_at__lte=at + SOON),
        "expired": ~revoked & Q(valid_until_at__lte=at),
        "revoked": revoked,
    }
    return conditions.get(state, Q())


def state_of(certificate: Certificate, at: datetime) -> str:
    """The state of a certificate at an instant: a key of STATES, or "future"."""
    if certificate.revoked_at is not None and certificate.revoked_at <= at:
        return "revoked"
    if certificate.valid_until_at <= at:
        return "expired"
    if certificate.valid_from_at > at:
        return "future"
    return "expiring" if certificate.valid_until_at <= at + SOON else "valid"


def agencies_today() -> list[Agency]:
    """The agencies that one may be appointed to today."""
    return list(Agency.objects.valid(localdate()).order_by("code"))
