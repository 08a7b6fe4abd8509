"""What the clock does to closed dossiers: those that no archive has yet are handed over, those kept long enough erased.

It runs every hour and by hand (`manage.py retain`); any number of runs may go on at once, each dossier is one
transaction, and a run that is killed is finished by the next one.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from accounts.queries import system_user

from . import actions, keeping
from .archiving.gateways import GatewayUnavailable
from .archiving.package import PackageBroken
from .models import Dossier
from .models.status import CLOSED
from .queries import of_province
from .refusals import Blocked
from .rules import require
from .sweeping import sweep_uploads

log = logging.getLogger(__name__)
BATCH = 200
IS_CLOSED = Q(status__in=[str(status) for status in CLOSED])


@dataclass
class Retained:
    """What a run did, or would do: codes archived and erased, how many were left and why, uploads swept away."""

    archived: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    swept: int = 0


def retain(*, dry_run: bool = False) -> Retained:
    """Archive what is closed, erase what was kept long enough, sweep what nobody took."""
    done = Retained()
    _archive(done, dry_run)
    for rows in _batches(to_erase()):
        waiting = keeping.waiting(list(rows))
        for key, code in rows.items():
            reason = waiting.get(key) or ("" if dry_run else _erase(code))
            _note(reason, code, done.erased, done)
    if not dry_run:
        done.swept = sweep_uploads()
    return done


def _archive(done: Retained, dry_run: bool) -> None:
    """Hand over one dossier after the other, until the archive cannot be reached: then all the others wait too."""
    system = system_user()
    for rows in _batches(to_archive()):
        for code in rows.values():
            try:
                if dry_run:
                    require(of_province().get(code=code).archive, by=system)
                else:
                    actions.archive(code, by=system)
                reason = ""
            except Blocked as blocked:
                reason = blocked.reasons[0].code
            except PackageBroken as broken:
                reason = broken.code
                log.error("archiving %s failed: %s", code, reason)
            except GatewayUnavailable as away:
                log.error("archiving %s failed: %s", code, away.code)
                done.left[away.code] += 1
                return
            except Exception as error:  # one dossier must not keep all the others from the archive
                reason = "failed"
                log.error("archiving %s failed: %s", code, type(error).__name__)
            _note(reason, code, done.archived, done)


def _erase(code: str) -> str:
    """Erase; return the code of why it was refused, "" when it was done."""
    try:
        actions.erase(code, by=system_user())
    except Blocked as blocked:
        return blocked.reasons[0].code
    return ""


def to_archive() -> QuerySet[Dossier]:
    """Closed dossiers that no archive has as they are now."""
    return of_province().filter(IS_CLOSED, archived_at=None)


def to_erase() -> QuerySet[Dossier]:
    """Archived dossiers whose time of keeping has ended."""
    return of_province().filter(keeping.out_of_keeping(localdate()))


def _batches(found: QuerySet[Dossier]) -> Iterator[dict[int, str]]:
    """Give keys with codes in the order of filing, so many at a time; each row once, whatever becomes of it."""
    after = 0
    while rows := dict(found.filter(pk__gt=after).order_by("pk").values_list("pk", "code")[:BATCH]):
        yield rows
        after = max(rows)


def _note(reason: str, code: str, done: list[str], run: Retained) -> None:
    if reason:
        run.left[reason] += 1
    else:
        done.append(code)
