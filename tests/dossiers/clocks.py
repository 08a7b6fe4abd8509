"""Dossiers with time: five working days, and what their clock must always fulfil."""

from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from dossiers import actions, clock
from dossiers.models import Dossier, Event
from procedures.content import TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from tests.catalogue import newer
from tests.journeys import accepted, again, digitised, in_process, user

ITEMS = [{"requirement": 1, "what": "Tờ khai có chữ ký"}]
REASON = "Thiếu chữ ký; Nghị định 123/2015/NĐ-CP, Điều 26."
FIVE_DAYS = (TimeRule(TimeLimit(Decimal(5), TimeUnit.WORKING_DAY)),)
LATE_SUPPLEMENT = {"on_supplement": "RESTART"}


def five_days(**changes: Any) -> None:
    """Let procedure 2.000635 have five working days; received on Friday 20/11 it is due on Monday 30/11, 17:00."""
    newer("2.000635", **{"time_rules": FIVE_DAYS} | changes)


def received(**changes: Any) -> Dossier:
    five_days(**changes)
    return accepted()


def ready(**changes: Any) -> Dossier:
    five_days(**changes)
    return digitised()


def taken_up(**changes: Any) -> Dossier:
    five_days(**changes)
    return in_process()


def asked(dossier: Dossier, **changes: Any) -> Dossier:
    """A supplement is asked for, by whoever has it: the counter until it is taken up."""
    by = user("thuly.anxuyen" if dossier.status in ("digitised", "in_process") else "tiepnhan.datmui")
    said: dict[str, Any] = {"items": ITEMS, "reason": REASON} | changes
    return actions.request_supplement(dossier.code, **said, by=by)


def supplemented(dossier: Dossier, **changes: Any) -> Dossier:
    return actions.supplement(dossier.code, **changes, by=user("tiepnhan.datmui"))


def due(dossier: Dossier) -> str:
    """What is due in the database, in local time; "" for nothing. It is what its history says, too."""
    kept, found = again(dossier), clock.reckoned(again(dossier))
    if kept.finished_at is None:
        assert (found.due_at, found.promised_at) == (kept.due_at, kept.promised_at)
    else:
        assert kept.due_at is None
    return f"{localtime(kept.due_at):%Y-%m-%d %H:%M}" if kept.due_at else ""


def promised(dossier: Dossier) -> str:
    kept = again(dossier).promised_at
    return f"{localtime(kept):%Y-%m-%d %H:%M}" if kept else ""


def last_event(dossier: Dossier) -> Event:
    return dossier.events.latest("seq")
