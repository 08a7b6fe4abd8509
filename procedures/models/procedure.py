"""Procedure and ProcedureVersion: a version is frozen once published."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.refusals import InputRefused
from procedures.content import TimeRule
from procedures.due.calendar import TimeLimit
from procedures.due.time_limits import time_limit, time_rule_of
from procedures.fees import Rate, rate_of


class VersionFrozen(InputRefused):
    """A published version does not change: dossiers were received under it. Nor does a listed entry."""

    def __init__(self) -> None:
        sentence = _("Only a draft is changed, discarded or published. Make a new version.")
        super().__init__("version_frozen", sentence)


class FieldOfWork(models.Model):
    """A field (lĩnh vực) of procedures, by its national code (G15-TP03), or by a key of ours until that is known."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_official = models.BooleanField(_("the code is the national one"), default=False)

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


class VersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def whole(self) -> "VersionQuerySet":
        """With all that procedures.storing.content_of reads, in four statements."""
        return self.select_related("procedure__field").prefetch_related("requirements", "fee_rules", "steps")


class ProcedureVersion(models.Model):
    """What a procedure asked and promised between two days; its lists have the shapes of procedures.content.

    A draft can be edited; publishing freezes it for ever. A listed version is known by its name alone: nobody can
    file for it. `competence` is a rule of procedures.competence, `form` a JSON Schema.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        LISTED = "listed", _("listed only")
        PUBLISHED = "published", _("published")

    class ServiceLevel(models.TextChoices):
        FULL = "FULL", _("full online service")
        PARTIAL = "PARTIAL", _("partial online service")
        OFFLINE = "OFFLINE", _("at the counter only")

    class OnSupplement(models.TextChoices):
        PAUSE = "PAUSE", _("the time pauses")
        RESTART = "RESTART", _("the time starts again")

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("procedure")
    )
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("standing"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    name = models.CharField(_("name"), max_length=1000)
    search_name = models.CharField(max_length=1000, editable=False)
    service_level = models.CharField(
        _("service level"), max_length=10, choices=ServiceLevel.choices, blank=True
    )
    channels = models.JSONField(_("channels"), default=list, blank=True)
    levels = models.JSONField(_("levels"), default=list, blank=True)
    executing = models.CharField(_("executing agency"), max_length=300, blank=True)
    coordinating = models.JSONField(_("coordinating agencies"), default=list, blank=True)
    subjects = models.JSONField(_("who may apply"), default=list, blank=True)
    cases = models.JSONField(_("cases"), default=list, blank=True)
    time_rules = models.JSONField(_("time limits"), default=list, blank=True)
    results = models.JSONField(_("results"), default=list, blank=True)
    legal_bases = models.JSONField(_("legal bases"), default=list, blank=True)
    own_forms = models.JSONField(_("statutory forms of its own"), default=list, blank=True)
    conditions = models.TextField(_("requirements and conditions"), blank=True)
    is_nonterritorial = models.BooleanField(_("received anywhere in the province"), default=True)
    accepts_e_copies = models.BooleanField(_("e-copies are accepted"), default=False)
    e_copies_basis = models.CharField(_("decision on e-copies"), max_length=200, blank=True)
    presence_required = models.BooleanField(_("the applicant must be present"), default=False)
    silent_approval = models.BooleanField(_("silence is approval"), default=False)
    financial_duty = models.BooleanField(_("with a financial duty (tax, land)"), default=False)
    on_supplement = models.CharField(
        _("during a supplement"), max_length=10, choices=OnSupplement.choices, default=OnSupplement.PAUSE
    )
    competence = models.JSONField(_("competence"), default=dict, blank=True)
    form = models.JSONField(_("e-form"), default=dict, blank=True)
    links = models.JSONField(_("links between steps"), default=list, blank=True)
    decision = models.CharField(_("publishing decision"), max_length=100, blank=True)
    decision_on = models.DateField(_("date of the decision"), null=True, blank=True)
    repeal = models.JSONField(_("repeal"), default=dict, blank=True)
    replaces = models.JSONField(_("replaces"), default=list, blank=True)
    source = models.TextField(_("source"), blank=True)
    confidence = models.JSONField(_("confidence"), default=dict, blank=True)
    valid_from_on = models.DateField(_("valid from"))
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure version")
        verbose_name_plural = _("procedure versions")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number"),
            models.CheckConstraint(
                condition=Q(valid_until_on=None) | Q(valid_until_on__gte=F("valid_from_on")),
                name="version_until_after_from",
            ),
            models.CheckConstraint(
                condition=(Q(published_at=None) & ~Q(status="published"))
                | (~Q(published_at=None) & Q(status="published")),
                name="version_published_when_at",
            ),
        ]
        indexes = [models.Index(fields=["status", "valid_from_on"], name="version_in_force")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and ProcedureVersion.objects.filter(pk=self.pk).exclude(published_at=None).exists():
            raise VersionFrozen
        super().save(*args, **kwargs)

    @property
    def is_fileable(self) -> bool:
        """Whether a dossier can be filed for it (on the days it is in force)."""
        return self.status == self.Status.PUBLISHED

    @property
    def result_name(self) -> str:
        """The name of the first result, which stands on the e-result."""
        return self.result_kind(1).get("name", "")

    @property
    def result_symbol(self) -> str:
        """The symbol after the number of the first result, e.g. TLHT-BS."""
        return self.result_kind(1).get("symbol", "")

    def result_kind(self, number: int) -> dict[str, str]:
        """Return code, name and symbol of a result, counted from 1; nothing where the version names no such result."""
        return self.results[number - 1] if 0 < number <= len(self.results) else {}

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """The fee table as procedures.fees.quote takes it."""
        return tuple(rate_of(rule) for rule in self.fee_rules.all())

    @cached_property
    def limits(self) -> tuple[TimeRule, ...]:
        """The time limits as procedures.due.time_limits.time_limit takes them."""
        return tuple(time_rule_of(row) for row in self.time_rules)

    @cached_property
    def exempt_categories(self) -> frozenset[str]:
        """The categories of applicants who pay a rate of their own, less, or nothing."""
        return frozenset(
            category
            for rate in self.rates
            for category in (rate.category, *(exemption.category for exemption in rate.exemptions))
            if category
        )

    def time_limit(self, *, channel: str, cases: Collection[str] = ()) -> TimeLimit | None:
        """The time that this version allows; None where the law sets none."""
        return time_limit(self.limits, channel=channel, cases=cases)


class CatalogueAct(models.Model):
    """Who did what to a version of the catalogue, and when; append-only."""

    class Verb(models.TextChoices):
        DRAFT = "draft", _("drafted")
        EDIT = "edit", _("edited")
        PUBLISH = "publish", _("published")
        RETIRE = "retire", _("given its last day")
        IMPORT = "import", _("imported")

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="acts")
    verb = models.CharField(_("act"), max_length=30, choices=Verb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("act of the catalogue")
        verbose_name_plural = _("acts of the catalogue")
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.version_id}"
