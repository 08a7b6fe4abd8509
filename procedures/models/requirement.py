"""What a version asks for (papers), what it costs (fees) and the way it travels inside the agency (steps)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .procedure import ProcedureVersion


class Requirement(models.Model):
    """A paper (thành phần hồ sơ) that the version asks for."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="requirements")
    number = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=400)
    originals = models.PositiveSmallIntegerField(_("originals"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    is_required = models.BooleanField(_("required"), default=True)
    is_digitised = models.BooleanField(_("to be digitised"), default=True)
    channels = models.JSONField(_("channels"), default=list)
    condition = models.CharField(_("asked only when"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("paper requirement")
        verbose_name_plural = _("paper requirements")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="requirement_number")]

    def __str__(self) -> str:
        return self.name


class FeeRule(models.Model):
    """One line of the fee table: amount in VND per unit, tiers and cap as data; null means not published."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="fee_rules")
    kind = models.CharField(_("kind"), max_length=10)
    name = models.CharField(_("name"), max_length=200)
    channels = models.JSONField(_("channels"), default=list)
    amount = models.BigIntegerField(_("amount (VND)"), null=True, blank=True)
    per = models.CharField(_("per"), max_length=60, blank=True)
    tiers = models.JSONField(_("tiers"), default=list)
    cap = models.JSONField(_("cap"), null=True, blank=True)
    collected_at = models.CharField(_("collected at"), max_length=12, default="RECEPTION")
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from_on = models.DateField(_("valid from"), null=True, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A step of the internal route of a version, with its budget in working hours."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=200)
    hours = models.DecimalField(_("working hours"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="step_number")]

    def __str__(self) -> str:
        return self.name
