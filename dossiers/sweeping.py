"""Housekeeping: uploads that no dossier took leave after a day; files that no row knows are found, those erased go."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from .files import place
from .models import Document, Result

AGE = timedelta(days=1)


def sweep_uploads(age: timedelta = AGE) -> int:
    """Remove unattached uploads older than `age`, with their files and what a died upload left; return how many.

    Only uploads: a receipt or a result that no row knows is kept and listed (`orphans`), for it may belong to a
    database that is not this one.
    """
    removed = 0
    for pk in Document.objects.filter(_unattached(age)).values_list("pk", flat=True):
        with transaction.atomic():
            waiting = Document.objects.select_for_update().defer("text")
            document = waiting.filter(_unattached(age), pk=pk).first()
            if document is None:
                continue  # a dossier took it meanwhile
            document.delete()
        default_storage.delete(document.file)  # after the commit: a file without a row is found below
        removed += 1
    if not Document.objects.exists():
        return removed  # an empty database knows nothing: these files are another one's
    before = time.time() - age.total_seconds()
    for name in orphans():
        is_old = Path(settings.MEDIA_ROOT, name).stat().st_mtime < before
        if is_old and name.startswith("documents/") and Path(name).name.startswith(("original.", ".")):
            default_storage.delete(name)
            removed += 1
    return removed


def remove_files(kind: str, keys: list[str]) -> None:
    """Remove whatever lies under these keys of a kind ("documents", "receipts", "results"); done twice, it is gone."""
    for key in keys:
        directory = Path(settings.MEDIA_ROOT, place(kind, key, "")).resolve()
        shutil.rmtree(directory, ignore_errors=True)
        if directory.exists():
            raise OSError(f"files under {kind} could not be removed")


def _unattached(age: timedelta) -> Q:
    return Q(dossier=None, uploaded_at__lt=now() - age)


def orphans() -> list[str]:
    """Return the files under media/ that no row names."""
    known = {name for pair in Document.objects.values_list("file", "searchable_file") for name in pair}
    for three in Result.objects.values_list("rendered_file", "signed_file", "sealed_file"):
        known.update(three)
    known.update(_earlier_drafts())
    root = Path(settings.MEDIA_ROOT)
    files = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(name for name in files if name not in known)


def _earlier_drafts() -> list[str]:
    """Drafts of proposals that were made anew: kept, because their hash stands in an event."""
    return [
        place("results", key, f"draft-{draft}.pdf")
        for key, last in Result.objects.values_list("key", "draft")
        for draft in range(1, last)
    ]
