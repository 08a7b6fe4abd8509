"""Versions of procedures made for a test, through the same doors as real ones."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accounts.memory import forget_all
from procedures.models import ProcedureVersion
from procedures.storing import content_of, freeze, store


def newer(code: str, *, on: date = date(2026, 11, 20), **changes: Any) -> ProcedureVersion:
    """Publish a version of `code` in force from `on`, as the newest one but for `changes` (fields of Content)."""
    old = ProcedureVersion.objects.filter(procedure__code=code).latest("number")
    ProcedureVersion.objects.filter(pk=old.pk, valid_from_on__lt=on).update(
        valid_until_on=on - timedelta(days=1)
    )
    said: dict[str, Any] = {"number": old.number + 1, "valid_from_on": on, "valid_until_on": None} | changes
    content = replace(content_of(old), **said)
    version = store(content)
    freeze(version)
    forget_all()
    return version
