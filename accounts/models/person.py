"""People: users, who holds which role where, and who signs for whom for a time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext_lazy as _

from accounts.days import LATEST
from accounts.memory import remember
from accounts.roles import Role

from .place import Agency


class User(AbstractUser):
    """A person who works with the system, or the system itself (`is_system`).

    `sign_in_number` grows when the person's rights change: every session and token from before has ended then.
    `first_password_ends_at`: the password was set by an administrator and opens nothing but the page on which the
    person chooses an own one; None: it is the person's own.
    """

    SYSTEM = "system"

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    sign_in_number = models.PositiveIntegerField(default=0)
    first_password_ends_at = models.DateTimeField(_("one-time password valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_session_auth_hash(self) -> str:
        """A hash that changes with the password and with the sign-in number; sessions and tokens carry it."""
        words = f"{self.password}:{self.sign_in_number}"
        return salted_hmac("accounts.User.get_session_auth_hash", words, algorithm="sha256").hexdigest()

    @property
    def is_system(self) -> bool:
        return self.username == self.SYSTEM

    @cached_property
    def memberships_today(self) -> "tuple[Membership, ...]":
        """The memberships in force today; read once per user object, so once per request."""
        substituted_by(localdate())  # asked with them, so read with them; remembered for everybody
        return tuple(self.memberships.in_force(localdate()).select_related("agency__area"))

    @cached_property
    def substituted_today(self) -> "tuple[Membership, ...]":
        """The memberships of others whose role this person holds today by a substitution in force; read like those."""
        return substituted_by(localdate()).get(self.pk, ())

    def holds(self, role: str, *, at: int | None = None) -> bool:
        """Say whether the user holds `role` today, at the agency with primary key `at` where one is given."""
        posts = (*self.memberships_today, *self.substituted_today)
        return any(m.role == role and at in (None, m.agency_id) for m in posts)

    def agency_ids(self, *roles: str) -> set[int]:
        """The agencies at which the user holds one of `roles` today (any role when none is named).

        Roles held for somebody else by a substitution count.
        """
        posts = (*self.memberships_today, *self.substituted_today)
        return {m.agency_id for m in posts if not roles or m.role in roles}

    def principal_for(self, *roles: str, at: int | None = None) -> "User | None":
        """Whose place the user takes when acting in one of `roles` at `at`; None when the role is the user's own."""

        def meant(post: "Membership") -> bool:
            return post.role in roles and at in (None, post.agency_id)

        if any(meant(post) for post in self.memberships_today):
            return None
        return next((post.user for post in self.substituted_today if meant(post)), None)

    def stands_in_for(self, user_id: int | None, role: str, *, at: int) -> bool:
        """Say whether this person holds `role` at `at` for that other person today."""
        posts = self.substituted_today
        return any(p.user_id == user_id and p.role == role and p.agency_id == at for p in posts)


def not_ended_by(on: date) -> Q:
    """The condition that nobody had ended it before the end of a day of the office's time."""
    next_day = datetime.combine(min(on, LATEST) + timedelta(days=1), time(), get_default_timezone())
    return Q(ended_at=None) | Q(ended_at__gte=next_day)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> "MembershipQuerySet":
        """Those in force on a day; one that was ended is not in force on the day on which it was."""
        began = self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
        return began.filter(not_ended_by(on))


class Membership(models.Model):
    """A role of a person at an agency, from one day to another (inclusive).

    `ended_at`: rights were taken at that instant, and open work has a new home (migration dossiers 0004 keeps it).
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    title = models.CharField(_("title under a signature"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "from_on"],
                condition=Q(ended_at=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_until_after_from"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(until_on=None), name="membership_ended_has_last_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.agency_id}"


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def in_force(self, on: date) -> "SubstitutionQuerySet":
        """Those in force on a day on which the principal's membership is, too, and the substitute still a colleague."""
        posts = Membership.objects.in_force(on)
        colleagues = posts.filter(user=OuterRef("substitute"), agency=OuterRef("membership__agency"))
        began = self.filter(not_ended_by(on), from_on__lte=on, until_on__gte=on, membership__in=posts)
        return began.filter(Exists(colleagues))


class Substitution(models.Model):
    """Signing for somebody ("ký thay"): for a period a colleague holds the role of `membership`.

    It is not transitive, and ends with the principal's membership (Decree 30/2020/NĐ-CP, Article 13).
    """

    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        related_name="substitutions",
        verbose_name=_("membership of the principal"),
    )
    substitute = models.ForeignKey(
        User, models.PROTECT, related_name="substitutions", verbose_name=_("substitute")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    basis = models.CharField(_("legal basis"), max_length=200)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "substitute", "from_on"],
                condition=Q(ended_at=None),
                name="substitution_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="substitution_until_after_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.membership_id}"


@remember(seconds=30)
def substituted_by(on: date) -> Mapping[int, tuple[Membership, ...]]:
    """By substitute, the memberships that they hold for others on a day; few, so all are kept together."""
    found: dict[int, tuple[Membership, ...]] = {}
    rows = Substitution.objects.in_force(on).select_related("membership__user", "membership__agency__area")
    for one in rows.order_by("pk"):
        found[one.substitute_id] = (*found.get(one.substitute_id, ()), one.membership)
    return found


class Token(models.Model):
    """A bearer token of the API: only its SHA-256 is kept. It ends with the password that it was given for."""

    digest = models.BinaryField(max_length=32)
    password_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="token_digest")]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d}"


class StaffAct(models.Model):
    """What an administrator did to people and agencies, and when; append-only (migration 0003)."""

    verb = models.CharField(_("act"), max_length=30)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="staff_acts", verbose_name=_("about whom")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="staff_acts", verbose_name=_("agency")
    )
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("act of the administration")
        verbose_name_plural = _("acts of the administration")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.person_id or self.agency_id}"
