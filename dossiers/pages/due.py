"""The promise as a page shows it: a bar that fills with working time, what is left, and why that day."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers import clock
from dossiers.models import Dossier
from dossiers.models.status import Status
from dossiers.reckoning import timeliness
from dossiers.reckoning.timeliness import Timeliness
from dossiers.reckoning.words import reckoned_sentences
from procedures import formats
from procedures.due.calendar import working_minutes_between
from procedures.queries import working_calendar

KEPT_WORDS: dict[Timeliness, Promise] = {
    Timeliness.EARLY: gettext_lazy("early"),
    Timeliness.ON_TIME: gettext_lazy("on time"),
    Timeliness.LATE: gettext_lazy("late"),
    Timeliness.PAUSED: gettext_lazy("the clock stands still"),
}
KEPT_IN_TIME = (Timeliness.EARLY, Timeliness.ON_TIME)
MOODS = {Timeliness.WITHIN: "calm", Timeliness.NEAR: "soon", Timeliness.OVERDUE: "late"}
# Ended without an answer of the office: no promise was kept or broken.
UNANSWERED = (Status.WITHDRAWN, Status.STOPPED, Status.DECLINED)


@dataclass(frozen=True)
class DueBar:
    """`percent` of the working time used, 0 to 100; `mood` is calm, soon, late or done."""

    at: datetime
    words: str
    percent: int
    mood: str


def due_bar(dossier: Dossier, at: datetime) -> DueBar | None:
    """Return the bar of a dossier as it stands at an instant; None before a promise was made."""
    if dossier.received_at is None or dossier.promised_at is None:
        return None
    found = how_it_stands(dossier, at)
    if dossier.due_at is None:
        return DueBar(dossier.promised_at, _ended_words(dossier, found), 100, "done")
    left = minutes_left(dossier.due_at, at, dossier.agency_id)
    calendar = working_calendar(dossier.agency_id)
    percent = timeliness.percent_used(dossier.received_at, dossier.due_at, at, calendar)
    return DueBar(dossier.due_at, formats.remaining(left), percent, MOODS[found])


def how_it_stands(dossier: Dossier, at: datetime) -> Timeliness:
    """Say how a received dossier stands with its promise at an instant."""
    assert dossier.received_at is not None
    promise = timeliness.Promise(
        dossier.received_at, dossier.promised_at, dossier.due_at, dossier.finished_at
    )
    return timeliness.timeliness(promise, at, working_calendar(dossier.agency_id))


def minutes_left(due_at: datetime, at: datetime, agency_id: int) -> int:
    """Return the office's working minutes until due; negative when late, at least one even outside office hours."""
    left = working_minutes_between(at, due_at, working_calendar(agency_id))
    return min(left, -1) if at > due_at else left


def why_due(dossier: Dossier) -> list[str]:
    """Return why it is due then, as sentences without personal data; none before reception. Two statements."""
    if dossier.received_at is None:
        return []
    return reckoned_sentences(clock.reckoned(dossier))


def _ended_words(dossier: Dossier, found: Timeliness) -> str:
    if dossier.status in UNANSWERED or found not in KEPT_WORDS:
        return ""
    words = str(KEPT_WORDS[found])
    if found not in KEPT_IN_TIME or not timeliness.counts_as_late(found, dossier.supplements):
        return words
    return _("%(kept)s, but counted as late: more than one supplement was asked for") % {"kept": words}
