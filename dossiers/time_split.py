"""Whose time a dossier has cost: of the applicant, of third parties, of the office; the three add up to the whole.

The applicant's is what was spent waiting for a supplement or a payment. A third party's is what passed while a
mandatory opinion of another agency was awaited, or the papers were with the public post, and the applicant was not
awaited as well. Everything else is the office's (M04 of the functions).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from procedures.content import StepKind
from procedures.due.calendar import working_minutes_between
from procedures.queries import working_calendar

from .access import OpenDossier
from .models import HandOverList
from .models.status import PAUSED

Interval = tuple[datetime, datetime]
Measure = Callable[[datetime, datetime], int]


@dataclass(frozen=True)
class Shares:
    """Of one stretch of time, in one unit; whole numbers that add up to `whole`."""

    applicant: int
    office: int
    third_party: int

    @property
    def whole(self) -> int:
        return self.applicant + self.office + self.third_party

    def percent(self, share: int) -> float:
        """Return a share in percent, to one decimal; 0 of nothing."""
        return round(100 * share / self.whole, 1) if self.whole else 0.0


@dataclass(frozen=True)
class TimeSplit:
    """From reception to the end, or to now: in seconds of the wall clock, and in working minutes of the office."""

    seconds: Shares
    working_minutes: Shares


def time_split(opened: OpenDossier, at: datetime) -> TimeSplit | None:
    """Return the split of a dossier as it stands at an instant; None for one that was never received.

    Costs a statement for step runs and one for hand-overs, where the dossier has any.
    """
    dossier = opened.dossier
    if dossier.received_at is None:
        return None
    whole = (dossier.received_at, max(dossier.received_at, dossier.finished_at or at))
    applicant, third = waiting_for_applicant(opened, whole[1]), waiting_for_others(opened, whole[1])
    calendar = working_calendar(dossier.agency_id)
    return TimeSplit(
        seconds=split(whole, applicant, third, seconds_since(whole[0])),
        working_minutes=split(
            whole, applicant, third, lambda start, end: working_minutes_between(start, end, calendar)
        ),
    )


def waiting_for_applicant(opened: OpenDossier, end: datetime) -> list[Interval]:
    """Return when the applicant had the next move: between two events, by the state after the first."""
    events = opened.events
    ends = [*(event.at for event in events[1:]), end]
    return [(event.at, until) for event, until in zip(events, ends, strict=True) if event.target in PAUSED]


def waiting_for_others(opened: OpenDossier, end: datetime) -> list[Interval]:
    """Return when a mandatory opinion of another agency was awaited, or the papers were with the public post."""
    opinions = [
        (run.started_at, run.ended_at or end)
        for run in opened.step_runs
        if run.kind == StepKind.OPINION and run.is_mandatory and run.agency_id != opened.dossier.agency_id
    ]
    posted = [
        (each.list.given_at, each.ended_at or end)
        for each in opened.hand_overs
        if each.list.carrier == HandOverList.Carrier.POST
    ]
    return opinions + posted


def split(
    whole: Interval, applicant: Iterable[Interval], third: Iterable[Interval], measure: Measure
) -> Shares:
    """Split a stretch of time; what lies outside of it does not count, what overlaps is the applicant's.

    `measure` must add up over neighbouring intervals, and never be negative: then the shares do the same.
    """
    of_applicant = within(whole, applicant)
    of_third = without(within(whole, third), of_applicant)
    shares = [sum(measure(start, end) for start, end in each) for each in (of_applicant, of_third)]
    return Shares(applicant=shares[0], office=measure(*whole) - sum(shares), third_party=shares[1])


def within(whole: Interval, intervals: Iterable[Interval]) -> list[Interval]:
    """Return the parts of intervals that lie in `whole`: in order, without overlaps, none of them empty."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        start, end = max(start, whole[0]), min(end, whole[1])
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """Return what is left of intervals when `taken` is cut out; both in order and without overlaps."""
    left, cuts = [], list(taken)
    for start, end in intervals:
        for cut_start, cut_end in cuts:
            if start < cut_start < end:
                left.append((start, cut_start))
            if cut_start < end and start < cut_end:
                start = cut_end
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left


def seconds_since(origin: datetime) -> Measure:
    """Return a measure in whole seconds: both ends are cut to the second, so that neighbours add up exactly."""

    def measure(start: datetime, end: datetime) -> int:
        return int((end - origin).total_seconds()) - int((start - origin).total_seconds())

    return measure
