"""Questions to the catalogue; published versions never change, so they are remembered for half a minute."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from accounts.memory import remember
from accounts.names import fold

from .models import OfficeHoursRule, ProcedureVersion, SpecialDay
from .working_calendar import DayRule, WorkingCalendar, office_hours


def in_force(on: date) -> QuerySet[ProcedureVersion]:
    """The published versions in force on a day."""
    versions = ProcedureVersion.objects.filter(published_at__isnull=False, valid_from_on__lte=on)
    return versions.filter(Q(valid_until_on=None) | Q(valid_until_on__gte=on)).select_related(
        "procedure__field"
    )


@remember(seconds=30)
def version_in_force(code: str, on: date) -> ProcedureVersion | None:
    """The version of procedure `code` in force on that day, with its papers, fees and steps."""
    versions = in_force(on).filter(procedure__code=code).order_by("-number")
    return versions.prefetch_related("requirements", "fee_rules", "steps").first()


def search(words: str, *, most: int = 20) -> list[ProcedureVersion]:
    """Versions in force today whose code or name holds all the words; accents optional."""
    versions = in_force(localdate())
    for word in fold(words).split():
        versions = versions.filter(Q(search_name__contains=word) | Q(procedure__code__contains=word))
    return list(versions.order_by("procedure__code")[:most])


@remember(seconds=60)
def working_calendar() -> WorkingCalendar:
    """The working calendar of the State's offices, from the catalogue's special days and office hours."""
    days = {
        day.on: DayRule(day.kind, day.name, day.is_working, day.source, day.is_provisional)
        for day in SpecialDay.objects.all()
    }
    hours = OfficeHoursRule.objects.get(is_default=True)
    return WorkingCalendar(days, office_hours(hours.periods), hours.name)
