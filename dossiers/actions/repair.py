"""Repair: do again, or set right, what a machine left undone; no verb of a dossier, and done twice it is done once.

Every repair leaves a line in the log: what, of which dossier, on whose order. Where the dossier itself changes, its
event says so too (`because`). Work that makes files is given back to the outbox, whose subscribers look for themselves
whether there is anything to do.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.queries import system_user
from dossiers import clock, outbox, travel
from dossiers.access import NotVisible, visible_to
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Event, OutboxMessage, Result, StepRun
from dossiers.models.status import CLOSED, Status
from dossiers.outbox import MOST_CLAIMS
from dossiers.queries import of_province
from dossiers.refusals import Blocked
from dossiers.stuck.causes import CAUSES, MENDED, Cause
from dossiers.stuck.listing import codes_of, rows_of

from .recompute_due import recompute_due

log = logging.getLogger(__name__)
MOST = 200  # dossiers of one cause that one call repairs
READ_BY = ("dossier.accepted", "dossier.paper_attached", "dossier.supplemented")
CLOSED_BY = (
    "dossier.returned",
    "dossier.granted_by_silence",
    "dossier.declined",
    "dossier.withdrawn",
    "dossier.stopped",
)
Repair = Callable[[str, list[int], User], None]


@dataclass
class Repaired:
    """What was repaired, by cause; what was refused, by the code of the reason; whether more of it is waiting."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    more: bool = False


def repair(cause: str, code: str, *, by: User) -> bool:
    """Repair what is stuck for a cause with one dossier that `by` may see; False when nothing is stuck any more.

    Raises NotVisible, Invalid (no machine can repair this cause), Blocked.
    """
    found = _cause(cause)
    if not of_province().filter(visible_to(by), code=code).exists():
        raise NotVisible(code)
    keys = rows_of(found, code, by)
    if not keys:
        return False
    _REPAIRS[cause](code, keys, by)
    log.info("repaired %s of %s on the order of %s", cause, code, by.username)
    return True


def repair_all(cause: str = "", *, by: User, most: int = MOST) -> Repaired:
    """Repair everything of a cause (of all: none named) that `by` may see, up to `most` dossiers of each.

    What is refused or fails stops nothing else; it stays on the list.
    """
    causes = [_cause(cause)] if cause else [CAUSES[one] for one in MENDED]
    told = Repaired()
    for one in causes:
        codes = codes_of(one, by, most=most + 1)
        told.more |= len(codes) > most
        for code in codes[:most]:
            try:
                if repair(one.code, code, by=by):
                    told.done[one.code] += 1
            except Blocked as blocked:
                told.refused[blocked.reasons[0].code] += 1
            except Exception as error:  # its words may hold personal data
                log.error("repairing %s of %s failed: %s", one.code, code, type(error).__name__)
                told.refused["failed"] += 1
    return told


def _cause(code: str) -> Cause:
    if code not in MENDED:
        sentence = _("No machine can repair this. Open the dossier and do what is next.")
        raise Invalid({"cause": Fault("not_repairable", sentence)})
    return CAUSES[code]


# --- one repair per cause: the dossier's code, the keys of what is stuck, who ordered it -----------------------
def _retry(code: str, keys: list[int], by: User) -> None:
    for key in keys:
        outbox.retry(key)


def _free(code: str, keys: list[int], by: User) -> None:
    OutboxMessage.objects.filter(pk__in=keys, done_at=None).update(claimed_until=None, not_before=None)


def _read_again(code: str, keys: list[int], by: User) -> None:
    _again(code, "dossiers.digitise", types=READ_BY)


def _receipt_again(code: str, keys: list[int], by: User) -> None:
    _again(code, "dossiers.render_receipt", types=("dossier.accepted",))


def _draft_again(code: str, keys: list[int], by: User) -> None:
    for draft in Result.objects.filter(pk__in=keys).values_list("draft", flat=True):
        _again(code, "dossiers.render_result", types=("dossier.proposed",), facts__draft=draft)


def _archive_again(code: str, keys: list[int], by: User) -> None:
    _again(code, "dossiers.archive", types=CLOSED_BY)


@transaction.atomic
def _again(code: str, subscriber: str, *, types: tuple[str, ...], **facts: Any) -> None:
    """Have a subscriber of the last such event begin anew, whether its message is done, given up, or was never there.

    The count of claims jumps as in outbox.retry, so that no copy of an older claim counts.
    """
    events = Event.objects.filter(dossier__in=of_province().filter(code=code), type__in=types, **facts)
    event = events.order_by("-seq").first()
    if event is None:
        return
    queue = outbox.subscriptions[subscriber].queue
    message, is_new = OutboxMessage.objects.select_for_update().get_or_create(
        event=event, subscriber=subscriber, province=event.province, defaults={"queue": queue}
    )
    if is_new or (message.done_at is None and message.parked_at is None):
        return
    message.done_at = message.parked_at = message.claimed_until = message.not_before = None
    message.failures, message.claims = 0, (message.claims // MOST_CLAIMS + 1) * MOST_CLAIMS + 1
    message.save()


@transaction.atomic
def _begin_step(code: str, keys: list[int], by: User) -> None:
    """Let the dossier begin again at the last step of the officer, or at the first of its route."""
    system, dossier = system_user(), lock(code, by=by)
    if dossier.status != Status.IN_PROCESS or dossier.runs_open:
        return  # somebody was faster
    begun = travel.back(dossier, now(), by=system, ending=StepRun.Ending.LEFT)
    apply(dossier.release_step, by=system, on_behalf_of=_ordered(by), because="no_step", alongside=(begun,))


def _recompute(code: str, keys: list[int], by: User) -> None:
    recompute_due(code, by=system_user())


@transaction.atomic
def _stop_clock(code: str, keys: list[int], by: User) -> None:
    """End the run of a clock that must stand still, at the end of the dossier or now; nothing is due then."""
    system, dossier = system_user(), lock(code, by=by)
    over = dossier.finished_at if _is_over(dossier) else None
    stopped = clock.stopping(dossier, over or now())
    if dossier.due_at is None:
        stopped.write()  # the clock alone: nothing of the dossier changes
        return
    apply(
        dossier.recompute_due,
        by=system,
        on_behalf_of=_ordered(by),
        because="clock_running",
        alongside=(stopped,),
        **clock.moved(dossier, stopped),
    )


def _is_over(dossier: Dossier) -> bool:
    return dossier.status in (*CLOSED, Status.ISSUED)


def _ordered(by: User) -> str:
    return "" if by.is_system else f"user:{by.username}"[:80]


_REPAIRS: dict[str, Repair] = {
    "message_parked": _retry,
    "message_forgotten": _free,
    "paper_not_digitised": _read_again,
    "receipt_missing": _receipt_again,
    "draft_missing": _draft_again,
    "not_archived": _archive_again,
    "no_step": _begin_step,
    "due_missing": _recompute,
    "clock_running": _stop_clock,
}
