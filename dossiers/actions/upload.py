"""Upload: check a file at the door and keep it until a dossier takes it; nothing of a refused file stays."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import HELPERS, Role
from dossiers import files
from dossiers.digitisation.intake import inspect
from dossiers.models import Document

NAME_LENGTH = 120


def upload(file: "UploadedFile[bytes]", *, by: User) -> Document:
    """Return the kept document. Raises digitisation.refusals.Refused with a code and a sentence.

    The file is written before its row: a death between the two leaves a file without a row, which the sweep removes.
    """
    if not by.agency_ids(Role.RECEPTION_CLERK, *HELPERS):
        raise PermissionDenied("upload")
    intake = inspect(
        cast(BinaryIO, file), declared_name=file.name or "", max_bytes=settings.ONESTOP_UPLOAD_LIMIT
    )
    file.seek(0)
    key = files.new_key()
    path = files.store(files.place("documents", key, f"original.{intake.extension}"), file.read())
    return Document.objects.create(
        province=settings.ONESTOP_PROVINCE,
        key=key,
        name=(file.name or "")[-NAME_LENGTH:],
        mime=intake.mime,
        size=intake.size,
        pages=intake.pages,
        sha256=intake.sha256,
        file=path,
        uploaded_by=by,
        uploaded_at=now(),
    )
