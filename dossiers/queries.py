"""Worklists and lookups: chainable conditions that read like speech, one statement each, no COUNT and no OFFSET."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.memory import remember
from accounts.models import User, former_name
from accounts.roles import Role

from .access import visible_to
from .models import Document, Dossier, Event, OutboxMessage, Result
from .models.status import IS_OPEN, Status
from .paging import PAGE, Page, by_age, by_instant

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
    return decided_by(user, Role.APPROVER) & Q(status=Status.IN_PROCESS, pk__in=proposed)


def to_seal_and_issue(user: User) -> Q:
    return decided_by(user, Role.RECORDS_CLERK) & Q(status=Status.PROCESSED)


def to_deliver(user: User) -> Q:
    return received_by(user, Role.RECEPTION_CLERK, Role.RESULT_CLERK) & Q(status=Status.ISSUED)


def open_here(user: User) -> Q:
    """Everything open that this person may see."""
    return visible_to(user) & IS_OPEN


@dataclass(frozen=True)
class Worklist:
    """A list for some roles; `by_due` lists run by due date (without one: at the end), the others by age."""

    name: str
    caption: str | Promise
    roles: tuple[Role, ...]
    condition: Callable[[User], Q]
    by_due: bool = True


WORKLISTS: dict[str, Worklist] = {
    worklist.name: worklist
    for worklist in (
        Worklist("to_accept", _("To accept"), (Role.RECEPTION_CLERK,), to_accept, by_due=False),
        Worklist("to_confirm", _("To confirm"), (Role.RECEPTION_CLERK,), to_confirm),
        Worklist("to_take_up", _("To take up"), (Role.PROCESSING_OFFICER,), to_take_up),
        Worklist("in_my_hands", _("In my hands"), (Role.PROCESSING_OFFICER,), in_my_hands),
        Worklist("to_approve", _("To approve"), (Role.APPROVER,), to_approve),
        Worklist("to_issue", _("To seal and issue"), (Role.RECORDS_CLERK,), to_seal_and_issue, by_due=False),
        Worklist(
            "to_deliver", _("To return"), (Role.RECEPTION_CLERK, Role.RESULT_CLERK), to_deliver, by_due=False
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


# --- the citizen's page --------------------------------------------------------------------------------
TRACKED = (
    "type",
    "at",
    "facts__result",  # the event dossier.issued names the result that is out
    "dossier__code",
    "dossier__status",
    "dossier__version",
    "dossier__received_at",
    "dossier__promised_at",
    "dossier__finished_at",
    "dossier__procedure_version__name",
    "dossier__agency__name",
    "dossier__agency_id",
    "dossier__point__name",
)


@dataclass(frozen=True)
class Tracked:
    """What the holder of the QR may know: the way of the dossier, and no personal data."""

    code: str
    status: str
    version: int
    received_at: datetime | None
    promised_at: datetime | None
    finished_at: datetime | None
    procedure: str
    agency: str
    agency_id: int
    point: str
    result_key: str
    events: tuple[tuple[str, datetime], ...]

    @property
    def etag(self) -> str:
        return f'"{self.code}-{self.version}"'


def tracked(token: str) -> Tracked | None:
    """Return the dossier of this token with its events, in one statement."""
    rows = _tracked_rows().answer(token=token, province=settings.ONESTOP_PROVINCE)
    if not rows:
        return None
    result_key = next((row[2] for row in reversed(rows) if row[0] == "dossier.issued"), "")
    known: list[Any] = [*rows[-1][3:], result_key, tuple((row[0], row[1]) for row in rows)]
    found = Tracked(*known)
    named_on = localdate(found.received_at) if found.received_at else localdate()
    former = former_name(found.agency_id, named_on)
    return replace(found, agency=former.name) if former else found


@cache
def _tracked_rows() -> "_Compiled":
    of_token = Event.objects.filter(dossier__token="token", dossier__province="province")
    return _Compiled(of_token.order_by("seq").values_list(*TRACKED), "token", "province")


class _Compiled:
    """A statement that the ORM writes once per process; later only its parameters change.

    For the busiest page alone: writing a statement of four joins takes the ORM four times as long as it takes the
    database to answer. `names` are the texts that stand for the parameters in the rows' conditions.
    """

    def __init__(self, rows: QuerySet[Any, Any], *names: str) -> None:
        self.names = names
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()

    def answer(self, **values: str) -> list[tuple[Any, ...]]:
        """Run the statement with these values in the place of their names."""
        given = [values[one] if one in self.names else one for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            return list(self.compiler.results_iter([cursor.fetchall()], tuple_expected=True))


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


def issued_result(key: str) -> Result | None:
    """The result that a QR names, once its number is out; with what its page says."""
    return (
        Result.objects.filter(province=settings.ONESTOP_PROVINCE, key=key)
        .select_related("dossier__procedure_version", "agency", "approver")
        .first()
    )
