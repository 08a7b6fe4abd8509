"""Procedure and ProcedureVersion: a version is frozen once published."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procedures.calendar import TimeLimit, TimeUnit
from procedures.fees import Rate, rate_of


class VersionFrozen(Exception):
    """A published version does not change: dossiers were received under it. Publish a new one."""


class FieldOfWork(models.Model):
    """A field (lĩnh vực) of procedures, by the national portal's code, e.g. G15-TP03."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure by its national code, e.g. 2.000635."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    field = models.ForeignKey(FieldOfWork, models.PROTECT, related_name="procedures", verbose_name=_("field"))

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What a procedure asked and promised between two days.

    `time_unit`: HOUR, WORKING_DAY (may be fractional), DAY, MONTH or SAME_DAY (with `cutoff`).
    `competence`: {"by": "area", "level": "COMMUNE"} or {"by": "agency", "code": "H12.03"}.
    """

    class TimeUnit(models.TextChoices):
        HOUR = "HOUR", _("hour")
        WORKING_DAY = "WORKING_DAY", _("working day")
        DAY = "DAY", _("day")
        MONTH = "MONTH", _("month")
        SAME_DAY = "SAME_DAY", _("same day")

    class ServiceLevel(models.TextChoices):
        FULL = "FULL", _("full online service")
        PARTIAL = "PARTIAL", _("partial online service")
        OFFLINE = "OFFLINE", _("at the counter only")

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("procedure")
    )
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=400)
    search_name = models.CharField(max_length=400, editable=False)
    service_level = models.CharField(_("service level"), max_length=10, choices=ServiceLevel.choices)
    channels = models.JSONField(_("channels"), default=list)
    time_quantity = models.DecimalField(_("time limit"), max_digits=6, decimal_places=2)
    time_unit = models.CharField(_("unit"), max_length=12, choices=TimeUnit.choices)
    cutoff = models.TimeField(
        _("received after this, counted from the next working day"), null=True, blank=True
    )
    is_nonterritorial = models.BooleanField(_("received anywhere in the province"), default=True)
    competence = models.JSONField(_("competence"), default=dict)
    result_name = models.CharField(_("result"), max_length=200)
    result_symbol = models.CharField(_("symbol of the result's number"), max_length=30)
    legal_bases = models.JSONField(_("legal bases"), default=list)
    decision = models.CharField(_("publishing decision"), max_length=100, blank=True)
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("procedure version")
        verbose_name_plural = _("procedure versions")
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="version_number")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and ProcedureVersion.objects.filter(pk=self.pk).exclude(published_at=None).exists():
            raise VersionFrozen(f"{self.procedure.code} v{self.number}")
        super().save(*args, **kwargs)

    @property
    def time_limit(self) -> TimeLimit:
        return TimeLimit(quantity=self.time_quantity, unit=TimeUnit(self.time_unit), cutoff=self.cutoff)

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """The fee table as procedures.fees.quote takes it."""
        return tuple(rate_of(rule) for rule in self.fee_rules.all())
