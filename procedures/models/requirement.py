"""What a version asks for (papers), what it costs (fees) and the way it travels inside the agency (steps)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .procedure import ProcedureVersion


class Requirement(models.Model):
    """A paper (thành phần hồ sơ) that the version asks for."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="requirements")
    number = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=1000)
    originals = models.PositiveSmallIntegerField(_("originals"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    is_required = models.BooleanField(_("required"), default=True)
    is_digitised = models.BooleanField(_("to be digitised"), default=True)
    channels = models.JSONField(_("channels"), default=list)
    case = models.CharField(_("asked in the case"), max_length=200, blank=True)
    condition = models.CharField(_("asked only when"), max_length=1000, blank=True)
    is_result = models.BooleanField(_("is the result of a procedure"), default=False)
    result_code = models.CharField(_("code of the result that it is"), max_length=40, blank=True)
    replaced_by = models.CharField(_("data that replace it"), max_length=200, blank=True)
    has_e_form = models.BooleanField(_("filled in as the e-form"), default=False)

    class Meta:
        verbose_name = _("paper requirement")
        verbose_name_plural = _("paper requirements")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="requirement_number")]

    def __str__(self) -> str:
        return self.name


class FeeRule(models.Model):
    """One line of the fee table: amount per unit, tiers, cap and exemptions as data; null means not published."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="fee_rules")
    number = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10)
    name = models.CharField(_("name"), max_length=200)
    case = models.CharField(_("case"), max_length=200, blank=True)
    category = models.CharField(_("category of applicants"), max_length=100, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    per = models.CharField(_("per"), max_length=60, blank=True)
    tiers = models.JSONField(_("tiers"), default=list, blank=True)
    cap = models.JSONField(_("cap"), null=True, blank=True)
    exemptions = models.JSONField(_("exemptions"), default=list, blank=True)
    collected_at = models.CharField(_("collected at"), max_length=12, default="RECEPTION")
    scope = models.CharField(_("where it applies"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from_on = models.DateField(_("valid from"), null=True, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["version", "number", "pk"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A step of the internal route of a version, with its budget in working hours; see procedures.content.RouteStep."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("order"))
    key = models.CharField(_("key"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, default="task")
    role = models.CharField(_("role"), max_length=30, blank=True)
    place = models.CharField(_("held at"), max_length=35, default="COMPETENT")
    hours = models.DecimalField(_("working hours"), max_digits=6, decimal_places=2)
    outcome = models.CharField(_("outcome"), max_length=10, blank=True)
    is_mandatory = models.BooleanField(_("must be answered"), default=True)
    x = models.PositiveSmallIntegerField(default=0)
    y = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="step_number"),
            models.UniqueConstraint(fields=["version", "key"], name="step_key"),
        ]

    def __str__(self) -> str:
        return self.name
