"""Questions about the work of people: whose desk something lies on for longer than its budget, since when."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from dossiers.models import Delivery, Dossier, Event, HandOver, HandOverList, StepRun
from dossiers.models.status import HELD, IS_OPEN, PAUSED, Status

from .budgets import ago, budget, reception_over, worked_off

Rows = QuerySet[Any]
OWN, POST = HandOverList.Carrier.OWN, HandOverList.Carrier.POST


def dossiers() -> QuerySet[Dossier]:
    return Dossier.objects.filter(province=settings.ONESTOP_PROVINCE)


def _since_event(name: str) -> Subquery:
    """Return when the last event of a type was written of a dossier."""
    events = Event.objects.filter(dossier=OuterRef("pk"), type=name).order_by("-seq")
    return Subquery(events.values("at")[:1])


def _since_state(status: Status) -> Subquery:
    """Return when a dossier came into its state the last time."""
    came = Event.objects.filter(dossier=OuterRef("pk"), target=status).exclude(source=status)
    return Subquery(came.order_by("-seq").values("at")[:1])


def overdue(at: datetime) -> Rows:
    return dossiers().filter(IS_OPEN, due_at__lt=at).annotate(since_at=F("due_at"))


def not_answered(at: datetime) -> Rows:
    late = worked_off("submitted_at", "receiving_agency_id", budget("not_answered"), at)
    return dossiers().filter(late, status=Status.SUBMITTED).annotate(since_at=F("submitted_at"))


def reception_slow(at: datetime) -> Rows:
    waiting = dossiers().filter(reception_over(at), status=Status.RECEIVED)
    return waiting.annotate(since_at=F("received_at"))


def not_taken_up(at: datetime) -> Rows:
    waiting = dossiers().filter(status=Status.DIGITISED).annotate(since_at=_since_state(Status.DIGITISED))
    return waiting.filter(worked_off("since_at", "agency_id", budget("not_taken_up"), at))


def not_issued(at: datetime) -> Rows:
    waiting = dossiers().filter(status=Status.PROCESSED).annotate(since_at=_since_state(Status.PROCESSED))
    return waiting.filter(worked_off("since_at", "agency_id", budget("not_issued"), at))


def replacement_slow(at: datetime) -> Rows:
    waiting = dossiers().filter(replacing=True).annotate(since_at=_since_event("dossier.result_replaced"))
    return waiting.filter(worked_off("since_at", "agency_id", budget("replacement_slow"), at))


def not_delivered(at: datetime) -> Rows:
    waiting = dossiers().filter(status=Status.ISSUED, replacing=False)
    return waiting.filter(finished_at__lt=ago("not_delivered", at)).annotate(since_at=F("finished_at"))


def delivery_slow(at: datetime) -> Rows:
    sent = Delivery.objects.filter(status=Delivery.Status.SENT, sent_at__lt=ago("delivery_slow", at))
    return sent.annotate(since_at=F("sent_at"))


def supplement_waits(at: datetime) -> Rows:
    """Past the day that was named, or where none was named after the budget; the day counts to its end."""
    asked = Event.objects.filter(dossier=OuterRef("pk"), type="dossier.supplement_requested").order_by("-seq")
    waiting = dossiers().filter(status=Status.AWAITING_SUPPLEMENT)
    waiting = waiting.annotate(
        since_at=Subquery(asked.values("at")[:1]),
        until=Subquery(asked.annotate(until=KT("facts__until")).values("until")[:1]),
    )
    has_passed = Q(until__gt="", until__lt=localdate(at).isoformat())
    return waiting.filter(has_passed | Q(since_at__lt=ago("supplement_waits", at)))


def payment_waits(at: datetime) -> Rows:
    waiting = dossiers().filter(status=Status.AWAITING_PAYMENT)
    waiting = waiting.annotate(since_at=_since_event("dossier.payment_requested"))
    return waiting.filter(since_at__lt=ago("payment_waits", at))


def papers_in_transit(at: datetime) -> Rows:
    own, post = budget("in_transit_own"), budget("in_transit_post")
    receiver = "list__receiver_id"
    late = Q(list__carrier=OWN) & worked_off("list__given_at", receiver, own, at)
    late |= Q(list__carrier=POST) & worked_off("list__given_at", receiver, post, at)
    allowed = Case(When(list__carrier=POST, then=Value(post)), default=own, output_field=IntegerField())
    return HandOver.objects.filter(late, ended_at=None).annotate(
        since_at=F("list__given_at"), allowed=allowed
    )


# --- steps ---------------------------------------------------------------------------------------------------
def _open_runs(kind: str) -> QuerySet[StepRun]:
    return StepRun.objects.filter(kind=kind, ended_at=None, province=settings.ONESTOP_PROVINCE)


def step_overdue(at: datetime) -> Rows:
    late = _open_runs("task").filter(due_at__lt=at).exclude(dossier__status__in=_plain(PAUSED))
    return late.annotate(since_at=F("due_at"))


def step_not_taken(at: datetime) -> Rows:
    waiting = _open_runs("task").filter(officer=None, dossier__status=Status.IN_PROCESS)
    late = worked_off("started_at", "agency_id", budget("step_not_taken"), at)
    return waiting.filter(late).annotate(since_at=F("started_at"))


def opinion_late(at: datetime) -> Rows:
    late = _open_runs("opinion").filter(due_at__lt=at, dossier__status__in=_plain(HELD))
    return late.annotate(since_at=F("due_at"))


def _plain(states: tuple[Status, ...]) -> list[str]:
    return [str(state) for state in states]
