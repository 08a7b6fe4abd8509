"""The working calendar in a seed file: years, special days, office hours and which offices keep their own."""

from pathlib import Path
from typing import Final

from procedures.due.calendar import office_hours

from . import shapes
from .fields import Row, SeedRefused, opened, whole_row

DAY_KINDS: Final = ("HOLIDAY", "COMPENSATION", "SWAP_OFF", "SWAP_WORK")


def read_calendar(path: Path) -> shapes.CalendarSeed:
    """Read calendar.yaml; every special day must lie in one of its years, every use name hours that are there."""
    top = opened(path)
    usual = whole_row(top.row("office_hours"), _hours)
    found = shapes.CalendarSeed(
        years=tuple(whole_row(row, _year) for row in top.rows("years")),
        special_days=tuple(whole_row(row, _special_day) for row in top.rows("days")),
        office_hours=usual,
        other_hours=tuple(whole_row(row, _hours) for row in top.rows("other_hours")),
        uses=tuple(whole_row(row, _use) for row in top.rows("hours_of_offices")),
    )
    top.done()
    _check(path, found)
    return found


def _check(path: Path, found: shapes.CalendarSeed) -> None:
    years = {year.year for year in found.years}
    for day in found.special_days:
        if day.on.year not in years:
            raise SeedRefused(path.name, day.on.isoformat(), "The year of this day is not among the years.")
    known = {hours.code for hours in (found.office_hours, *found.other_hours)}
    for use in found.uses:
        if use.hours not in known:
            raise SeedRefused(path.name, use.hours, "No office hours of this file have this code.")


def _year(row: Row) -> shapes.CalendarYearSeed:
    return shapes.CalendarYearSeed(
        year=row.whole("year", least=2000),
        is_provisional=row.flag("provisional", default=False),
        source=row.text("source", most=250),
    )


def _hours(row: Row) -> shapes.OfficeHoursSeed:
    source = row.text("source", most=250)
    periods = row.plain("periods")
    row.read(
        "periods", lambda: office_hours(periods), 'Write periods as [["07:30", "11:30"], ...] by weekday.'
    )
    return shapes.OfficeHoursSeed(row.text("code", most=30), row.text("name", most=120), periods, source)


def _use(row: Row) -> shapes.OfficeHoursUseSeed:
    return shapes.OfficeHoursUseSeed(
        agency=row.text("agency", most=35),
        hours=row.text("hours", most=30),
        valid_from_on=row.day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
        source=row.text("source", most=250),
    )


def _special_day(row: Row) -> shapes.SpecialDaySeed:
    row.leave("swapped_with", "lunar")
    kind, working = row.text("kind", most=20, choices=DAY_KINDS), row.flag("working")
    if working != (kind == "SWAP_WORK"):
        raise row.refusal("working", f"A day of the kind {kind} cannot be {'worked' if working else 'free'}.")
    return shapes.SpecialDaySeed(
        on=row.day("day"),
        kind=kind,
        name=row.text("name", most=120),
        is_working=working,
        is_provisional=row.flag("provisional", default=False),
        source=row.text("source", most=250),
    )
