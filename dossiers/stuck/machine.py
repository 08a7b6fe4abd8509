"""Questions about the work of machines: what was to be made and is not there, and what must never be."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dossiers.models import ClockRun, Document, Dossier, OutboxMessage, Result, StepRun
from dossiers.models.outbox import OPEN
from dossiers.models.status import CLOSED, IS_OPEN, PAUSED, Status

from .budgets import ago

Rows = QuerySet[Any]
NOT_RUNNING = [str(status) for status in (*PAUSED, *CLOSED, Status.ISSUED)]
# Where a paper is still wanted in electronic form.
READ = [str(status) for status in (Status.RECEIVED, Status.DIGITISED, Status.IN_PROCESS)]


def _dossiers() -> QuerySet[Dossier]:
    return Dossier.objects.filter(province=settings.ONESTOP_PROVINCE)


def message_parked(at: datetime) -> Rows:
    parked = OutboxMessage.objects.filter(parked_at__isnull=False, done_at=None)
    return parked.annotate(since_at=F("parked_at"))


def message_forgotten(at: datetime) -> Rows:
    """Free to be claimed, and nobody has: never claimed, or its lease ran out, or its pause is over."""
    then = ago("message_forgotten", at)
    free = Q(claimed_until=None) | Q(claimed_until__lt=then)
    due = Q(not_before=None) | Q(not_before__lt=then)
    waiting = OutboxMessage.objects.filter(OPEN, free, due, created_at__lt=then)
    return waiting.annotate(since_at=F("created_at"))


def _papers() -> QuerySet[Document]:
    return Document.objects.filter(
        kind=Document.Kind.PAPER, replaced_by=None, digitised_at=None, dossier__status__in=READ
    )


def paper_unreadable(at: datetime) -> Rows:
    return _papers().exclude(failure_code="").annotate(since_at=F("uploaded_at"))


def paper_not_digitised(at: datetime) -> Rows:
    """Nobody is at it: no message of its dossier waits or is worked on, and none was given up."""
    reads = OutboxMessage.objects.filter(
        event__dossier=OuterRef("dossier"), queue="digitisation", done_at=None
    )
    then = ago("paper_not_digitised", at)
    waiting = _papers().filter(failure_code="", uploaded_at__lt=then, dossier__received_at__lt=then)
    return waiting.filter(~Exists(reads)).annotate(since_at=F("uploaded_at"))


def receipt_missing(at: datetime) -> Rows:
    receipts = Document.objects.filter(dossier=OuterRef("pk"), kind=Document.Kind.RECEIPT)
    waiting = _dossiers().filter(IS_OPEN, received_at__lt=ago("receipt_missing", at))
    return waiting.filter(~Exists(receipts)).annotate(since_at=F("received_at"))


def draft_missing(at: datetime) -> Rows:
    """Proposed to an approver, and nothing to read; what is being begun anew has no draft number yet."""
    proposed = Result.objects.filter(signed_at=None, rendered_at=None, approver__isnull=False, draft__gt=0)
    waiting = proposed.exclude(outcome="").filter(proposed_at__lt=ago("draft_missing", at))
    return waiting.annotate(since_at=F("proposed_at"))


def not_archived(at: datetime) -> Rows:
    closed = _dossiers().filter(status__in=[str(status) for status in CLOSED], archived_at=None)
    return closed.filter(finished_at__lt=ago("not_archived", at)).annotate(since_at=F("finished_at"))


def no_step(at: datetime) -> Rows:
    """Neither at a step nor waiting for an opinion."""
    runs = StepRun.objects.filter(dossier=OuterRef("pk"), ended_at=None)
    lost = _dossiers().filter(~Exists(runs), status=Status.IN_PROCESS)
    return lost.annotate(since_at=F("received_at"))


def _running() -> Exists:
    return Exists(ClockRun.objects.filter(dossier=OuterRef("pk"), stopped_at=None))


def due_missing(at: datetime) -> Rows:
    """A day was promised, the clock runs, and none is written; a procedure without a time limit promises none."""
    open_and_counted = _dossiers().filter(IS_OPEN, _running(), due_at=None, promised_at__isnull=False)
    counted = open_and_counted.exclude(status__in=[str(status) for status in PAUSED])
    return counted.annotate(since_at=F("received_at"))


def clock_running(at: datetime) -> Rows:
    """Asked from the few clocks that run, and from the few days that are written: both are indexed."""
    runs = ClockRun.objects.filter(stopped_at=None, dossier__status__in=NOT_RUNNING).values("dossier")
    wrong = Q(pk__in=runs) | Q(due_at__isnull=False, status__in=NOT_RUNNING)
    return _dossiers().filter(wrong).annotate(since_at=F("received_at"))
