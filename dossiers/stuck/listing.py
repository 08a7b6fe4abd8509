"""The list of what is stuck, of the dossiers that a person may see: one statement per cause, by key, worst first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from dossiers.access import visible_to
from dossiers.models.status import PAUSED, Status
from dossiers.paging import PAGE, BadKey

from .budgets import WORKING, budget
from .causes import CAUSES, Cause, Mover

FEW = 10  # rows of a cause where all causes are shown
_AT_RECEIVER = (Status.SUBMITTED, Status.RECEIVED, Status.ISSUED, Status.RETURNED)
_ROLES: dict[str, str] = {
    Status.SUBMITTED: Role.RECEPTION_CLERK,
    Status.RECEIVED: Role.RECEPTION_CLERK,
    Status.DIGITISED: Role.PROCESSING_OFFICER,
    Status.IN_PROCESS: Role.PROCESSING_OFFICER,
    Status.PROCESSED: Role.RECORDS_CLERK,
    Status.ISSUED: Role.RESULT_CLERK,
    Status.RETURNED: Role.PROCESSING_OFFICER,
}


@dataclass(frozen=True)
class Stuck:
    """One thing that is stuck. `mover` is a role, "applicant" or "machine"; `minutes` its budget, None: set by law.

    `is_working_time`: the budget counts in working time. `detail` is plain data of the cause: a subscriber, a failure
    code, the number of a hand-over list, a tracking number.
    """

    cause: str
    code: str
    since_at: datetime
    minutes: int | None
    is_working_time: bool
    mover: str
    agency: str
    person: str
    detail: str


@dataclass(frozen=True)
class Group:
    """What is stuck for one cause; `next` is the key of the next page, empty on the last."""

    cause: Cause
    rows: list[Stuck]
    next: str


def groups(user: User, *, at: datetime | None = None, most: int = FEW) -> list[Group]:
    """Return the causes that have something to show, the one with the longest wait first."""
    at = at or now()
    found = (group(cause, user, at=at, most=most) for cause in CAUSES.values())
    return sorted((one for one in found if one.rows), key=lambda one: one.rows[0].since_at)


def group(
    cause: Cause, user: User, *, after: str = "", at: datetime | None = None, most: int = PAGE
) -> Group:
    """Return one page of a cause, behind the key `after` that the page before gave. Raises BadKey."""
    rows = cause.rows(at or now(), visible_to(user))
    if after:
        instant, key = _read(after)
        rows = rows.filter(Q(since_at__gt=instant) | Q(since_at=instant, pk__gt=key))
    found = list(rows.values("pk", "since_at", **cause.columns())[: most + 1])
    last = found[most - 1] if len(found) > most else None
    following = f"{last['since_at'].isoformat()}~{last['pk']}" if last else ""
    return Group(cause, [_stuck(cause, row) for row in found[:most]], following)


def codes_of(cause: Cause, user: User, *, most: int) -> list[str]:
    """Return the codes of the dossiers that are stuck for a cause, the longest wait first, each once."""
    found = cause.rows(now(), visible_to(user)).values_list(f"{cause.dossier}code", flat=True)[:most]
    return list(dict.fromkeys(found))


def rows_of(cause: Cause, code: str, user: User) -> list[Any]:
    """Return the keys of what is stuck for a cause with one dossier; nothing when it is stuck no more."""
    found = cause.rows(now(), visible_to(user)).filter(**{f"{cause.dossier}code": code})
    return list(found.values_list("pk", flat=True))


def _stuck(cause: Cause, row: dict[str, Any]) -> Stuck:
    mover, agency, person = _move(cause, row)
    minutes = row.get("row_minutes") or (budget(cause.budget) if cause.budget else None)
    return Stuck(
        cause=cause.code,
        code=row["its_code"],
        since_at=row["since_at"],
        minutes=minutes,
        is_working_time=cause.budget in WORKING or "row_minutes" in row,
        mover=mover,
        agency=agency or "",
        person=person or "",
        detail=row.get("row_detail") or "",
    )


def _move(cause: Cause, row: dict[str, Any]) -> tuple[str, str, str]:
    """Say whose move it is: the role, the agency's name and, where somebody is responsible, the person's."""
    if cause.mover is Mover.ROW:
        role = row.get("row_role") or Role.RECEPTION_CLERK
        return str(role), row["row_place"], row.get("row_person") or ""
    status = row["its_status"]
    if cause.mover is Mover.MACHINE:
        return "machine", "", ""
    if cause.mover is Mover.APPLICANT or status in PAUSED:
        return "applicant", row["its_receiver"], ""
    if status in _AT_RECEIVER and cause.code != "replacement_slow":
        return str(_ROLES[status]), row["its_receiver"], ""
    role = row["its_step_role"] or _ROLES.get(status, Role.PROCESSING_OFFICER)
    person = row["its_officer"] if role == Role.PROCESSING_OFFICER else ""
    return str(role), row["its_step_agency"] or row["its_agency"], person


def _read(after: str) -> tuple[datetime, int]:
    instant, _tilde, key = after.replace(" ", "+").rpartition("~")
    try:
        at, number = datetime.fromisoformat(instant), int(key)
    except ValueError:
        raise BadKey(after) from None
    if at.tzinfo is None or not 2000 <= at.year <= 2200 or not 0 <= number < 2**63:
        raise BadKey(after)
    return at, number
