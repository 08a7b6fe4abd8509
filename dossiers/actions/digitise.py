"""Digitise: read one paper; a searchable PDF, its text and how sure the reader was."""

from functools import partial

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User

from .. import files
from ..digitisation import pipeline
from ..digitisation.ocr import recogniser
from ..digitisation.refusals import Unreadable
from ..digitisation.sandbox import in_child
from ..lifecycle import apply, lock
from ..models import Document

MEMORY_BYTES = 2 * 1024**3
SECONDS = 180.0


def digitise(key: str, *, by: User) -> bool:
    """Read the paper `key` unless that is done; False when it cannot be read, which is then said on the paper.

    The file is written first and to the one place that its key names; the event says that it is there.
    """
    document = Document.objects.select_related("dossier").get(key=key)
    if document.dossier is None or document.is_digitised or document.replaced_by_id:
        return document.is_digitised
    source = files.read(document.file)
    try:
        recogniser()  # warm in this process, inherited by the child
        read = partial(pipeline.digitise, mime=document.mime)
        found = in_child(read, source, memory_bytes=MEMORY_BYTES, seconds=SECONDS)
    except Unreadable as unreadable:
        Document.objects.filter(pk=document.pk, digitised_at=None).update(failure_code=unreadable.code)
        return False
    path = files.store(files.place("documents", key, "searchable.pdf"), found.searchable_pdf)
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
            apply(
                dossier.digitise,
                by=by,
                document=key,
                sha256=document.sha256,
                pages=len(found.pages),
                confidence_percent=round(100 * found.confidence) if found.confidence is not None else None,
            )
    return True
