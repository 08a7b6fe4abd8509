"""An office as plain rules, and time counted on it by walking: minute by minute, day by day. The slow, plain truth.

Nothing here calls the house's counting: it is what that counting is compared with.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from procedures.due.working_calendar import VIETNAM

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Hours = dict[
    int, list[tuple[int, int]]
]  # ISO weekday (0: a worked special day at the weekend): minutes of the day


@dataclass(frozen=True)
class Rules:
    """Usual hours, days that are worked or not, and own hours (from, until, hours)."""

    usual: Hours
    special: dict[date, bool]
    own: list[tuple[date, date, Hours]]

    def hours_on(self, on: date) -> Hours:
        fitting = [(since, hours) for since, until, hours in self.own if since <= on <= until]
        return max(fitting, key=lambda each: each[0])[1] if fitting else self.usual

    def is_worked(self, at: datetime) -> bool:
        """Say whether the minute that begins at an instant is worked."""
        on, minute = at.date(), at.hour * 60 + at.minute
        hours = self.hours_on(on)
        periods = hours.get(on.isoweekday(), [])
        if on in self.special:
            if not self.special[on]:
                return False
            if on.isoweekday() > 5 or not periods:
                periods = hours[0]
        return any(opens <= minute < closes for opens, closes in periods)

    def minutes_of(self, on: date) -> list[datetime]:
        """Return every worked minute of a day by its beginning."""
        midnight = datetime(on.year, on.month, on.day, tzinfo=VIETNAM)
        return [at for at in (midnight + count * MINUTE for count in range(1440)) if self.is_worked(at)]

    def after_hours(self, start: datetime, worked: int) -> datetime:
        """Walk minutes until so many have been worked."""
        at = start
        while worked:
            worked -= self.is_worked(at)
            at += MINUTE
        return at

    def next_worked_day(self, after: date) -> date:
        on = after + DAY
        while not self.minutes_of(on):
            on += DAY
        return on

    def closing(self, on: date) -> datetime:
        return self.minutes_of(on)[-1] + MINUTE

    def after_working_days(self, received_on: date, quantity: Decimal) -> datetime:
        """Walk days; half a day ends where the first break begins, or with a day that is a morning only."""
        on = received_on
        for _day in range(int(quantity)):
            on = self.next_worked_day(on)
        if quantity == int(quantity):
            return self.closing(on)
        worked = self.minutes_of(self.next_worked_day(on))
        morning = worked[:1]
        while morning[-1] + MINUTE in worked:
            morning.append(morning[-1] + MINUTE)
        if len(morning) == len(worked) and morning[-1] + MINUTE > morning[0].replace(hour=13, minute=0):
            return worked[len(worked) // 2 - 1] + MINUTE
        return morning[-1] + MINUTE

    def after_days(self, received_on: date, days: int) -> datetime:
        on = received_on
        for _day in range(days):
            on += DAY
        return self.closing(self.next_worked_day(on - DAY))

    def after_months(self, received_on: date, months: int) -> datetime:
        """Walk to the month, then to the day of the same number, but not out of the month."""
        on = received_on.replace(day=1)
        for _month in range(months):
            this = on.month
            while on.month == this:
                on += DAY
        while on.day < received_on.day and (on + DAY).month == on.month:
            on += DAY
        return self.closing(self.next_worked_day(on - DAY))

    def same_day(self, received_at: datetime, cutoff: int | None) -> datetime:
        worked = self.minutes_of(received_at.date())
        is_before = cutoff is None or received_at.hour * 60 + received_at.minute <= cutoff
        if is_before and any(minute >= received_at for minute in worked):
            return self.closing(received_at.date())
        return self.closing(self.next_worked_day(received_at.date()))
