"""Worklists and lookups: chainable conditions that read like speech, one statement each, no COUNT and no OFFSET."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from accounts.memory import remember
from accounts.models import User
from accounts.roles import CARRIERS, STEP_ROLES, Role
from procedures.due.calendar import CalendarNotLoaded
from procedures.queries import working_calendar

from .access import visible_to
from .models import Document, Dossier, OutboxMessage, Result
from .models.dossier import BEFORE_DECISION
from .models.status import IS_OPEN, Status
from .paging import PAGE, Page, by_age, by_instant
from .step_queries import ANSWERING, answer_due, at_my_step, my_step_due, to_answer

DAYS_OF_HABIT = 60
USUAL = 20


def of_province() -> QuerySet[Dossier]:
    return Dossier.objects.filter(province=settings.ONESTOP_PROVINCE)


def received_by(user: User, *roles: str) -> Q:
    return Q(receiving_agency_id__in=user.agency_ids(*roles))


def decided_by(user: User, *roles: str) -> Q:
    return Q(agency_id__in=user.agency_ids(*roles))


def to_accept(user: User) -> Q:
    return received_by(user, Role.RECEPTION_CLERK) & Q(status=Status.SUBMITTED)


def to_confirm(user: User) -> Q:
    return received_by(user, Role.RECEPTION_CLERK) & Q(status=Status.RECEIVED)


def to_take_up(user: User) -> Q:
    return decided_by(user, Role.PROCESSING_OFFICER) & Q(status=Status.DIGITISED)


def in_my_hands(user: User) -> Q:
    return decided_by(user, Role.PROCESSING_OFFICER) & Q(
        status=Status.IN_PROCESS, officer__in=_officers_of(user)
    )


def _officers_of(user: User) -> list[int]:
    """The person, and those whose place they take as processing officer today."""
    posts = user.substituted_today
    return [user.pk, *(post.user_id for post in posts if post.role == Role.PROCESSING_OFFICER)]


def to_approve(user: User) -> Q:
    proposed = Result.objects.filter(approver=user, rendered_at__isnull=False, signed_at=None).values(
        "dossier"
    )
    in_hand = Q(status=Status.IN_PROCESS) | Q(replacing=True)
    return decided_by(user, Role.APPROVER) & in_hand & Q(pk__in=proposed)


def to_seal_and_issue(user: User) -> Q:
    return decided_by(user, Role.RECORDS_CLERK) & Q(status=Status.PROCESSED)


def to_deliver(user: User) -> Q:
    here = received_by(user, Role.RECEPTION_CLERK, Role.RESULT_CLERK)
    return here & Q(status=Status.ISSUED, replacing=False)


def being_replaced(user: User) -> Q:
    """A result of this agency was faulty, and the new version is not issued yet."""
    new = Result.objects.filter(replaces__isnull=False, issued_at=None)
    return decided_by(user, Role.PROCESSING_OFFICER, Role.RECORDS_CLERK) & Q(
        replacing=True, pk__in=new.values("dossier")
    )


def to_deliver_anew(user: User) -> Q:
    """The faulty result was handed over, the corrected one is ready and was not."""
    new = Result.objects.filter(replaces__isnull=False, issued_at__isnull=False, delivered_at=None)
    new = new.exclude(replaced_by__issued_at__isnull=False)
    here = received_by(user, Role.RECEPTION_CLERK, Role.RESULT_CLERK)
    return here & Q(status=Status.RETURNED, replacing=False, pk__in=new.values("dossier"))


def papers_to_receive(user: User) -> Q:
    """Papers are on their way to an agency for which this person receives them, whatever the state."""
    return Q(transit_to_id__in=user.agency_ids(*CARRIERS))


def in_transit(user: User) -> Q:
    """Papers have left from here and are not received yet: this agency answers for them."""
    return Q(papers_at_id__in=user.agency_ids(*CARRIERS)) & ~Q(transit_to=None)


def open_here(user: User) -> Q:
    """Everything open that this person may see."""
    return visible_to(user) & IS_OPEN


def apology_due(user: User) -> Q:
    """What an approver must apologise for, and its officer sees: undecided, not extended, soon due.

    Soon is until the end of the working day after next, by the calendar of each agency: the apology is written at
    least one day before the due instant, so one working day is left for it. What was received today is not late yet,
    and what is overdue can be extended no more: it stands on other lists.
    """
    agency_ids = user.agency_ids(Role.APPROVER, Role.PROCESSING_OFFICER)
    until: dict[datetime, list[int]] = {}
    for agency_id in agency_ids:
        until.setdefault(_after_next(agency_id), []).append(agency_id)
    soon = Q(pk__in=[])
    for at, ids in until.items():
        soon |= Q(agency_id__in=ids, due_at__lte=at)
    began = make_aware(datetime.combine(localdate(), time.min))
    waits = Q(status__in=BEFORE_DECISION, extended_at=None, received_at__lt=began, due_at__gt=now())
    return waits & soon


def _after_next(agency_id: int) -> datetime:
    """When the working day after next closes at an agency; a week from now where its calendar ends before."""
    try:
        return working_calendar(agency_id).closing_of(localdate(), 2)
    except CalendarNotLoaded:
        return now() + timedelta(days=7)


@dataclass(frozen=True)
class Worklist:
    """A list for some roles; `by_due` lists run by due date (without one: at the end), the others by age.

    `due`: the instant by which they run, where it is not that of the dossier.
    """

    name: str
    caption: str | Promise
    roles: tuple[Role, ...]
    condition: Callable[[User], Q]
    by_due: bool = True
    due: Callable[[User], Any] | None = None


WORKLISTS: dict[str, Worklist] = {
    worklist.name: worklist
    for worklist in (
        Worklist("to_accept", _("To accept"), (Role.RECEPTION_CLERK,), to_accept, by_due=False),
        Worklist("to_confirm", _("To confirm"), (Role.RECEPTION_CLERK,), to_confirm),
        Worklist("to_take_up", _("To take up"), (Role.PROCESSING_OFFICER,), to_take_up),
        Worklist("in_my_hands", _("In my hands"), (Role.PROCESSING_OFFICER,), in_my_hands),
        Worklist("at_my_step", _("At my step"), STEP_ROLES, at_my_step, due=my_step_due),
        Worklist("to_answer", _("Opinions to give"), ANSWERING, to_answer, due=answer_due),
        Worklist("to_approve", _("To approve"), (Role.APPROVER,), to_approve),
        Worklist("apology_due", _("Apology due"), (Role.APPROVER, Role.PROCESSING_OFFICER), apology_due),
        Worklist("to_issue", _("To seal and issue"), (Role.RECORDS_CLERK,), to_seal_and_issue, by_due=False),
        Worklist(
            "to_deliver", _("To return"), (Role.RECEPTION_CLERK, Role.RESULT_CLERK), to_deliver, by_due=False
        ),
        Worklist("papers_to_receive", _("Papers to receive"), CARRIERS, papers_to_receive, by_due=False),
        Worklist("in_transit", _("Papers on their way"), CARRIERS, in_transit, by_due=False),
        Worklist(
            "being_replaced",
            _("Results being replaced"),
            (Role.PROCESSING_OFFICER, Role.RECORDS_CLERK),
            being_replaced,
            by_due=False,
        ),
        Worklist(
            "to_deliver_anew",
            _("Corrected, to return"),
            (Role.RECEPTION_CLERK, Role.RESULT_CLERK),
            to_deliver_anew,
            by_due=False,
        ),
        Worklist("open", _("All open"), tuple(Role), open_here),
    )
}


def worklists_for(user: User) -> list[Worklist]:
    """The worklists that one of this person's roles has."""
    return [worklist for worklist in WORKLISTS.values() if any(user.holds(role) for role in worklist.roles)]


