"""Charge: what an applicant owes for a dossier, from the quote at acceptance. Integer VND."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier


class Charge(models.Model):
    """One obligation of a dossier; a dossier that costs nothing has none, and sees no payment.

    `state` is money's own (decision 0024): a dossier may be returned while its charge is due, or withdrawn and settled.
    """

    class State(models.TextChoices):
        DUE = "due", _("to be paid")
        SETTLED = "settled", _("settled")
        WAIVED = "waived", _("waived")
        REFUND_DUE = "refund_due", _("to be refunded")
        REFUNDED = "refunded", _("refunded")

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="charges")
    collected_at = models.CharField(_("collected at"), max_length=12)
    items = models.JSONField(_("items"), default=list)
    amount = models.BigIntegerField(_("amount (VND)"))
    charged_at = models.DateTimeField(_("charged at"))
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DUE, db_default=State.DUE.value
    )

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "collected_at", "province"], name="charge_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="charge_is_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=["due", "settled", "waived", "refund_due", "refunded"]),
                name="charge_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} VND"
