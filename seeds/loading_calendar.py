"""The working calendar of the seeds brought into the database; days and hours of single offices set here stay."""

from collections.abc import Mapping
from dataclasses import asdict

from accounts.models import Agency
from procedures.models import CalendarYear, OfficeHoursRule, OfficeHoursUse, SpecialDay

from . import shapes
from .upserting import upsert


def load_calendar(seed: shapes.CalendarSeed, agencies: Mapping[str, Agency]) -> None:
    """Write years, special days of all offices, office hours, and which offices keep their own."""
    SpecialDay.objects.filter(agency=None).delete()  # nothing refers to them
    SpecialDay.objects.bulk_create(SpecialDay(**asdict(day)) for day in seed.special_days)
    upsert(CalendarYear, [CalendarYear(**asdict(year)) for year in seed.years], by=["year"])
    usual = OfficeHoursRule(**asdict(seed.office_hours), is_default=True)
    OfficeHoursRule.objects.exclude(code=usual.code).filter(is_default=True).update(is_default=False)
    rules = [usual, *(OfficeHoursRule(**asdict(one)) for one in seed.other_hours)]
    hours = {rule.code: rule for rule in upsert(OfficeHoursRule, rules, by=["code"])}
    uses = [
        OfficeHoursUse(**asdict(use) | {"agency": agencies[use.agency], "hours": hours[use.hours]})
        for use in seed.uses
    ]
    upsert(OfficeHoursUse, uses, by=["agency", "valid_from_on"])
