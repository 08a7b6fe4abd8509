"""Recompute what is due after a change of the calendar: the same marks, counted with the calendar of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.timezone import make_aware, now

from accounts.models import User
from dossiers import clock
from dossiers.access import NotVisible
from dossiers.lifecycle import apply, lock
from dossiers.marks import History, histories
from dossiers.models import Dossier
from dossiers.models.status import IS_OPEN
from dossiers.refusals import Blocked
from dossiers.rules import require

BATCH = 500


@dataclass(frozen=True)
class Recounted:
    """What became of one dossier whose due instant moved, or could not be counted (`refused` says why)."""

    code: str
    before: datetime | None
    after: datetime | None
    refused: str = ""


@transaction.atomic
def recompute_due(code: str, *, by: User) -> Dossier:
    """Move what is due and promised to where the history puts it; nothing is written where nothing moves.

    Raises Blocked, PermissionDenied, CalendarNotLoaded.
    """
    dossier = lock(code, by=by)
    require(dossier.recompute_due, by=by)
    counted = clock.recounted(dossier, now())
    if (counted.due_at, counted.promised_at) != (dossier.due_at, dossier.promised_at):
        apply(dossier.recompute_due, by=by, alongside=(counted,), **clock.moved(dossier, counted))
    return dossier


def recompute_open(
    *, since: date | None = None, dry_run: bool = False, by: User
) -> Iterator[Recounted | None]:
    """Recompute every open dossier, each in a transaction of its own; yield for each None or what moved.

    `since`: the first day that changed in the calendar; what was promised for an earlier day cannot move. Three
    statements for a batch, and more only where something moves. Begun again after a kill it goes on where it was.
    """
    found = Dossier.objects.filter(IS_OPEN, province=settings.ONESTOP_PROVINCE, promised_at__isnull=False)
    if since is not None:
        found = found.filter(promised_at__gte=make_aware(datetime.combine(since, time.min)))
    found = found.select_related("procedure_version__procedure").order_by("pk")
    last = 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        known = histories(batch)
        for dossier in batch:
            yield _recompute_one(dossier, known[dossier.pk], dry_run=dry_run, by=by)


def _recompute_one(dossier: Dossier, history: History, *, dry_run: bool, by: User) -> Recounted | None:
    before = dossier.promised_at
    try:
        counted = clock.reckoned(dossier, history)
        if (counted.due_at, counted.promised_at) == (dossier.due_at, before):
            return None
        after = counted.promised_at
        if not dry_run:
            after = recompute_due(dossier.code, by=by).promised_at
    except (Blocked, NotVisible):  # it was closed meanwhile
        return None
    except ValueError as refused:  # a year that is not loaded, or a history that contradicts itself
        return Recounted(dossier.code, before, None, str(refused))
    return Recounted(dossier.code, before, after)
