"""The working calendar as data: special days and office hours, each with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A day that differs from the week's rule: a holiday, a compensation, a swapped day."""

    on = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    is_working = models.BooleanField(_("worked"))
    is_provisional = models.BooleanField(_("not decided yet"), default=False)
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["on"]

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
