"""The explanation of a due instant: as plain data, and as sentences in the reader's language."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures import formats
from procedures.wording import time_words

from .calendar import Due, DueStep, DueStepKind


class PlainStep(TypedDict):
    """One step as JSON-ready data; `code` is stable, `name`, `source` and `rule` (with its version) cite the rule."""

    on: str
    kind: str
    code: str
    name: str
    source: str
    rule: str
    is_provisional: bool
    sentence: str


# The sentences may use the words of _sentence(): day, time, cutoff, name, source, cited, limit and at.
SENTENCES: dict[str, Promise] = {
    "time_limit": gettext_lazy("Time limit: %(limit)s (%(cited)s)."),
    "own_hours": gettext_lazy("%(day)s: the office keeps office hours of its own: %(cited)s."),
    "usual_hours": gettext_lazy("%(day)s: the usual office hours apply again: %(cited)s."),
    "reception_day": gettext_lazy(
        "%(day)s: received at %(time)s. The day of reception is not counted (%(source)s)."
    ),
    "received_on_rest_day": gettext_lazy(
        "%(day)s: received at %(time)s on a day of rest (%(name)s). Counting starts on the next working day."
    ),
    "received_before_cutoff": gettext_lazy(
        "%(day)s: received at %(time)s, not after %(cutoff)s. The result is due on the same day."
    ),
    "received_after_cutoff": gettext_lazy(
        "%(day)s: received at %(time)s, after %(cutoff)s. The result is due on the next working day."
    ),
    "received_after_closing": gettext_lazy(
        "%(day)s: received at %(time)s, when office hours had ended. The result is due on the next working day."
    ),
    "received_in_hours": gettext_lazy("%(day)s: received at %(time)s. Working hours are counted from here."),
    "received_outside_hours": gettext_lazy(
        "%(day)s: received at %(time)s, outside office hours. Working hours are counted from the next opening."
    ),
    "received_after_hours": gettext_lazy(
        "%(day)s: received at %(time)s, after office hours. Counting starts with the next office hours."
    ),
    "received_without_limit": gettext_lazy(
        "%(day)s: received at %(time)s. The law sets no time for this result, so no day is promised."
    ),
    "received_without_rule": gettext_lazy(
        "%(day)s: received at %(time)s. The catalogue has no time limit for this channel and case: choose the case, "
        "or ask the competent agency."
    ),
    "weekly_rest": gettext_lazy("%(day)s: not counted – weekly rest."),
    "due": gettext_lazy("Due: %(at)s, when office hours end."),
    "due_at_hour": gettext_lazy("Due: %(at)s, when the hours that count have been worked."),
    "due_in_the_day": gettext_lazy("Due: %(at)s, when the part of the day that counts has been worked."),
    "due_moved": gettext_lazy(
        "Due: %(at)s, the next working day, because the last day counted is a day of rest "
        "(%(name)s; %(source)s)."
    ),
}
DAYS: dict[DueStepKind, Promise] = {
    DueStepKind.COUNTED: gettext_lazy("%(day)s: counted."),
    DueStepKind.ADDED: gettext_lazy("%(day)s: worked and counted – %(name)s (%(source)s)."),
    DueStepKind.SKIPPED: gettext_lazy("%(day)s: not counted – %(name)s (%(source)s)."),
}
PROVISIONAL = gettext_lazy(
    "The State has not published all days of rest of this time yet: the due day may change."
)


def explain(due: Due) -> list[PlainStep]:
    """Return each step of the count as plain data with its sentence in the current language, in order."""
    return [
        PlainStep(
            on=step.on.isoformat(),
            kind=str(step.kind),
            code=step.code,
            name=step.name,
            source=step.source,
            rule=step.rule,
            is_provisional=step.is_provisional,
            sentence=_sentence([step], due),
        )
        for step in due.steps
    ]


def sentences(due: Due) -> list[str]:
    """Return the explanation in the current language; neighbouring days with one reason share a sentence."""
    lines = [_sentence(run, due) for run in _runs(due.steps)]
    return [*lines, str(PROVISIONAL)] if due.is_provisional else lines


def _runs(steps: Sequence[DueStep]) -> Iterator[list[DueStep]]:
    for _reason, run in groupby(steps, key=lambda step: (step.kind, step.code, step.name, step.source)):
        yield list(run)


def _sentence(run: Sequence[DueStep], due: Due) -> str:
    step = run[0]
    cutoff = due.limit.cutoff if due.limit else None
    return str(SENTENCES.get(step.code) or DAYS[step.kind]) % {
        "day": _days(run),
        "name": step.name or _("weekly rest"),
        "source": step.source,
        "cited": _cited(step, due),
        "limit": time_words(due.limit) if step.code == "time_limit" else "",
        "time": f"{due.received_at:%H:%M}",
        "cutoff": f"{cutoff:%H:%M}" if cutoff else _("the end of office hours"),
        "at": formats.instant(due.at) if due.at else "",
    }


def _cited(step: DueStep, due: Due) -> str:
    """Word which rule, in which version, and its source."""
    name = step.name
    if step.code == "time_limit" and due.basis:
        version = due.basis.version
        name = _("procedure %(code)s, version %(number)s") % {
            "code": version.procedure.code,
            "number": version.number,
        }
    return "; ".join(part for part in (name, step.source) if part)


def _days(run: Sequence[DueStep]) -> str:
    first, last = run[0].on, run[-1].on
    if first == last:
        return formats.day(first)
    return f"{formats.day(first)} – {formats.day(last)}"
