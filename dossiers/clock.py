"""The office's clock of a dossier: it keeps the promise and the working time true, from intervals and a calendar."""

from datetime import UTC, datetime

from procedures.due.calendar import Due
from procedures.due.dates import due_of

from .models import ClockRun, Dossier
from .models.rows import insert


def explained(dossier: Dossier, received_at: datetime) -> Due:
    """Return the due instant of a dossier received then, with every day counted, skipped or added."""
    return due_of(
        dossier.procedure_version,
        received_at,
        channel=dossier.channel,
        cases=dossier.cases or (),
        agency_id=dossier.agency_id,
    )


def promise(dossier: Dossier, at: datetime) -> None:
    """Set what the applicant is told; the caller saves the dossier, then calls start()."""
    dossier.promised_at = dossier.due_at = explained(dossier, at).at


def start(dossier: Dossier, at: datetime, *, reason: str) -> None:
    insert(ClockRun(province=dossier.province, dossier=dossier, started_at=at, reason=reason))


def stop(dossier: Dossier, at: datetime) -> None:
    """End the run; the caller saves the dossier, whose deadline no longer runs."""
    ClockRun.objects.filter(dossier=dossier, stopped_at=None).update(stopped_at=at)
    dossier.due_at = None


def as_fact(at: datetime | None) -> str:
    """Word an instant for an event's facts: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
