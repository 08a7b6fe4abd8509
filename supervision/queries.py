"""What supervisors ask, one question per function: reads dossiers and clock runs, changes nothing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dossiers.models import ClockRun, Document, Dossier, OutboxMessage
from dossiers.models.status import IS_OPEN
from dossiers.paging import PAGE, Page, by_instant
from dossiers.queries import of_province
from procedures.due.calendar import working_minutes_between
from procedures.queries import working_calendar

DAYS_OF_FLOW = 14
DAYS_OF_LIMITS = 30
MOST_RUNS = 20_000  # of the newest runs: enough for a median, and bounded


def midnight(on: date) -> datetime:
    """Return the first instant of a day here."""
    return datetime.combine(on, time.min, get_current_timezone())


# --- the lists ------------------------------------------------------------------------------------------
def is_open(at: datetime) -> Q:
    return IS_OPEN


def is_due_today(at: datetime) -> Q:
    return Q(due_at__gte=at, due_at__lt=midnight(localdate(at) + timedelta(days=1)))


def is_overdue(at: datetime) -> Q:
    return Q(due_at__lt=at)


def was_received_today(at: datetime) -> Q:
    return Q(received_at__gte=midnight(localdate(at)))


@dataclass(frozen=True)
class Listing:
    """A list behind a number: its words, its definition, and its condition at an instant."""

    name: str
    caption: str | Promise
    definition: str | Promise
    condition: Callable[[datetime], Q]
    order: str = "due_at"
    mood: str = ""


LISTINGS: dict[str, Listing] = {
    listing.name: listing
    for listing in (
        Listing(
            "overdue", _("overdue"), _("received, no decision, due instant passed"), is_overdue, mood="late"
        ),
        Listing(
            "due-today", _("due today"), _("received, no decision, due today"), is_due_today, mood="soon"
        ),
        Listing("open", _("in hand"), _("received, no decision yet"), is_open),
        Listing(
            "received-today",
            _("received today"),
            _("received since midnight"),
            was_received_today,
            order="received_at",
        ),
    )
}


@dataclass(frozen=True)
class Number:
    """One number of the first line."""

    listing: Listing
    value: int


def numbers(at: datetime) -> list[Number]:
    """Count every list at one instant, in one statement."""
    counted = of_province().aggregate(
        **{name.replace("-", "_"): Count("pk", filter=each.condition(at)) for name, each in LISTINGS.items()}
    )
    return [Number(each, counted[name.replace("-", "_")]) for name, each in LISTINGS.items()]


def attention_count() -> int:
    """Count parked background work and papers that could not be read."""
    here = Q(province=settings.ONESTOP_PROVINCE)
    parked = OutboxMessage.objects.filter(here, parked_at__isnull=False, done_at=None).count()
    unread = Document.objects.filter(here, digitised_at=None, replaced_by=None, dossier__isnull=False)
    return parked + unread.exclude(failure_code="").count()


def listed(listing: Listing, at: datetime, *, after: str = "", most: int = PAGE) -> Page:
    """Return one page of a list by due instant (or reception); `after` is the key that the page before gave."""
    found = of_province().filter(listing.condition(at))
    found = found.select_related("procedure_version", "agency", "point", "officer")
    return by_instant(found, listing.order, after=after, most=most)


def elapsed_minutes(dossiers: list[Dossier], at: datetime) -> dict[int, int]:
    """Return the working minutes that the office has had each dossier, by primary key, in one statement."""
    calendar, minutes = working_calendar(), defaultdict[int, int](int)
    runs = ClockRun.objects.filter(dossier__in=[each.pk for each in dossiers])
    for pk, started_at, stopped_at in runs.values_list("dossier_id", "started_at", "stopped_at"):
        minutes[pk] += working_minutes_between(started_at, stopped_at or at, calendar)
    return minutes


# --- the charts -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DayOfFlow:
    """What came in and what was decided on one day."""

    on: date
    received: int
    finished: int


def flow(today: date, days: int = DAYS_OF_FLOW) -> list[DayOfFlow]:
    """Return arrivals and decisions of the last days, today included, in two statements."""
    first = today - timedelta(days=days - 1)
    received, finished = by_day("received_at", first), by_day("finished_at", first)
    every = (first + timedelta(days=number) for number in range(days))
    return [DayOfFlow(on, received.get(on, 0), finished.get(on, 0)) for on in every]


def by_day(instant: str, first: date) -> dict[date, int]:
    """Count dossiers by the day of one of their instants."""
    found = of_province().filter(**{f"{instant}__gte": midnight(first)}).annotate(on=TruncDate(instant))
    return dict(found.order_by().values("on").annotate(n=Count("pk")).values_list("on", "n"))


@dataclass(frozen=True)
class AgainstLimit:
    """Median working minutes of a procedure: of the finished, of the open, and of what was promised."""

    procedure: str
    finished: int | None
    open: int | None
    limit: int


def against_limits(at: datetime) -> list[AgainstLimit]:
    """Return each procedure's working time of the last days against its limit, the worst first."""
    calendar, rows = working_calendar(), _runs_since(midnight(localdate(at) - timedelta(days=DAYS_OF_LIMITS)))
    times: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for procedure, started_at, stopped_at, received_at, promised_at in rows:
        kind = "finished" if stopped_at else "open"
        times[procedure][kind].append(working_minutes_between(started_at, stopped_at or at, calendar))
        if received_at and promised_at:
            times[procedure]["limit"].append(working_minutes_between(received_at, promised_at, calendar))
    found = [
        AgainstLimit(
            procedure,
            _median(kinds["finished"]),
            _median(kinds["open"]),
            max(1, _median(kinds["limit"]) or 1),
        )
        for procedure, kinds in times.items()
    ]
    return sorted(found, key=lambda each: -max(each.finished or 0, each.open or 0) / each.limit)


def _runs_since(
    start: datetime,
) -> QuerySet[ClockRun, tuple[str, datetime, datetime | None, datetime | None, datetime | None]]:
    runs = ClockRun.objects.filter(
        Q(stopped_at__gte=start) | Q(stopped_at=None), province=settings.ONESTOP_PROVINCE
    )
    return runs.order_by("-pk").values_list(
        "dossier__procedure_version__name",
        "started_at",
        "stopped_at",
        "dossier__received_at",
        "dossier__promised_at",
    )[:MOST_RUNS]


def _median(minutes: list[int]) -> int | None:
    return round(median(minutes)) if minutes else None


def may_supervise(user: User) -> bool:
    """Say whether these pages are for this person."""
    return user.holds("supervisor")
