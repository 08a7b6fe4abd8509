"""The working calendars of all offices, read from the catalogue at once and prepared when an office is asked for."""

from dataclasses import dataclass, field
from datetime import date

from accounts.memory import remember
from procedures.models import CalendarYear, OfficeHoursRule, OfficeHoursUse, SpecialDay

from .day_rules import DayRule, LoadedYear
from .office_hours import OfficeHours, OwnHours, office_hours
from .working_calendar import WorkingCalendar


@dataclass(frozen=True)
class OfficeCalendars:
    """Loaded years, special days by office (None: of all), the usual hours, and the own hours of offices."""

    years: tuple[LoadedYear, ...]
    days: dict[int | None, dict[date, DayRule]]
    hours: OfficeHours
    own_hours: dict[int, list[OwnHours]]
    _made: dict[int | None, WorkingCalendar] = field(default_factory=dict, init=False)

    def of(self, agency_id: int | None) -> WorkingCalendar:
        """Return the calendar of an office: its own days and hours come before those of all offices.

        Offices without any share one calendar.
        """
        own = agency_id in self.days or agency_id in self.own_hours
        key = agency_id if own else None
        found = self._made.get(key)
        if found is None:
            # Two threads may both make it; they make the same.
            found = self._made[key] = self._make(key)
        return found

    def _make(self, agency_id: int | None) -> WorkingCalendar:
        days = self.days.get(None, {}) | self.days.get(agency_id, {})
        own = self.own_hours.get(agency_id, ()) if agency_id is not None else ()
        return WorkingCalendar(days, self.hours, self.hours.name, years=self.years, own_hours=own)


@remember(seconds=60)
def office_calendars() -> OfficeCalendars:
    """The calendars as the catalogue has them: four statements a minute, however many offices are asked for."""
    days: dict[int | None, dict[date, DayRule]] = {}
    for day in SpecialDay.objects.all():
        rule = DayRule(day.kind, day.name, day.is_working, day.source, day.is_provisional)
        days.setdefault(day.agency_id, {})[day.on] = rule
    rules = {rule.pk: rule for rule in OfficeHoursRule.objects.all()}
    hours = {pk: _hours(rule) for pk, rule in rules.items()}
    own: dict[int, list[OwnHours]] = {}
    for use in OfficeHoursUse.objects.all():
        kept = OwnHours(hours[use.hours_id], use.valid_from_on, use.valid_until_on, use.source)
        own.setdefault(use.agency_id, []).append(kept)
    usual = next((hours[pk] for pk, rule in rules.items() if rule.is_default), None)
    if usual is None:
        raise OfficeHoursRule.DoesNotExist(
            "No office hours are the default: load the catalogue, manage.py seed."
        )
    years = tuple(LoadedYear(loaded.year, loaded.is_provisional) for loaded in CalendarYear.objects.all())
    return OfficeCalendars(years, days, usual, own)


def _hours(rule: OfficeHoursRule) -> OfficeHours:
    return office_hours(rule.periods, code=rule.code, name=rule.name, source=rule.source)
