"""The dossier and its verbs: the map of the law, nothing else.

A verb's body sets fields of the dossier itself. Locking, permission, guards, the event and its
consequences are the business of dossiers.lifecycle; a verb called by anybody else raises.
"""

from datetime import date, datetime
from functools import cached_property
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from accounts.models import Agency, Area, ServicePoint, User
from procedures.models import ProcedureVersion

from .guards import (
    ADDRESSED_TO_ACTOR,
    HELD_BY_ACTOR,
    PAPERS_DIGITISED,
    RESULT_NOT_SEALED,
    RESULT_NOT_SIGNED,
    RESULT_RENDERED,
    RESULT_SEALED,
    RESULT_SIGNED,
    SEAL_CERTIFIED,
    SIGNER_CERTIFIED,
)
from .indexes import INDEXES
from .result import Result
from .status import Status
from .verbs import verb


class DossierQuerySet(models.QuerySet["Dossier"]):
    def update(self, **changes: Any) -> int:
        """Refuse a state that no verb gave; dossiers.lifecycle writes through `record`."""
        if "status" in changes:
            raise TypeError("The state of a dossier changes only through dossiers.lifecycle.apply.")
        return super().update(**changes)

    def record(self, **changes: Any) -> int:
        """For dossiers.lifecycle alone."""
        return super().update(**changes)


