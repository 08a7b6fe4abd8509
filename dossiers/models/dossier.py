"""The dossier and its verbs: the map of the law, nothing else.

A verb's body sets fields of the dossier itself. Locking, permission, guards, the event and its
consequences are the business of dossiers.lifecycle; a verb called by anybody else raises.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from accounts.models import Agency, Area, ServicePoint, User
from accounts.roles import Role
from procedures.models import ProcedureVersion

from .guards import (
    ADDRESSED_TO_ACTOR,
    ARCHIVED,
    ASKED_AT_ITS_STAGE,
    AT_APPROVERS_STEP,
    AT_OFFICERS_STEP,
    AT_REVIEW,
    BEFORE_DUE,
    HELD_BY_ACTOR,
    NO_REPLACEMENT_OPEN,
    NOT_YET_ARCHIVED,
    NOT_YET_ERASED,
    NOT_YET_EXTENDED,
    NOTHING_PROPOSED,
    NOTHING_SIGNED,
    NOTHING_WAITS,
    OPINION_ASKED_OF_ACTOR,
    OPINIONS_GIVEN,
    PAPERS_DIGITISED,
    PAPERS_HERE,
    PRESENCE_ASKED,
    PRESENCE_CONFIRMED,
    REPLACEMENT_OPEN,
    RESULT_NOT_SEALED,
    RESULT_NOT_SIGNED,
    RESULT_RENDERED,
    RESULT_SEALED,
    RESULT_SIGNED,
    RESULT_TO_DELIVER,
    REVIEWED_BY_ACTOR,
    SEAL_CERTIFIED,
    SIGNER_CERTIFIED,
    SILENCE_GRANTS,
    STEP_TAKEN_BY_ACTOR,
)
from .indexes import INDEXES
from .result import Result
from .status import CLOSED, OPEN, PAUSED, Status
from .step_run import StepRun
from .verbs import back_to, verb

# Where work on the decision can still be interrupted, or end without a result.
BEFORE_DECISION = (Status.RECEIVED, Status.DIGITISED, Status.IN_PROCESS)
RESULT_OUT = (Status.ISSUED, Status.RETURNED)


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
    was told. `held_from` is the state to which a supplement or a payment leads back. `step`, `step_role` and
    `step_agency` say at which step of the route it is (empty outside of it; while only opinions are awaited `step` is
    empty, and role and agency are those of who asked for them), `papers_at` who answers for the papers (null: there
    are none), `transit_to` to whom they are on their way.
    `version` grows with every event; `head_seq` and `head_hash` are the end of the event chain.
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
    held_from = models.CharField(_("leads back to"), max_length=20, blank=True, db_default="")
    supplements = models.PositiveSmallIntegerField(_("requests for a supplement"), db_default=0)
    extended_at = models.DateTimeField(_("extended at"), null=True)
    presence_at = models.DateTimeField(_("was present at"), null=True)
    runs = models.PositiveSmallIntegerField(_("steps begun"), db_default=0)
    step = models.CharField(_("step"), max_length=40, blank=True, db_default="")
    step_role = models.CharField(_("role of the step"), max_length=30, blank=True, db_default="")
    step_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agency of the step"),
    )
    papers_at = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("papers are at")
    )
    transit_to = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("papers are on their way to"),
    )
    replacing = models.BooleanField(_("its result is being replaced"), db_default=False)
    archived_at = models.DateTimeField(_("archived at"), null=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)
    version = models.PositiveIntegerField(default=0)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField(default=b"")

    # The locked row as it was read: what differs from it was changed by the verb.
    as_read: Mapping[str, Any] = MappingProxyType({})
    goes_on_without = ""  # why the actor goes on without an opinion, for the time of one verb

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
    def every_result(self) -> list[Result]:
        """All results, by kind and version; read once per object."""
        return list(self.results.order_by("kind", "seq")) if self.proposals else []

    @property
    def results_in_hand(self) -> list[Result]:
        """The newest result of each kind of the present decision, or of its replacement; void ones are left out."""
        newest = {result.kind: result for result in self.every_result if not result.is_void}
        return [result for result in newest.values() if not self.replacing or result.issued_at is None]

    @property
    def result(self) -> Result | None:
        """The first of the results in hand."""
        return next(iter(self.results_in_hand), None)

    @property
    def results_in_force(self) -> list[Result]:
        """The newest issued result of each kind."""
        newest = {result.kind: result for result in self.every_result if result.issued_at is not None}
        return list(newest.values())

    @cached_property
    def runs_open(self) -> list[StepRun]:
        """The open step runs, the task and opinions; read once per object."""
        return list(self.step_runs.filter(ended_at=None).order_by("number"))

    @property
    def task(self) -> StepRun | None:
        """The open run of a task, if the dossier is at one."""
        return next((run for run in self.runs_open if run.kind == "task"), None)

    @property
    def responsible_id(self) -> int | None:
        """Who answers for the open step: who took it; while only opinions are awaited, who asked for them."""
        if self.task is not None:
            return self.task.officer_id
        if self.step_role == Role.PROCESSING_OFFICER:
            return self.officer_id
        return next((run.given_by_id for run in self.opinions_open() if run.key), None)

    def opinions_open(self, *, mandatory: bool = False) -> list[StepRun]:
        """The opinions that are awaited, or of them only the mandatory ones."""
        return [
            run for run in self.runs_open if run.kind == "opinion" and (run.is_mandatory or not mandatory)
        ]

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
    def take_up(self, officer: User | None) -> None:
        """The dossier enters its route; `officer` is None where the first step is of another role."""
        self.officer = officer

    @verb(
        Status.IN_PROCESS,
        Status.PROCESSED,
        event="dossier.approved",
        guards=(
            RESULT_RENDERED,
            ADDRESSED_TO_ACTOR,
            AT_APPROVERS_STEP,
            PRESENCE_CONFIRMED,
            OPINIONS_GIVEN,
            SIGNER_CERTIFIED,
        ),
    )
    @verb(
        RESULT_OUT,
        event="dossier.approved",
        guards=(REPLACEMENT_OPEN, RESULT_RENDERED, RESULT_NOT_SIGNED, ADDRESSED_TO_ACTOR, SIGNER_CERTIFIED),
    )
    def approve(self) -> None:
        """Decided, granted or refused; the clock runs on until the result is issued."""

    @verb(Status.PROCESSED, Status.ISSUED, event="dossier.issued", guards=(RESULT_SIGNED, RESULT_SEALED))
    @verb(RESULT_OUT, event="dossier.issued", guards=(REPLACEMENT_OPEN, RESULT_SIGNED, RESULT_SEALED))
    def issue(self, at: datetime) -> None:
        """The e-result may leave the house: both signatures stand, and the hash is the approver's."""
        self.finished_at = self.finished_at or at
        self.replacing = False

    @verb(Status.ISSUED, Status.RETURNED, event="dossier.returned", guards=(NO_REPLACEMENT_OPEN,))
    @verb(Status.RETURNED, event="dossier.returned", guards=(NO_REPLACEMENT_OPEN, RESULT_TO_DELIVER))
    def deliver(self) -> None:
        """The result is in the person's hands, with evidence; a replaced one once more."""

    # --- the other ends ----------------------------------------------------------------------------------
    @verb(Status.SUBMITTED, Status.DECLINED, event="dossier.declined")
    def decline(self, at: datetime) -> None:
        self.finished_at = at

    @verb(
        [Status.SUBMITTED, *BEFORE_DECISION, *PAUSED],
        Status.WITHDRAWN,
        event="dossier.withdrawn",
        guards=(NOTHING_SIGNED,),
    )
    def withdraw(self, at: datetime) -> None:
        self.finished_at = at

    @verb([*BEFORE_DECISION, *PAUSED], Status.STOPPED, event="dossier.stopped", guards=(NOTHING_SIGNED,))
    def stop(self, at: datetime) -> None:
        self.finished_at = at

    @verb(BEFORE_DECISION, Status.RETURNED, event="dossier.granted_by_silence", guards=(SILENCE_GRANTS,))
    def grant_by_silence(self, at: datetime) -> None:
        """Nobody answered in time, and the law takes that for a yes: no paper is issued."""
        self.finished_at = at

    # --- waiting for the applicant, and back -------------------------------------------------------------
    @verb(
        [Status.SUBMITTED, *BEFORE_DECISION],
        Status.AWAITING_SUPPLEMENT,
        event="dossier.supplement_requested",
        guards=(ASKED_AT_ITS_STAGE, NOTHING_PROPOSED),
    )
    def request_supplement(self) -> None:
        self.held_from = str(self.status)
        self.supplements += 1

    @verb(
        Status.AWAITING_SUPPLEMENT,
        back_to(Status.SUBMITTED, *BEFORE_DECISION),
        event="dossier.supplemented",
    )
    def supplement(self) -> None:
        """What was asked for has come."""

    @verb(
        BEFORE_DECISION,
        Status.AWAITING_PAYMENT,
        event="dossier.payment_requested",
        guards=(ASKED_AT_ITS_STAGE, NOTHING_PROPOSED),
    )
    def request_payment(self) -> None:
        self.held_from = str(self.status)

    @verb(Status.AWAITING_PAYMENT, back_to(*BEFORE_DECISION), event="dossier.fee_settled")
    def settle_fee(self) -> None:
        """The money has come, or is not asked for any more."""

    @verb(Status.IN_PROCESS, Status.DIGITISED, event="dossier.released", guards=(NOTHING_PROPOSED,))
    def release(self) -> None:
        """Nobody holds it any more: it waits for an officer again, and the clock runs on."""
        self.officer = None

    # --- verbs that keep the state: papers and intake ------------------------------------------------------
    @verb([Status.SUBMITTED, *BEFORE_DECISION, Status.AWAITING_SUPPLEMENT], event="dossier.paper_attached")
    def attach(self) -> None:
        """A further paper, or a better scan in the place of one that could not be read."""

    @verb([*OPEN, Status.ISSUED, *CLOSED], event="dossier.receipt_rendered")
    def render_receipt(self) -> None:
        """Statutory form 01 is a file now."""

    @verb([Status.SUBMITTED, *OPEN], event="dossier.paper_digitised")
    def digitise(self) -> None:
        """One paper has been read."""

    @verb(BEFORE_DECISION, event="dossier.presence_confirmed", guards=(PRESENCE_ASKED,))
    def confirm_presence(self, at: datetime) -> None:
        self.presence_at = at

    @verb([Status.SUBMITTED, *OPEN], event="dossier.intake_corrected", guards=(NOTHING_SIGNED,))
    def correct_intake(self) -> None:
        """A mistyped name, number or address is set right; the clock is kept."""

    @verb([Status.SUBMITTED, Status.RECEIVED, Status.DIGITISED], event="dossier.reclassified")
    def reclassify(self) -> None:
        """It was filed for the wrong procedure; code and reception are kept."""

    @verb(OPEN, event="dossier.papers_handed_over", guards=(PAPERS_HERE,))
    @verb(RESULT_OUT, event="dossier.papers_handed_over", guards=(PAPERS_HERE,))
    def hand_over(self, to: Agency) -> None:
        """The papers leave for another agency; until they are received there, the giver answers for them."""
        self.transit_to = to

    @verb([Status.SUBMITTED, *OPEN, *CLOSED, Status.ISSUED], event="dossier.papers_received")
    def receive_hand_over(self, holder: Agency) -> None:
        """The papers have come, or were not on the list and stay with the giver."""
        self.papers_at, self.transit_to = holder, None

    # --- who works on it -------------------------------------------------------------------------------------
    @verb(
        [Status.SUBMITTED, *BEFORE_DECISION], event="dossier.rerouted", guards=(NOTHING_PROPOSED, PAPERS_HERE)
    )
    def reroute(self, agency: Agency) -> None:
        """Another agency is competent: code and deadline are kept, the officer is not."""
        self.agency, self.officer = agency, None

    @verb([Status.IN_PROCESS, *PAUSED], event="dossier.assigned")
    @verb(RESULT_OUT, event="dossier.assigned", guards=(REPLACEMENT_OPEN,))
    def assign(self, officer: User) -> None:
        self.officer = officer

    @verb(Status.IN_PROCESS, event="dossier.taken_over")
    def take_over(self, officer: User | None) -> None:
        """Somebody else of the step's role becomes responsible; `officer` is who holds the dossier afterwards."""
        self.officer = officer

    @verb([Status.IN_PROCESS, *PAUSED, Status.PROCESSED], event="dossier.step_released")
    @verb(RESULT_OUT, event="dossier.step_released", guards=(REPLACEMENT_OPEN,))
    def release_step(self) -> None:
        """Who was responsible for the step may not be any more: it waits for another of its role."""

    @verb(Status.IN_PROCESS, event="dossier.step_completed", guards=(STEP_TAKEN_BY_ACTOR, OPINIONS_GIVEN))
    def complete_step(self) -> None:
        """The responsible of the step is done; the dossier goes to what follows on its route."""

    @verb(Status.IN_PROCESS, event="dossier.opinion_asked", guards=(HELD_BY_ACTOR,))
    def ask_opinion(self) -> None:
        """Another agency is asked, beside the work."""

    @verb([Status.IN_PROCESS, *PAUSED], event="dossier.opinion_given", guards=(OPINION_ASKED_OF_ACTOR,))
    def give_opinion(self) -> None:
        """The agency that was asked has answered."""

    @verb([Status.SUBMITTED, *OPEN, Status.ISSUED], event="dossier.instructed")
    def instruct(self) -> None:
        """A superior says what is to be done; the instruction stands on the dossier."""

    # --- the clock -------------------------------------------------------------------------------------------
    @verb(
        [*BEFORE_DECISION, Status.PROCESSED], event="dossier.extended", guards=(NOT_YET_EXTENDED, BEFORE_DUE)
    )
    def extend(self, at: datetime) -> None:
        """An apology in writing, and a new day, once (Decree 118/2025/NĐ-CP)."""
        self.extended_at = at

    @verb([*BEFORE_DECISION, Status.PROCESSED], event="dossier.due_amended")
    def amend_due(self) -> None:
        """The due instant is set by hand, on a basis and by an approver; the history is the event."""

    @verb(OPEN, event="dossier.due_recomputed")
    def recompute_due(self) -> None:
        """The calendar has changed, and with it what follows from it."""

    # --- the result ------------------------------------------------------------------------------------------
    @verb(Status.IN_PROCESS, event="dossier.proposed", guards=(HELD_BY_ACTOR, AT_OFFICERS_STEP))
    @verb(RESULT_OUT, event="dossier.proposed", guards=(REPLACEMENT_OPEN, HELD_BY_ACTOR, NOTHING_SIGNED))
    def propose(self) -> None:
        self.proposals += 1

    @verb(
        [Status.IN_PROCESS, *PAUSED, *RESULT_OUT],
        event="dossier.proposal_released",
        guards=(RESULT_NOT_SIGNED,),
    )
    def release_proposal(self) -> None:
        """The named approver may not sign any more: the officer proposes it to somebody else."""

    @verb([Status.IN_PROCESS, *RESULT_OUT], event="dossier.result_rendered")
    def render_result(self) -> None:
        """The proposal is a file now: these bytes, and no others, will be signed."""

    @verb(Status.IN_PROCESS, event="dossier.sent_back", guards=(AT_REVIEW, REVIEWED_BY_ACTOR))
    def send_back(self) -> None:
        """Whoever reviews or signs does not want this draft; the officer works on it again."""

    @verb(Status.PROCESSED, event="dossier.sealed", guards=(RESULT_SIGNED, RESULT_NOT_SEALED, SEAL_CERTIFIED))
    @verb(
        RESULT_OUT,
        event="dossier.sealed",
        guards=(REPLACEMENT_OPEN, RESULT_SIGNED, RESULT_NOT_SEALED, SEAL_CERTIFIED),
    )
    def seal(self) -> None:
        """The agency's seal, as a later revision of the signed file."""

    @verb(Status.ISSUED, event="dossier.result_sent", guards=(NO_REPLACEMENT_OPEN,))
    @verb(Status.RETURNED, event="dossier.result_sent", guards=(NO_REPLACEMENT_OPEN, RESULT_TO_DELIVER))
    def dispatch(self) -> None:
        """A carrier has the result; sending is no delivery."""

    @verb(RESULT_OUT, event="dossier.result_replaced", guards=(NO_REPLACEMENT_OPEN, NOT_YET_ERASED))
    def replace_result(self, officer: User) -> None:
        """The issued result is faulty: a new version is being made, linked to it, and archived once more."""
        self.replacing, self.officer, self.archived_at = True, officer, None

    # --- after the end ---------------------------------------------------------------------------------------
    @verb(CLOSED, event="dossier.archived", guards=(NOT_YET_ARCHIVED, NOTHING_WAITS))
    def archive(self, at: datetime) -> None:
        self.archived_at = at

    @verb(CLOSED, event="dossier.erased", guards=(ARCHIVED, NOT_YET_ERASED, NOTHING_WAITS))
    def erase(self, at: datetime) -> None:
        self.erased_at = at
