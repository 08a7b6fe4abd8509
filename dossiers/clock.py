"""The office's clock of a dossier: it keeps the promise and the working time true, from intervals and a calendar."""

from datetime import UTC, datetime

from procedures.calendar import Due, due
from procedures.models import ProcedureVersion
from procedures.queries import working_calendar

from .models import ClockRun, Dossier
from .models.rows import insert


def explain(version: ProcedureVersion, received_at: datetime) -> Due:
    """Return the due instant of a dossier received then, with every day counted, skipped or added."""
    return due(received_at, version.time_limit, working_calendar())


def promise(dossier: Dossier, at: datetime) -> None:
    """Set what the applicant is told; the caller saves the dossier, then calls start()."""
    dossier.promised_at = dossier.due_at = explain(dossier.procedure_version, at).at


def start(dossier: Dossier, at: datetime, *, reason: str) -> None:
    insert(ClockRun(province=dossier.province, dossier=dossier, started_at=at, reason=reason))


def stop(dossier: Dossier, at: datetime) -> None:
    """End the run; the caller saves the dossier, whose deadline no longer runs."""
    ClockRun.objects.filter(dossier=dossier, stopped_at=None).update(stopped_at=at)
    dossier.due_at = None


def as_fact(at: datetime | None) -> str:
    """Word an instant for an event's facts: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
