"""StepRun: the stretch that a dossier spent at one step of its version's route, or with one opinion that was asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from procedures.content import StepKind


class StepRun(models.Model):
    """One run of a step: since when, how long it may take, who is responsible, how it ended.

    A dossier has at most one open run of a task at a time, and any number of opinions beside it. `officer` has taken
    the run (`taken_at`); until somebody has, who gave it (`given_by`) stays responsible. `minutes` and `due_at` are its
    budget, in working minutes of its agency, where the route names one. An opinion outside the route has no `key`.
    """

    class Ending(models.TextChoices):
        DONE = "done", _("done")
        SENT_BACK = "sent_back", _("sent back")
        LEFT = "left", _("left unfinished")
        PASSED = "passed", _("gone on without it")

    class Verdict(models.TextChoices):
        AGREES = "agrees", _("agrees")
        AGREES_IF = "agrees_if", _("agrees under conditions")
        OBJECTS = "objects", _("objects")

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="step_runs", db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("step"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[(StepKind.TASK.value, _("task")), (StepKind.OPINION.value, _("opinion"))],
    )
    role = models.CharField(_("role"), max_length=30, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("agency")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("responsible"),
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("given by"),
    )
    is_mandatory = models.BooleanField(_("must be answered"), default=True)
    minutes = models.PositiveIntegerField(_("working minutes"), null=True)
    started_at = models.DateTimeField(_("started at"))
    taken_at = models.DateTimeField(_("taken at"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    question = models.TextField(_("question"), blank=True)
    verdict = models.CharField(_("opinion"), max_length=10, choices=Verdict.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("step of a dossier")
        verbose_name_plural = _("steps of dossiers")
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number", "province"], name="step_run_number"),
            models.UniqueConstraint(
                fields=["dossier", "province"],
                condition=Q(kind="task", ended_at=None),
                name="one_task_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "role", "due_at"], name="open_step_runs", condition=Q(ended_at=None)
            ),
            models.Index(fields=["officer"], name="taken_step_runs", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.dossier_id}"
