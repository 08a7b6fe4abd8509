"""The explanation of a due instant: as plain data, and as sentences in the reader's language."""

from collections.abc import Iterator
from itertools import groupby
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import formats
from .calendar import Due, DueStep, StepKind


class PlainStep(TypedDict):
    """One step as JSON-ready data; `code` is stable, `name` and `source` are those of the rule."""

    on: str
    kind: str
    code: str
    name: str
    source: str
    is_provisional: bool


# The sentences may use %(day)s, %(time)s, %(cutoff)s, %(name)s, %(source)s and %(at)s.
SENTENCES: dict[str, Promise] = {
    "RECEPTION_DAY": gettext_lazy(
        "%(day)s: received at %(time)s. The day of reception is not counted (%(source)s)."
    ),
    "RECEIVED_ON_REST_DAY": gettext_lazy(
        "%(day)s: received at %(time)s on a day of rest (%(name)s). Counting starts on the next working day."
    ),
    "RECEIVED_BEFORE_CUTOFF": gettext_lazy(
        "%(day)s: received at %(time)s, not after %(cutoff)s. The result is due on the same day."
    ),
    "RECEIVED_AFTER_CUTOFF": gettext_lazy(
        "%(day)s: received at %(time)s, after %(cutoff)s. The result is due on the next working day."
    ),
    "RECEIVED_IN_HOURS": gettext_lazy("%(day)s: received at %(time)s. Working hours are counted from here."),
    "RECEIVED_AFTER_HOURS": gettext_lazy(
        "%(day)s: received at %(time)s, after office hours. Counting starts with the next office hours."
    ),
    "DUE": gettext_lazy("Due: %(at)s, when office hours end."),
    "DUE_AT_HOUR": gettext_lazy("Due: %(at)s, when the hours that count have been worked."),
    "DUE_IN_THE_DAY": gettext_lazy("Due: %(at)s, when the part of the day that counts has been worked."),
    "DUE_MOVED": gettext_lazy(
        "Due: %(at)s, the next working day, because the last day counted is a day of rest "
        "(%(name)s; %(source)s)."
    ),
}
DAYS: dict[StepKind, Promise] = {
    StepKind.COUNTED: gettext_lazy("%(day)s: counted."),
    StepKind.ADDED: gettext_lazy("%(day)s: worked and counted – %(name)s (%(source)s)."),
    StepKind.SKIPPED: gettext_lazy("%(day)s: not counted – %(name)s (%(source)s)."),
}
WEEKLY_REST = gettext_lazy("%(day)s: not counted – weekly rest.")
PROVISIONAL = gettext_lazy(
    "The State has not published all days of rest of this time yet: the due day may change."
)


def explain(due: Due) -> list[PlainStep]:
    """Return each step of the count as plain data, in the order of the days."""
    return [
        PlainStep(
            on=step.on.isoformat(),
            kind=str(step.kind),
            code=step.code,
            name=step.name,
            source=step.source,
            is_provisional=step.is_provisional,
        )
        for step in due.steps
    ]


def sentences(due: Due) -> list[str]:
    """Return the explanation in the current language; neighbouring days with one reason share a sentence."""
    lines = [_sentence(run, due) for run in _runs(due.steps)]
    return [*lines, str(PROVISIONAL)] if due.is_provisional else lines


def _runs(steps: tuple[DueStep, ...]) -> Iterator[list[DueStep]]:
    for _reason, run in groupby(steps, key=lambda step: (step.kind, step.code, step.name, step.source)):
        yield list(run)


def _sentence(run: list[DueStep], due: Due) -> str:
    step = run[0]
    template = SENTENCES.get(step.code) or (WEEKLY_REST if step.code == "WEEKLY_REST" else DAYS[step.kind])
    cutoff = due.limit.cutoff
    return str(template) % {
        "day": _days(run),
        "name": step.name or _("weekly rest"),
        "source": step.source,
        "time": f"{due.received_at:%H:%M}",
        "cutoff": f"{cutoff:%H:%M}" if cutoff else _("the end of office hours"),
        "at": formats.instant(due.at),
    }


def _days(run: list[DueStep]) -> str:
    first, last = run[0].on, run[-1].on
    if first == last:
        return formats.day(first)
    return f"{formats.day(first)} – {formats.day(last)}"
