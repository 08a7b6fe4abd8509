"""Delivery: one attempt to put a result in the person's hands; its state is its own, apart from the dossier's."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """`sent` by a carrier is no delivery: only `delivered`, with its evidence, is; what came back can be sent again."""

    class Status(models.TextChoices):
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        CAME_BACK = "came_back", _("came back")

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="deliveries", db_index=False)
    way = models.CharField(_("way"), max_length=10)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices)
    tracking_number = models.CharField(_("tracking number"), max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(status="sent"), name="one_delivery_on_its_way"
            )
        ]
        indexes = [
            models.Index(fields=["dossier", "id"], name="deliveries_by_dossier"),
            models.Index(fields=["sent_at"], name="deliveries_on_their_way", condition=Q(status="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.dossier_id}"
