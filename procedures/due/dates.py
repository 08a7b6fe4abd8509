"""When what is received for a procedure is due: the one answer of pages, API, commands and the dossier's clock."""

from collections.abc import Collection
from datetime import datetime

from procedures.models import ProcedureVersion
from procedures.queries import working_calendar

from .calendar import Basis, Due, due
from .time_limits import rule_for


def due_of(
    version: ProcedureVersion,
    received_at: datetime,
    *,
    channel: str,
    cases: Collection[str] = (),
    agency_id: int | None = None,
) -> Due:
    """Return the due instant by the version's time limit and the calendar of the competent office.

    `received_at` is aware, `cases` are those chosen, `agency_id` None means the usual office hours. Without a limit
    (set by no law, or by no rule of this version) the Due has no instant, and says so.

    Raises:
        CalendarNotLoaded: a year between reception and end has no loaded calendar.
    """
    rule = rule_for(version.limits, channel=channel, cases=cases)
    basis = Basis(version, rule.source if rule else "", is_stated=rule is not None)
    return due(received_at, rule.limit if rule else None, working_calendar(agency_id), basis=basis)
