"""How long personal data are kept, and who still waits for a dossier: both asked before anything is erased.

A lower room never asks upward: a room above dossiers registers an asker that names the dossiers somebody waits for.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import get_current_timezone, localdate

from .models import Delivery, Dossier, OutboxMessage, Result
from .models.status import CLOSED, Status

Asker = Callable[[Collection[int]], Collection[int]]  # keys of dossiers in; those that somebody waits for out
_askers: dict[str, Asker] = {}


def register(reason: str, asker: Asker) -> None:
    """Register once per process who must be asked before a dossier is erased; `reason` is a stable code."""
    _askers[reason] = asker


def waiting(dossiers: Collection[int]) -> dict[int, str]:
    """Return, of these dossiers, those that wait for anybody, each with the code of a reason; a statement per asker."""
    found: dict[int, str] = {}
    for reason, asker in _askers.items():
        for key in asker(dossiers):
            found.setdefault(key, reason)
    return found


def years_of(dossier: Dossier) -> int:
    """Return for how many years the personal data of a dossier are kept; needs its procedure."""
    code = dossier.procedure_version.procedure.code
    return int(settings.ONESTOP_KEEP_YEARS_OF.get(code, settings.ONESTOP_KEEP_YEARS))


def kept_until(dossier: Dossier) -> date | None:
    """Return the first day on which the personal data may be erased; None while the dossier is not at its end."""
    if dossier.finished_at is None:
        return None
    ended = localdate(dossier.finished_at)
    return _years_later(ended, years_of(dossier))


def out_of_keeping(on: date) -> Q:
    """Return the condition on archived dossiers whose time of keeping has ended by a day."""
    own: dict[str, int] = settings.ONESTOP_KEEP_YEARS_OF
    ended = Q(finished_at__lt=_end_of(on, settings.ONESTOP_KEEP_YEARS))
    if own:
        ended &= ~Q(procedure_version__procedure__code__in=list(own))
    for code, years in own.items():
        ended |= Q(procedure_version__procedure__code=code, finished_at__lt=_end_of(on, years))
    return Q(archived_at__isnull=False, erased_at=None) & ended


def _end_of(on: date, years: int) -> datetime:
    """Return the end of the last day whose dossiers have been kept so long; at a leap day one day too many."""
    earlier = _years_later(on, -years)
    return datetime.combine(earlier, time.max, get_current_timezone())


def _years_later(on: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes 1 March."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def _not_closed(dossiers: Collection[int]) -> Collection[int]:
    closed = [str(status) for status in CLOSED]
    return _keys(Dossier.objects.filter(pk__in=dossiers).exclude(status__in=closed).values_list("pk"))


def _replaced(dossiers: Collection[int]) -> Collection[int]:
    return _keys(Dossier.objects.filter(pk__in=dossiers, replacing=True).values_list("pk"))


def _in_transit(dossiers: Collection[int]) -> Collection[int]:
    return _keys(Dossier.objects.filter(pk__in=dossiers).exclude(transit_to=None).values_list("pk"))


def _being_delivered(dossiers: Collection[int]) -> Collection[int]:
    sent = Delivery.objects.filter(dossier__in=dossiers, status=Delivery.Status.SENT)
    return _keys(sent.values_list("dossier"))


def _not_handed_over(dossiers: Collection[int]) -> Collection[int]:
    """A replacement was issued, and the person has not got it yet."""
    out = Result.objects.filter(dossier__in=dossiers, dossier__status=Status.RETURNED, delivered_at=None)
    return _keys(out.exclude(issued_at=None).exclude(replaces=None).values_list("dossier"))


def _worked_on(dossiers: Collection[int]) -> Collection[int]:
    unfinished = OutboxMessage.objects.filter(event__dossier__in=dossiers, done_at=None)
    return _keys(unfinished.values_list("event__dossier"))


def _keys(rows: Collection[tuple[int, ...]]) -> set[int]:
    return {key for (key, *_rest) in rows}


register("not_closed", _not_closed)
register("replacing", _replaced)
register("papers_on_their_way", _in_transit)
register("delivery_on_its_way", _being_delivered)
register("replacement_not_returned", _not_handed_over)
register("work_unfinished", _worked_on)