def page(worklist: Worklist, user: User, *, after: str = "", most: int = PAGE) -> Page:
    """Return one page of a worklist in one statement; `after` is the key that the page before gave."""
    found = of_province().filter(worklist.condition(user))
    found = found.select_related("procedure_version", "agency", "point", "officer")
    if worklist.due is not None:
        return by_instant(found.annotate(due=worklist.due(user)), "due", after=after, most=most)
    if worklist.by_due:
        return by_instant(found, "due_at", after=after, most=most)
    return by_age(found, after=after, most=most)


@remember(seconds=300)
def usual_procedures(agency_ids: frozenset[int]) -> tuple[str, ...]:
    """Return the codes of what these service centres received most in the last weeks, the most frequent first."""
    since = now() - timedelta(days=DAYS_OF_HABIT)
    rows = of_province().filter(received_at__gte=since, receiving_agency_id__in=agency_ids)
    counted = rows.values("procedure_version__procedure__code").annotate(count=Count("pk")).order_by("-count")
    return tuple(row["procedure_version__procedure__code"] for row in counted[:USUAL])


# --- what needs attention --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Attention:
    """Background work that needs a person."""

    dossier: Dossier
    code: str
    what: str
    since: datetime | None
    message_id: int | None = None
    document_key: str = ""


def needs_attention(user: User, *, most: int = PAGE) -> list[Attention]:
    """Papers that could not be read, and parked messages, of the dossiers that this person may see."""
    visible = of_province().filter(visible_to(user))
    papers = (
        Document.objects.filter(dossier__in=visible, replaced_by=None, digitised_at=None)
        .exclude(failure_code="")
        .select_related("dossier")
        .defer("text")
        .order_by("id")[:most]
    )
    parked = (
        OutboxMessage.objects.filter(parked_at__isnull=False, done_at=None, event__dossier__in=visible)
        .select_related("event__dossier")
        .order_by("parked_at")[:most]
    )
    return [
        Attention(paper.dossier, paper.failure_code, paper.name, paper.uploaded_at, document_key=paper.key)
        for paper in papers
        if paper.dossier
    ] + [
        Attention(
            message.event.dossier, message.failure_code, message.subscriber, message.parked_at, message.pk
        )
        for message in parked
    ]
