"""HandOverList: papers on their way from one agency to another; HandOver: one dossier's papers on such a list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class HandOverList(models.Model):
    """Who gave which papers to whom, and who carries them; `number_text` is the number of the year at the giver.

    Until the receiver accepts them, the giver answers for the papers.
    """

    class Carrier(models.TextChoices):
        OWN = "own", _("own messenger")
        POST = "post", _("public post")

    province = models.CharField(max_length=2)
    number_text = models.CharField(_("number"), max_length=60)
    giver = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("giver")
    )
    receiver = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("receiver")
    )
    carrier = models.CharField(_("carrier"), max_length=4, choices=Carrier.choices, default=Carrier.OWN)
    tracking_number = models.CharField(_("tracking number"), max_length=40, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("hand-over list")
        verbose_name_plural = _("hand-over lists")
        constraints = [
            models.UniqueConstraint(fields=["number_text", "province"], name="hand_over_list_number")
        ]
        indexes = [
            models.Index(fields=["giver", "id"], name="hand_over_lists_given"),
            models.Index(fields=["receiver", "id"], name="hand_over_lists_received"),
        ]

    def __str__(self) -> str:
        return self.number_text


class HandOver(models.Model):
    """The papers of one dossier on a list: on their way until they are received, or come back to the giver."""

    class Ending(models.TextChoices):
        RECEIVED = "received", _("received")
        MISSING = "missing", _("not on the list that arrived")

    province = models.CharField(max_length=2)
    list = models.ForeignKey(HandOverList, models.PROTECT, related_name="hand_overs")
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="hand_overs", db_index=False)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("received by"),
    )
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "list", "province"], name="hand_over_once_on_a_list"),
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(ended_at=None), name="one_hand_over_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} on {self.list_id}"
