"""Event: what happened to a dossier, append-only and chained; AccessRecord: who opened what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act: who did it, for whom, with whose help, from which state to which.

    `hash` = SHA-256 over `prev_hash` and the canonical JSON of the body (see dossiers.chain). Personal data stand
    in `personal`, outside the body; the body holds only `commitment`, their salted SHA-256, so that erasing
    `personal` and `salt` leaves the chain valid. Database triggers refuse every other change (migration 0002).
    """

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=40)
    source = models.CharField(_("state before"), max_length=20)
    target = models.CharField(_("state after"), max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("who acted"),
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=80, blank=True)
    helped_by = models.CharField(_("with the help of"), max_length=80, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    at = models.DateTimeField(_("at"))
    personal = models.JSONField(_("personal data"), null=True, blank=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField(default=b"")
    prev_hash = models.BinaryField(default=b"")
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["dossier", "seq"]
        constraints = [models.UniqueConstraint(fields=["dossier", "seq", "province"], name="event_seq")]

    def __str__(self) -> str:
        return f"{self.type} #{self.seq}"


class AccessRecord(models.Model):
    """Who opened a dossier or one of its files, and when. Append-only like events."""

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="access_records", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who"),
    )
    what = models.CharField(_("what"), max_length=60)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        indexes = [models.Index(fields=["dossier", "at"], name="access_by_dossier")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"
