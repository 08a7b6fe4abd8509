"""What is wrong with the days of a version: its decision, and the versions of the procedure before and after it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from procedures.content import Content
from procedures.formats import short_day
from procedures.problems import Problem, Severity


class Period(Protocol):
    """A published version of the same procedure: a ProcedureVersion or a Content. Days are inclusive."""

    @property
    def number(self) -> int: ...
    @property
    def valid_from_on(self) -> date: ...
    @property
    def valid_until_on(self) -> date | None: ...


def date_problems(content: Content, others: Iterable[Period], today: date) -> Iterator[Problem]:
    """Yield problems of the days. An open version before this one is none: publishing ends it the day before."""
    if content.valid_until_on is not None and content.valid_until_on < content.valid_from_on:
        sentence = _("The last day is before the first day. Correct one of them.")
        yield Problem("days_reversed", "valid_until_on", "", sentence)
        return
    yield from _decision(content, today)
    others = sorted(
        (other for other in others if other.number != content.number), key=lambda one: one.valid_from_on
    )
    overlapping = [other for other in others if _overlap(content, other)]
    for other in overlapping:
        words = {
            "number": content.number,
            "days": _days(content),
            "other": other.number,
            "others": _days(other),
        }
        sentence = _(
            "Version %(number)s (%(days)s) overlaps version %(other)s (%(others)s). Change the days of this one."
        )
        yield Problem("versions_overlap", "valid_from_on", "", sentence % words)
    before = [other for other in others if other.valid_from_on < content.valid_from_on]
    if before and not overlapping:
        yield from _gap(content, before[-1])


def _decision(content: Content, today: date) -> Iterator[Problem]:
    """Yield a missing decision: an error where there is still time to wait for it, since publishing is for ever.

    Versions in force already may come from sources that did not keep it.
    """
    if not content.decision.strip():
        severity = Severity.ERROR if content.valid_from_on > today else Severity.WARNING
        sentence = _("The decision that publishes this version is missing. Enter its number and date.")
        yield Problem("decision_missing", "decision", "", sentence, severity)
    elif content.decision_on is None:
        sentence = _("The date of the decision is missing.")
        yield Problem("decision_undated", "decision_on", "", sentence, Severity.WARNING)
    elif content.decision_on > today:
        sentence = _("The decision is dated in the future. Correct the date.")
        yield Problem("decision_in_future", "decision_on", "", sentence)


def _overlap(content: Content, other: Period) -> bool:
    if other.valid_until_on is None and other.valid_from_on < content.valid_from_on:
        return False
    begins = other.valid_until_on is None or content.valid_from_on <= other.valid_until_on
    return begins and (content.valid_until_on is None or other.valid_from_on <= content.valid_until_on)


def _gap(content: Content, before: Period) -> Iterator[Problem]:
    ended = before.valid_until_on
    if ended is not None and ended + timedelta(days=1) < content.valid_from_on:
        first, last = ended + timedelta(days=1), content.valid_from_on - timedelta(days=1)
        words = {"other": before.number, "first": short_day(first), "last": short_day(last)}
        sentence = _("Version %(other)s ends earlier: nobody can file from %(first)s to %(last)s.") % words
        yield Problem("versions_gap", "valid_from_on", "", sentence, Severity.WARNING)


def _days(period: Period | Content) -> str:
    first = short_day(period.valid_from_on)
    if period.valid_until_on is None:
        return _("from %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": short_day(period.valid_until_on)}
