"""Digitise: read one paper; a searchable PDF, its text and how sure the reader was."""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import files
from dossiers.digitisation import pipeline
from dossiers.digitisation.refusals import Unreadable
from dossiers.lifecycle import apply, lock
from dossiers.models import Document


def digitise(key: str, *, by: User) -> bool:
    """Read the paper `key` unless that is done; False when it cannot be read, which is then said on the paper.

    The file goes to the one place that its key names, under the lock: a reader who lost the lease and comes late
    finds the paper digitised or replaced, and writes nothing.
    """
    document = Document.objects.select_related("dossier").get(province=settings.ONESTOP_PROVINCE, key=key)
    if document.dossier is None or document.is_digitised or document.replaced_by_id:
        return document.is_digitised
    source = files.read(document.file)
    try:
        found = pipeline.digitise_in_child(source, mime=document.mime, pages=document.pages)
    except Unreadable as unreadable:
        Document.objects.filter(pk=document.pk, digitised_at=None).update(failure_code=unreadable.code)
        return False
    path = files.place("documents", key, "searchable.pdf")
    with transaction.atomic():
        dossier = lock(document.dossier.code, by=by)
        read_at = now()
        mine = Document.objects.filter(pk=document.pk, digitised_at=None, replaced_by=None)
        if mine.update(
            digitised_at=read_at,
            searchable_file=path,
            text=found.text,
            confidence=found.confidence,
            failure_code="",
        ):
            files.store(path, found.searchable_pdf)
            apply(
                dossier.digitise,
                by=by,
                document=key,
                sha256=document.sha256,
                pages=len(found.pages),
                confidence_percent=round(100 * found.confidence),
            )
    return True
