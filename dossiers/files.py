"""Files under media/: written whole or not at all, each to the one place that its key names."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class AtomicStorage(FileSystemStorage):
    """Write to a neighbour, flush to the disk, then rename: a killed writer leaves the old file or the new one.

    The name is never varied. A step that is done again writes the same place, so no orphan is left; the
    neighbour's name is fixed too, and the next writer takes it over. One writer at a time is the caller's part:
    whoever may not be alone writes under the lock of the dossier.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        _flush_directory(path.parent)
        return name


def _flush_directory(path: Path) -> None:
    """Make the new name as durable as the content: the row that names it may be on another disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def new_key() -> str:
    """Return 128 random bits as 22 characters for an address that nobody guesses."""
    return secrets.token_urlsafe(16)


def place(kind: str, key: str, name: str) -> str:
    """Return the place of a file, e.g. 'documents/ab/abX…/original.pdf'; two letters spread the directories."""
    return f"{kind}/{key[:2].lower()}/{key}/{name}"


def store(name: str, content: bytes) -> str:
    return default_storage.save(name, ContentFile(content))


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content


class OversizedUpload(SimpleUploadedFile):
    """Stands for an upload beyond the limit: its content was dropped as it came, only its size is known."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, b"")
        self.size = size

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Tell who asks for the end how long the file was."""
        return (self.size or 0) if whence == os.SEEK_END else 0


class BoundedUpload(FileUploadHandler):
    """Drop what comes beyond the limit, and all files sent to doors that take none: neither fills memory or disk.

    A dropped file stands as an OversizedUpload, so that who takes files can say a sentence about it.
    """

    DOORS = ("/api/v1/documents/", "/catalogue/import/", "/counter/")

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        takes_files = self.request is not None and self.request.path.startswith(self.DOORS)
        self.room = settings.ONESTOP_UPLOAD_LIMIT if takes_files else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return raw_data if self.received <= self.room else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self.received <= self.room:
            self.room -= self.received  # the files of one request share the limit
            return None
        return OversizedUpload(
            self.file_name or "file", max(self.received, settings.ONESTOP_UPLOAD_LIMIT + 1)
        )
