"""Where a version stands on a day: draft, listed, future, in force, superseded or repealed."""

from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import ProcedureVersion


class Standing(StrEnum):
    """Dates decide what is in force; the status says only whether the version was published at all."""

    DRAFT = "draft"
    LISTED = "listed"
    FUTURE = "future"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"


WORDS: Final[dict[Standing, Promise]] = {
    Standing.DRAFT: _("draft"),
    Standing.LISTED: _("listed only"),
    Standing.FUTURE: _("not yet in force"),
    Standing.IN_FORCE: _("in force"),
    Standing.SUPERSEDED: _("superseded"),
    Standing.REPEALED: _("repealed"),
}


def standing(version: ProcedureVersion, on: date) -> Standing:
    """Return where the version stands on a day. What has ended was repealed if a decision says so, else superseded."""
    if version.status == ProcedureVersion.Status.DRAFT:
        return Standing.DRAFT
    if version.valid_until_on is not None and version.valid_until_on < on:
        return Standing.REPEALED if version.repeal else Standing.SUPERSEDED
    if version.status == ProcedureVersion.Status.LISTED:
        return Standing.LISTED
    return Standing.FUTURE if version.valid_from_on > on else Standing.IN_FORCE
