"""The explanation of a reckoned due instant: the count of days, then a sentence for each turn of the clock."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures import formats
from procedures.due.sentences import PlainStep, explain, sentences

from .count import Reason, Reckoned, Turn, TurnCode

ASKED: dict[Reason | None, Promise] = {
    Reason.SUPPLEMENT: _("A supplement was asked for on %(at)s."),
    Reason.PAYMENT: _("A payment was asked for on %(at)s."),
}
# The sentences may use the words of _sentence(): at, until, time, before, after, day.
TURNS: dict[TurnCode, Promise] = {
    TurnCode.STANDS_STILL: _("Since then the clock stands still; the due day moves on until it runs again."),
    TurnCode.PAUSED: _(
        "Until %(until)s the clock stood still for %(time)s: the due instant moved from %(before)s to %(after)s."
    ),
    TurnCode.RESTARTED: _(
        "The supplement came on %(until)s. By the rule of this procedure the whole time limit begins again:"
        " the due instant moved from %(before)s to %(after)s."
    ),
    TurnCode.PASSED: _("The due instant, %(before)s, had passed by then: it was not moved."),
    TurnCode.EXTENDED: _(
        "On %(at)s the office apologised and named a new day: the due instant moved from %(before)s to %(after)s."
    ),
    TurnCode.AMENDED: _(
        "On %(at)s the due instant was amended by an approver: it moved from %(before)s to %(after)s."
    ),
}
RESTS = _("The day that was named, %(until)s, has become a day of rest: the next working day counts.")
BASIS = _("Basis: %(basis)s")
DUE_NOW = _("With this the due instant is %(at)s.")


class PlainTurn(PlainStep):
    """A turn of the clock as JSON-ready data: a step that has the due instant before and after, as well."""

    before: str
    after: str


def reckoned_sentences(reckoned: Reckoned) -> list[str]:
    """Return the whole explanation in the current language: one sentence per step, and at the end what is due now."""
    lines = sentences(reckoned.start)
    for turn in reckoned.turns:
        lines.append(_sentence(turn))
        if turn.count:
            lines += sentences(turn.count)
    if reckoned.turns and reckoned.due_at:
        lines.append(str(DUE_NOW) % {"at": formats.instant(reckoned.due_at)})
    return lines


def reckoned_steps(reckoned: Reckoned) -> list[PlainStep | PlainTurn]:
    """Return the same as plain data: the days of the count, then the turns of the clock, in order."""
    return [*explain(reckoned.start), *_turn_steps(reckoned)]


def _turn_steps(reckoned: Reckoned) -> Iterator[PlainStep | PlainTurn]:
    for turn in reckoned.turns:
        yield PlainTurn(
            on=turn.at.astimezone(formats.HERE).date().isoformat(),
            kind="turn",
            code=str(turn.code),
            name=str(turn.reason or ""),
            source=turn.basis,
            rule=reckoned.start.basis.rule if turn.count and reckoned.start.basis else "",
            is_provisional=turn.count.is_provisional if turn.count else False,
            sentence=_sentence(turn),
            before=_iso(turn.before),
            after=_iso(turn.after),
        )
        if turn.count:
            yield from explain(turn.count)


def _sentence(turn: Turn) -> str:
    words = {
        "at": formats.instant(turn.at),
        "until": formats.instant(turn.until) if turn.until else "",
        "time": formats.working_time(turn.minutes),
        "before": formats.instant(turn.before),
        "after": formats.instant(turn.after),
    }
    parts = [str(TURNS[turn.code]) % words]
    if turn.reason:
        parts.insert(0, str(ASKED[turn.reason]) % words)
    if turn.until and turn.code in (TurnCode.EXTENDED, TurnCode.AMENDED):
        parts.append(str(RESTS) % words)
    if turn.basis:
        parts.append(str(BASIS) % {"basis": turn.basis})
    return " ".join(parts)


def _iso(at: datetime) -> str:
    return at.astimezone(formats.HERE).isoformat(timespec="minutes")
