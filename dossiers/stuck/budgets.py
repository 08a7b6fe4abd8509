"""How long each thing may wait, as data, and the condition that says it has waited longer.

Working minutes are those of the calendar of whoever must move. A condition compares a column with one instant per
calendar, so a list costs no more statements however long it is.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, Sum

from accounts.memory import remember
from accounts.roles import Role
from procedures.content import StepKind
from procedures.due.calendar import CalendarNotLoaded, WorkingCalendar
from procedures.due.office_calendars import office_calendars
from procedures.models import Step

DAY = 24 * 60
WORKING_DAY = 8 * 60
# Minutes, by cause. Source of the first: Decree 118/2025/NĐ-CP, an answer within 8 working hours.
WORKING: dict[str, int] = {
    "not_answered": 8 * 60,
    "reception_slow": 4 * 60,  # where the route of the procedure does not say
    "not_taken_up": 8 * 60,
    "step_not_taken": 8 * 60,
    "not_issued": 8 * 60,
    "replacement_slow": 5 * WORKING_DAY,
    "in_transit_own": 2 * WORKING_DAY,
    "in_transit_post": 5 * WORKING_DAY,
}
PLAIN: dict[str, int] = {
    "not_delivered": 15 * DAY,
    "delivery_slow": 10 * DAY,
    "supplement_waits": 30 * DAY,
    "payment_waits": 30 * DAY,
    "message_forgotten": 15,
    "paper_not_digitised": 30,
    "receipt_missing": 10,
    "draft_missing": 10,
    "not_archived": DAY,
}


def budget(name: str) -> int:
    """Return the minutes of a budget, as this installation sets them (ONESTOP_BUDGETS)."""
    return int(settings.ONESTOP_BUDGETS.get(name, WORKING.get(name) or PLAIN[name]))


def ago(name: str, at: datetime) -> datetime:
    """Return the instant before which what began has used up a budget that is counted round the clock."""
    return at - timedelta(minutes=budget(name))


def worked_off(since: str, agency: str, minutes: int, at: datetime) -> Q:
    """Return the condition that the column `since` lies so many working minutes of the office `agency` back.

    `agency` is the column with its key. Offices without hours or days of their own share one instant.
    """
    calendars = office_calendars()
    own = sorted({key for key in (*calendars.days, *calendars.own_hours) if key is not None})
    usual = Q(**{f"{since}__lte": cutoff(calendars.of(None), minutes, at)})
    if not own:
        return usual
    found = usual & ~Q(**{f"{agency}__in": own})
    offices: dict[datetime, list[int]] = defaultdict(list)
    for key in own:
        offices[cutoff(calendars.of(key), minutes, at)].append(key)
    for instant, keys in offices.items():
        found |= Q(**{f"{since}__lte": instant, f"{agency}__in": keys})
    return found


def cutoff(calendar: WorkingCalendar, minutes: int, at: datetime) -> datetime:
    """Return the instant from which to `at` so many working minutes have passed; in years not loaded, roughly."""
    local = at.astimezone(calendar.zone)
    try:
        first = min((loaded.year for loaded in calendar.years or ()), default=local.year)
        total = calendar.minutes_until(local) - minutes
        return calendar.at_minute(max(total, 1), local.date().replace(year=max(first, local.year - 1), day=1))
    except CalendarNotLoaded:
        return at - timedelta(minutes=minutes * 7 * DAY // (5 * WORKING_DAY))


@remember(seconds=600)
def reception_minutes() -> dict[int, int]:
    """Return the working minutes that the routes give to reception, by version; others have the usual budget."""
    steps = Step.objects.filter(kind=StepKind.TASK, role=Role.RECEPTION_CLERK, place="RECEIVING")
    found = steps.values("version").annotate(hours=Sum(F("hours"))).values_list("version", "hours")
    return {version: int(hours * 60) for version, hours in found if hours}


def reception_over(at: datetime) -> Q:
    """Return the condition on received dossiers whose reception has used up its budget."""
    by_minutes: dict[int, list[int]] = defaultdict(list)
    for version, minutes in reception_minutes().items():
        by_minutes[minutes].append(version)
    said: list[Any] = [version for versions in by_minutes.values() for version in versions]
    usual = worked_off("received_at", "receiving_agency_id", budget("reception_slow"), at)
    found = usual & ~Q(procedure_version_id__in=said) if said else usual
    for minutes, versions in by_minutes.items():
        late = worked_off("received_at", "receiving_agency_id", minutes, at)
        found |= Q(procedure_version_id__in=versions) & late
    return found