class Dossier(models.Model):
    """What a person files for one procedure. Three places: helped at, received at, competent agency.

    `due_at` runs only while the clock runs (null when paused or closed); `promised_at` is what the applicant
    was told. `version` grows with every event; `head_seq` and `head_hash` are the end of the event chain.
    """

    class Channel(models.TextChoices):
        DIRECT = "DIRECT", _("direct")
        ONLINE = "ONLINE", _("online")
        POSTAL = "POSTAL", _("post")

    province = models.CharField(max_length=2)
    code = models.CharField(_("dossier code"), max_length=50)
    token = models.CharField(max_length=22)
    intake_key = models.UUIDField(null=True)
    intake_digest = models.BinaryField(default=b"")
    status = FSMField(_("state"), default=Status.DRAFT, choices=Status.choices, max_length=20, protected=True)
    procedure_version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("procedure")
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.DIRECT)
    helped_at = models.ForeignKey(
        ServicePoint, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("helped at")
    )
    point = models.ForeignKey(
        ServicePoint, models.PROTECT, related_name="+", db_index=False, verbose_name=_("received at")
    )
    receiving_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("receiving service centre")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("competent agency")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False, verbose_name=_("area"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("processing officer"),
    )
    applicant_name = models.CharField(_("applicant"), max_length=120)
    applicant_search = models.CharField(max_length=120)
    applicant_phone = models.CharField(_("telephone"), max_length=20, blank=True)
    applicant_address = models.CharField(_("address"), max_length=250, blank=True)
    id_encrypted = models.BinaryField()
    id_index = models.BinaryField(max_length=32)
    id_key = models.CharField(max_length=16)
    request = models.CharField(_("content requested"), max_length=500, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    pages = models.PositiveSmallIntegerField(_("pages of one copy"), null=True)
    cases = models.JSONField(_("cases"), null=True)
    categories = models.JSONField(_("categories of the applicant"), null=True)
    answers = models.JSONField(_("answers of the e-form"), null=True)
    fee_total = models.BigIntegerField(_("fee (VND)"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    promised_at = models.DateTimeField(_("promised for"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    proposals = models.PositiveSmallIntegerField(_("proposals"), default=0)
    version = models.PositiveIntegerField(default=0)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField(default=b"")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.UniqueConstraint(fields=["code", "province"], name="dossier_code"),
            models.UniqueConstraint(fields=["token", "province"], name="dossier_token"),
            models.UniqueConstraint(fields=["intake_key", "province"], name="dossier_intake_once"),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new dossier; an old one is written by dossiers.lifecycle alone, if its version is the last."""
        if not self._state.adding:
            raise TypeError("A dossier changes only through dossiers.lifecycle.apply.")
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> Never:
        """Refused: django-fsm switches its protection off, process-wide, while it refreshes. Use lifecycle.lock."""
        raise TypeError("A dossier is read anew with dossiers.lifecycle.lock, never refreshed.")

    @property
    def agency_name(self) -> str:
        """The competent agency by its name of the day of reception: a renamed agency keeps its name here."""
        return self.agency.name_on(self.named_on) if self.agency.was_renamed else self.agency.name

    @property
    def agency_short_name(self) -> str:
        return self.agency.short_name_on(self.named_on) if self.agency.was_renamed else self.agency.short_name

    @property
    def named_on(self) -> date:
        """The day whose names stand on this dossier: of its reception, today for one not yet received."""
        return localdate(self.received_at) if self.received_at else localdate()

    @property
    def tracking_url(self) -> str:
        """The address in the QR of the receipt; who holds it may see the way of the dossier."""
        return f"{settings.ONESTOP_BASE_URL}/t/{self.token}/"

    @cached_property
    def result(self) -> Result | None:
        """The result in force: the one with the highest version; read once per object."""
        if not self.proposals:
            return None
        return self.results.order_by("-seq").first()

    # --- the main path ---------------------------------------------------------------------------------
    @verb(Status.DRAFT, Status.SUBMITTED, event="dossier.submitted")
    def submit(self, at: datetime) -> None:
        self.submitted_at = at

    @verb([Status.DRAFT, Status.SUBMITTED], Status.RECEIVED, event="dossier.accepted")
    def accept(self, at: datetime) -> None:
        self.received_at = at

    @verb(
        Status.RECEIVED, Status.DIGITISED, event="dossier.digitisation_confirmed", guards=(PAPERS_DIGITISED,)
    )
    def confirm_digitisation(self) -> None:
        """The clerk (or the system, when nothing was to digitise) vouches for the electronic copies."""

    @verb(Status.DIGITISED, Status.IN_PROCESS, event="dossier.taken_up")
    def take_up(self, officer: User) -> None:
        self.officer = officer

    @verb(
        Status.IN_PROCESS,
        Status.PROCESSED,
        event="dossier.approved",
        guards=(RESULT_RENDERED, ADDRESSED_TO_ACTOR, SIGNER_CERTIFIED),
    )
    def approve(self, at: datetime) -> None:
        self.finished_at = at

    @verb(Status.PROCESSED, Status.ISSUED, event="dossier.issued", guards=(RESULT_SIGNED, RESULT_SEALED))
    def issue(self) -> None:
        """The e-result may leave the house: both signatures stand, and the hash is the approver's."""

    @verb(Status.ISSUED, Status.RETURNED, event="dossier.returned")
    def deliver(self) -> None:
        """The result is in the person's hands, with evidence."""

    @verb(Status.IN_PROCESS, Status.DIGITISED, event="dossier.released")
    def release(self) -> None:
        """Nobody holds it any more: it waits for an officer again, and the clock runs on."""
        self.officer = None

    # --- verbs that keep the state -----------------------------------------------------------------------
    @verb(Status.RECEIVED, event="dossier.paper_attached")
    def attach(self) -> None:
        """A further paper, or a better scan in the place of one that could not be read."""

    @verb(
        [
            Status.RECEIVED,
            Status.DIGITISED,
            Status.IN_PROCESS,
            Status.PROCESSED,
            Status.ISSUED,
            Status.RETURNED,
        ],
        event="dossier.receipt_rendered",
    )
    def render_receipt(self) -> None:
        """Statutory form 01 is a file now."""

    @verb(Status.RECEIVED, event="dossier.paper_digitised")
    def digitise(self) -> None:
        """One paper has been read."""

    @verb(Status.IN_PROCESS, event="dossier.assigned")
    def assign(self, officer: User) -> None:
        self.officer = officer

    @verb(Status.IN_PROCESS, event="dossier.proposed", guards=(HELD_BY_ACTOR,))
    def propose(self) -> None:
        self.proposals += 1

    @verb(Status.IN_PROCESS, event="dossier.proposal_released", guards=(RESULT_NOT_SIGNED,))
    def release_proposal(self) -> None:
        """The named approver may not sign any more: the officer proposes it to somebody else."""

    @verb(Status.IN_PROCESS, event="dossier.result_rendered")
    def render_result(self) -> None:
        """The proposal is a file now: these bytes, and no others, will be signed."""

    @verb(Status.PROCESSED, event="dossier.sealed", guards=(RESULT_SIGNED, RESULT_NOT_SEALED, SEAL_CERTIFIED))
    def seal(self) -> None:
        """The agency's seal, as a later revision of the signed file."""


# What a verb may change on the row; lifecycle.apply writes these and nothing else.
CHANGED_BY_VERBS = (
    "status",
    "officer_id",
    "submitted_at",
    "received_at",
    "promised_at",
    "due_at",
    "finished_at",
    "proposals",
    "version",
    "head_seq",
    "head_hash",
)
