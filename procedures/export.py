"""Which versions an export holds, and the file that they make."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from .content import Content
from .interchange import FileKind, as_csv, as_xlsx, portal_file
from .models import ProcedureVersion
from .queries import in_force
from .storing import content_of


def contents(*, on: date, codes: Collection[str] = (), everything: bool = False) -> list[Content]:
    """Return the versions in force on a day, one of each procedure.

    `everything`: the newest published or listed version of each instead, whether in force or not.
    """
    versions = ProcedureVersion.objects.exclude(status=ProcedureVersion.Status.DRAFT)
    if not everything:
        versions = in_force(on)
    if codes:
        versions = versions.filter(procedure__code__in=codes)
    ordered = versions.whole().order_by("procedure__code", "number")
    newest = {version.procedure.code: version for version in ordered}
    return [content_of(version) for version in newest.values()]


def exported(found: Sequence[Content], kind: FileKind, *, today: date) -> bytes:
    """Return the bytes of the file."""
    if kind is FileKind.JSON:
        return json.dumps(portal_file(found), ensure_ascii=False, indent=1).encode() + b"\n"
    return as_csv(found, today=today) if kind is FileKind.CSV else as_xlsx(found, today=today)
