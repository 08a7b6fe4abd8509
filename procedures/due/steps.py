"""The steps that led to a due instant: the rules that apply, the day of reception, each day after it, the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from .day_rules import DueStep, DueStepKind
from .limits import TimeLimit, TimeUnit
from .working_calendar import DAY, WorkingCalendar

# Citations stand in the plain data as the law is cited in Vietnam; they are not translated.
COUNTING_STARTS_NEXT_DAY: Final = "Bộ luật Dân sự 2015, Điều 147"
REST_DAY_MOVES_THE_END: Final = "Bộ luật Dân sự 2015, Điều 148"
ARTICLE_147: Final = "civil_code@2015/147"
ARTICLE_148: Final = "civil_code@2015/148"


# The step of reception, those of the days, and the end.
_Count = tuple[DueStep, Sequence[DueStep], DueStep]


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...

    @property
    def procedure(self) -> _Coded: ...


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a limit comes from: the version of the procedure, and the source of its time rule.

    `is_stated`: the version has a rule for the channel and the cases, even if it says that the law sets no time.
    """

    version: _Numbered
    source: str = ""
    is_stated: bool = True

    @property
    def rule(self) -> str:
        """Return e.g. procedure:2.000635@1."""
        return f"procedure:{self.version.procedure.code}@{self.version.number}"


def steps_of(
    at: datetime | None,
    received_at: datetime,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
    basis: Basis | None,
) -> tuple[DueStep, ...]:
    """Return the steps of a due instant that procedures.due.calendar.due() found."""
    steps = _limit_step(received_at.date(), limit, basis)
    if at is None or limit is None:
        code = "received_without_limit" if basis is None or basis.is_stated else "received_without_rule"
        cited = basis.rule if basis else ""
        return (*steps, DueStep(received_at.date(), DueStepKind.START, code, rule=cited))
    start, days, end = _COUNTED[limit.unit](at, received_at, limit, calendar)
    if not start.rule:
        start = start._replace(rule=basis.rule if basis else calendar.hours_step(start.on).rule)
    if not end.rule:
        end = end._replace(rule=calendar.hours_step(end.on).rule)
    return (*steps, *_with_hours((start, *days, end), calendar))


def _limit_step(on: date, limit: TimeLimit | None, basis: Basis | None) -> Iterator[DueStep]:
    if basis and limit:
        yield DueStep(on, DueStepKind.RULE, "time_limit", source=basis.source, rule=basis.rule)


def _with_hours(steps: Iterable[DueStep], calendar: WorkingCalendar) -> Iterator[DueStep]:
    """Put in between from which day on the office keeps hours of its own, and from which day no longer."""
    known = None
    for step in steps:
        own = calendar.own_hours_on(step.on)
        changed, known = own is not known, own
        if changed and step.kind is not DueStepKind.START:
            yield calendar.hours_step(step.on)
        yield step
        if changed and step.kind is DueStepKind.START:
            yield calendar.hours_step(step.on)


def _same_day(at: datetime, received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on, end = received_at.date(), DueStep(at.date(), DueStepKind.END, "due")
    if at.date() == on:
        return DueStep(on, DueStepKind.START, "received_before_cutoff"), (), end
    is_late = limit.cutoff is not None and received_at.time() > limit.cutoff
    start = _start(on, "received_after_cutoff" if is_late else "received_after_closing", calendar)
    return start, _days(on, at.date(), calendar), end


def _hours(at: datetime, received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on, clock, periods = received_at.date(), received_at.time(), calendar.periods(received_at.date())
    counts_today = bool(periods) and clock < periods[-1][1]
    if not counts_today:
        code = "received_after_hours"
    elif any(opens <= clock < closes for opens, closes in periods):
        code = "received_in_hours"
    else:
        code = "received_outside_hours"
    days = _days(on - DAY if counts_today else on, at.date(), calendar)
    return _start(on, code, calendar), days, DueStep(at.date(), DueStepKind.END, "due_at_hour")


def _working_days(at: datetime, received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> _Count:
    on, is_whole = received_at.date(), not limit.quantity % 1
    end = DueStep(at.date(), DueStepKind.END, "due" if is_whole else "due_in_the_day")
    return _start(on, "reception_day", calendar), _days(on, at.date(), calendar), end


def _calendar_days(
    at: datetime, received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> _Count:
    """Every day counts, of rest or not; so it makes no difference what the day of reception was."""
    on, moved = received_at.date(), at.date()
    start = DueStep(on, DueStepKind.START, "reception_day", source=COUNTING_STARTS_NEXT_DAY, rule=ARTICLE_147)
    last = limit.last_day(on)
    days = [
        DueStep(
            step.on, DueStepKind.COUNTED, "calendar_day", is_provisional=step.is_provisional, rule=ARTICLE_147
        )
        for step in _days(on, last, calendar)
    ]
    if moved == last:
        return start, days, DueStep(last, DueStepKind.END, "due")
    rest = calendar.step(last)
    end = DueStep(
        moved,
        DueStepKind.END,
        "due_moved",
        rest.name,
        REST_DAY_MOVES_THE_END,
        rest.is_provisional,
        ARTICLE_148,
    )
    return start, [*days, *_days(last, moved - DAY, calendar)], end


_COUNTED: Final[dict[TimeUnit, Callable[[datetime, datetime, TimeLimit, WorkingCalendar], _Count]]] = {
    TimeUnit.SAME_DAY: _same_day,
    TimeUnit.HOUR: _hours,
    TimeUnit.WORKING_DAY: _working_days,
    TimeUnit.DAY: _calendar_days,
    TimeUnit.MONTH: _calendar_days,
}


def _start(on: date, code: str, calendar: WorkingCalendar) -> DueStep:
    """Return the step of the day of reception; on a day of rest it says so instead of `code`."""
    rule = calendar.step(on)
    if rule.kind is DueStepKind.SKIPPED:
        return rule._replace(kind=DueStepKind.START, code="received_on_rest_day")
    if code != "reception_day":
        return DueStep(on, DueStepKind.START, code)
    return DueStep(on, DueStepKind.START, code, source=COUNTING_STARTS_NEXT_DAY, rule=ARTICLE_147)


def _days(after: date, until: date, calendar: WorkingCalendar) -> list[DueStep]:
    """Return the steps of the days after one day up to and with another."""
    ordinals = range(after.toordinal() + 1, until.toordinal() + 1)
    return [calendar.step(date.fromordinal(ordinal)) for ordinal in ordinals]
