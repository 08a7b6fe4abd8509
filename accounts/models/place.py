"""Places: areas, agencies with their former names, and service points; each valid for a time, each with a successor."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.memory import remember

M = TypeVar("M", bound=models.Model, covariant=True)


class ValidQuerySet(models.QuerySet[M]):
    """Rows that are valid from one day to another, both inclusive."""

    def valid(self, on: date) -> Self:
        began = Q(valid_from_on=None) | Q(valid_from_on__lte=on)
        return self.filter(began, Q(valid_until_on=None) | Q(valid_until_on__gte=on))


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until_on=None) | Q(valid_until_on__gte=F("valid_from_on")), name=name
    )


class Area(models.Model):
    """A province or a commune, by its code of the General Statistics Office (2 or 5 digits)."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=140)
    kind = models.CharField(_("kind"), max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ValidQuerySet["Area"].as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [ends_after_it_begins("area_until_after_from")]

    def __str__(self) -> str:
        return self.full_name


class Agency(models.Model):
    """An agency by its identifier code (mã định danh); `name` is today's, former ones are in AgencyName.

    A closed agency keeps its row and its name; `successor` is who does its work since.
    """

    class Kind(models.TextChoices):
        PROVINCE_PC = "PROVINCE_PC", _("People's Committee of the province")
        PROVINCE_OFFICE = "PROVINCE_OFFICE", _("Office of the People's Committee of the province")
        PROVINCE_CENTRE = "PROVINCE_CENTRE", _("service centre of the province")
        DEPARTMENT = "DEPARTMENT", _("department")
        SUBORDINATE_UNIT = "SUBORDINATE_UNIT", _("subordinate unit")
        VERTICAL_AGENCY = "VERTICAL_AGENCY", _("vertical agency")
        COMMUNE_PC = "COMMUNE_PC", _("People's Committee of the commune")
        COMMUNE_CENTRE = "COMMUNE_CENTRE", _("service centre of the commune")

    class Branch(models.TextChoices):
        POLICE = "POLICE", _("police")
        TAX = "TAX", _("tax")
        SOCIAL_INSURANCE = "SOCIAL_INSURANCE", _("social insurance")
        MILITARY = "MILITARY", _("military")
        OTHER = "OTHER", _("another branch")

    province = models.CharField(_("province"), max_length=2)
    code = models.CharField(_("identifier code"), max_length=35)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    branch = models.CharField(_("branch"), max_length=20, choices=Branch.choices, blank=True)
    level = models.CharField(_("level"), max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, related_name="agencies", verbose_name=_("area"))
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects = ValidQuerySet["Agency"].as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.UniqueConstraint(fields=["province", "code"], name="agency_code"),
            models.CheckConstraint(
                condition=(
                    Q(kind="VERTICAL_AGENCY") & ~Q(branch="") | ~Q(kind="VERTICAL_AGENCY") & Q(branch="")
                ),
                name="agency_branch_if_vertical",
            ),
            ends_after_it_begins("agency_until_after_from"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_renamed(self) -> bool:
        """Whether it ever bore another name: only then the day matters."""
        return self.pk in former_names()

    def name_on(self, on: date) -> str:
        """The name that the agency bore on a day: a renamed agency keeps its name on old dossiers."""
        former = former_name(self.pk, on)
        return former.name if former else self.name

    def short_name_on(self, on: date) -> str:
        """The short name that the agency bore on a day."""
        former = former_name(self.pk, on)
        return former.short_name if former else self.short_name


class AgencyName(models.Model):
    """A former name of an agency, and the days on which it bore it (both inclusive)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="former_names", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100)
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"))
    basis = models.CharField(_("legal basis of the change"), max_length=200)

    class Meta:
        verbose_name = _("former name of an agency")
        verbose_name_plural = _("former names of agencies")
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_until_on"], name="agency_name_once"),
            ends_after_it_begins("agency_name_until_after_from"),
        ]

    def __str__(self) -> str:
        return self.name


@remember(seconds=600)
def former_names() -> dict[int, tuple[AgencyName, ...]]:
    """All former names by agency: few, and asked on every page that names an agency."""
    found: dict[int, tuple[AgencyName, ...]] = {}
    for one in AgencyName.objects.order_by("agency_id", "valid_until_on"):
        found[one.agency_id] = (*found.get(one.agency_id, ()), one)
    return found


def former_name(agency_id: int, on: date) -> AgencyName | None:
    """The former name in force on a day; the oldest one also before it began, for want of an older."""
    return next((one for one in former_names().get(agency_id, ()) if on <= one.valid_until_on), None)


class ServicePoint(models.Model):
    """A place where dossiers are received (RECEPTION) or where people are helped to file them (SUPPORT).

    It belongs to a service centre. Only a reception point may receive; a support point stands in `helped_at`.
    """

    class Kind(models.TextChoices):
        RECEPTION = "RECEPTION", _("reception point")
        SUPPORT = "SUPPORT", _("support point")

    province = models.CharField(_("province"), max_length=2)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.RECEPTION)
    address = models.CharField(_("address"), max_length=250, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="service_points", verbose_name=_("service centre")
    )
    is_open = models.BooleanField(_("open"), default=True)
    valid_from_on = models.DateField(_("valid from"), null=True, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)

    objects = ValidQuerySet["ServicePoint"].as_manager()

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        constraints = [
            models.UniqueConstraint(fields=["province", "code"], name="service_point_code"),
            ends_after_it_begins("service_point_until_after_from"),
        ]

    def __str__(self) -> str:
        return self.name
