"""People and offices: users, agencies, areas, service points, and who holds which role where."""

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .roles import Role


class Area(models.Model):
    """A province or a commune, by its code of the General Statistics Office (2 or 5 digits)."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=140)
    kind = models.CharField(_("kind"), max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.full_name


class Agency(models.Model):
    """An agency by its identifier code (mã định danh), valid for a time; closed ones keep their name."""

    class Kind(models.TextChoices):
        PROVINCE_PC = "PROVINCE_PC", _("People's Committee of the province")
        PROVINCE_OFFICE = "PROVINCE_OFFICE", _("Office of the People's Committee of the province")
        PROVINCE_CENTRE = "PROVINCE_CENTRE", _("service centre of the province")
        DEPARTMENT = "DEPARTMENT", _("department")
        SUBORDINATE_UNIT = "SUBORDINATE_UNIT", _("subordinate unit")
        VERTICAL_AGENCY = "VERTICAL_AGENCY", _("vertical agency")
        COMMUNE_PC = "COMMUNE_PC", _("People's Committee of the commune")
        COMMUNE_CENTRE = "COMMUNE_CENTRE", _("service centre of the commune")

    province = models.CharField(_("province"), max_length=2)
    code = models.CharField(_("identifier code"), max_length=35)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, related_name="agencies", verbose_name=_("area"))
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="agency_code")]

    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """A place where dossiers are received; it belongs to a service centre."""

    province = models.CharField(_("province"), max_length=2)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=250, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="service_points", verbose_name=_("service centre")
    )
    is_open = models.BooleanField(_("receives dossiers"), default=True)

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="service_point_code")]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who works with the system, or the system itself (`is_system`)."""

    SYSTEM = "system"

    full_name = models.CharField(_("full name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_system(self) -> bool:
        return self.username == self.SYSTEM

    @cached_property
    def memberships_today(self) -> "tuple[Membership, ...]":
        """The memberships in force today; read once per user object, so once per request."""
        return tuple(self.memberships.in_force(localdate()).select_related("agency__area"))

    def holds(self, role: str, *, at: int | None = None) -> bool:
        """Say whether the user holds `role` today, at the agency with primary key `at` where one is given."""
        return any(m.role == role and at in (None, m.agency_id) for m in self.memberships_today)

    def agency_ids(self, *roles: str) -> set[int]:
        """The agencies at which the user holds one of `roles` today (any role when none is named)."""
        return {m.agency_id for m in self.memberships_today if not roles or m.role in roles}


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> "MembershipQuerySet":
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


class Membership(models.Model):
    """A role of a person at an agency, from one day to another (inclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    title = models.CharField(_("title under a signature"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "from_on"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_until_after_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.agency_id}"


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
