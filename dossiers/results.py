"""What becomes of a result before it is signed: numbered, put aside as void, or without its approver."""

from collections.abc import Iterable

from django.utils.timezone import localdate, now

from . import files
from .models import Dossier, Result
from .numbering import result_number


def numbered(dossier: Dossier, kind: int, *, replaces: Result | None = None) -> Result:
    """Return a new result of this kind, not yet written, with the next number of the agency's register reserved."""
    year = localdate().year
    number = result_number(dossier.agency, year)
    return Result(
        province=dossier.province,
        dossier=dossier,
        kind=kind,
        seq=replaces.seq + 1 if replaces else 1,
        replaces=replaces,
        key=files.new_key(),
        agency=dossier.agency,
        year=year,
        number=number,
        number_text=f"{number}/{dossier.procedure_version.result_kind(kind).get('symbol', '')}",
        proposed_at=now(),
    )


def void(result: Result) -> None:
    """Put a result aside: another one is given instead. Its number stays reserved, should it be proposed again."""
    result.outcome = ""
    release(result)


def release(result: Result) -> None:
    """Take approver and draft off a result: it has to be proposed anew before anybody can sign it."""
    result.approver = None
    result.rendered_file, result.rendered_sha256, result.rendered_at = "", "", None


def keep(results: Iterable[Result], *fields: str) -> None:
    """Write these columns of results that are there already, in one statement."""
    if rows := list(results):
        Result.objects.bulk_update(rows, fields)


RELEASED = ("outcome", "approver", "rendered_file", "rendered_sha256", "rendered_at")
