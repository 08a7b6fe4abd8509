"""ClockRun: a stretch of time during which the office's clock ran for a dossier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClockRun(models.Model):
    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="clock_runs", db_index=False)
    started_at = models.DateTimeField(_("started at"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    reason = models.CharField(_("why it ran"), max_length=40)

    class Meta:
        constraints = [
            # The first is the index by dossier as well.
            models.UniqueConstraint(fields=["dossier", "started_at", "province"], name="clock_run_once"),
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(stopped_at=None), name="clock_runs_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} from {self.started_at}"
