"""The working calendar as data: special days and office hours, each with its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class CalendarYear(models.Model):
    """A year whose special days are loaded: a due date in any other year cannot be counted."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    is_provisional = models.BooleanField(_("not decided yet"), default=False)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day that differs from the week's rule: a holiday, a compensation, a swapped day; of all offices or of one."""

    on = models.DateField(_("day"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="special_days",
        verbose_name=_("of this office"),
    )
    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    is_working = models.BooleanField(_("worked"))
    is_provisional = models.BooleanField(_("not decided yet"), default=False)
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["on"], condition=Q(agency=None), name="special_day_of_all"),
            models.UniqueConstraint(fields=["on", "agency"], name="special_day_of_office"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class OfficeHoursRule(models.Model):
    """Office hours by weekday: {"1": [["07:30", "11:30"], ["13:00", "17:00"]], ...}; `code` names the rule."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    periods = models.JSONField(_("periods by ISO weekday"))
    is_default = models.BooleanField(_("default"), default=False)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")

    def __str__(self) -> str:
        return self.name


class OfficeHoursUse(models.Model):
    """An office that keeps hours of its own for a time, with the decision that says so."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="hours", verbose_name=_("office"))
    hours = models.ForeignKey(
        OfficeHoursRule, models.PROTECT, related_name="uses", verbose_name=_("office hours")
    )
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("office hours of an office")
        verbose_name_plural = _("office hours of offices")
        ordering = ["valid_from_on"]
        constraints = [models.UniqueConstraint(fields=["agency", "valid_from_on"], name="office_hours_from")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.hours_id} from {self.valid_from_on}"
