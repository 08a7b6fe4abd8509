"""Housekeeping: uploads that no dossier took, and files that no row knows, leave after a day."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.timezone import now

from .files import place
from .models import Document, Result

AGE = timedelta(days=1)


def sweep_uploads(age: timedelta = AGE) -> int:
    """Remove unattached uploads older than `age`, then files older than `age` without a row; return how many."""
    removed = 0
    for document in Document.objects.filter(dossier=None, uploaded_at__lt=now() - age).defer("text"):
        # The row first, and only if it is still unattached: a file without a row is found below.
        deleted, _by_model = Document.objects.filter(pk=document.pk, dossier=None).delete()
        if deleted:
            default_storage.delete(document.file)
            removed += 1
    before = time.time() - age.total_seconds()
    for name in orphans():
        if Path(settings.MEDIA_ROOT, name).stat().st_mtime < before:
            default_storage.delete(name)
            removed += 1
    return removed


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
