"""OutboxMessage: something that must happen because of an event, written in the event's transaction."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

OPEN = Q(done_at=None, parked_at=None)


class OutboxMessage(models.Model):
    """`claims` counts how often work on it began (also by processes that died), `failures` how often it raised."""

    province = models.CharField(max_length=2)
    event = models.ForeignKey("Event", models.PROTECT, related_name="messages")
    subscriber = models.CharField(_("consequence"), max_length=80)
    queue = models.CharField(_("queue"), max_length=20)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    claims = models.PositiveIntegerField(_("claims"), db_default=0)
    failures = models.PositiveIntegerField(_("failures"), db_default=0)
    failure_code = models.CharField(_("failure code"), max_length=40, blank=True, db_default="")
    last_error = models.CharField(_("last error"), max_length=500, blank=True, db_default="")
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    parked_at = models.DateTimeField(_("parked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber", "province"], name="outbox_once")
        ]
        indexes = [
            models.Index(fields=["queue", "id"], name="outbox_open", condition=OPEN),
            models.Index(fields=["parked_at"], name="outbox_parked", condition=Q(parked_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} of event {self.event_id}"
