"""Files are written whole or not at all, and an upload beyond the limit fills neither memory nor disk."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage, storages
from django.test import RequestFactory
from pytest_django import Settings

from dossiers import files
from dossiers.files import AtomicStorage, BoundedUpload, OversizedUpload


def written(media: Path) -> list[str]:
    return sorted(path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file())


def test_the_storage_is_ours() -> None:
    assert storages["default"].__class__ is AtomicStorage


def test_what_is_stored_is_read_back(media: Path) -> None:
    assert files.store("documents/ab/abc/original.pdf", b"%PDF") == "documents/ab/abc/original.pdf"
    assert files.read("documents/ab/abc/original.pdf") == b"%PDF"


def test_a_second_writing_takes_the_same_place(media: Path) -> None:
    for content in (b"old and longer", b"new"):
        files.store("a/b.pdf", content)
    assert written(media) == ["a/b.pdf"]
    assert files.read("a/b.pdf") == b"new"


class Dying(ContentFile):  # type: ignore[type-arg]  # not generic at run time
    """A content whose writer is killed in the middle."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt


def test_a_killed_writer_leaves_the_old_file(media: Path) -> None:
    files.store("a/b.pdf", b"old")
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("a/b.pdf", Dying(b""))
    assert files.read("a/b.pdf") == b"old"


def test_the_next_writer_takes_over_what_a_killed_one_left(media: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("a/b.pdf", Dying(b""))
    assert written(media) == ["a/.b.pdf.part"]
    files.store("a/b.pdf", b"new")
    assert written(media) == ["a/b.pdf"]


def test_a_name_that_leaves_the_directory_is_refused(media: Path) -> None:
    with pytest.raises(Exception, match=r"(?i)traversal|suspicious|outside"):
        files.store("../escaped.pdf", b"x")
    assert not (media.parent / "escaped.pdf").exists()


def test_keys_are_long_random_and_spread() -> None:
    keys = {files.new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {22}
    assert files.place("documents", "AbCdEf", "x.pdf") == "documents/ab/AbCdEf/x.pdf"


@pytest.fixture
def upload(settings: Settings) -> BoundedUpload:
    settings.ONESTOP_UPLOAD_LIMIT = 10
    return receiving("/api/v1/documents/")


def receiving(path: str) -> BoundedUpload:
    """A handler that has seen the head of a request, and of its first file."""
    handler = BoundedUpload(RequestFactory().post(path))
    handler.handle_raw_input(None, {}, 0, b"")
    handler.new_file("file", "tờ khai.pdf", "application/pdf", None, None)
    return handler


def test_up_to_the_limit_the_other_handlers_keep_the_file(upload: BoundedUpload) -> None:
    assert upload.receive_data_chunk(b"12345", 0) == b"12345"
    assert upload.receive_data_chunk(b"67890", 5) == b"67890"
    assert upload.file_complete(10) is None


def test_beyond_the_limit_the_content_is_dropped_and_counted(upload: BoundedUpload) -> None:
    upload.receive_data_chunk(b"1234567890", 0)
    assert upload.receive_data_chunk(b"x", 10) is None
    assert upload.receive_data_chunk(b"y" * 1000, 11) is None
    kept = upload.file_complete(10)
    assert isinstance(kept, OversizedUpload)
    assert (kept.name, kept.size, kept.read()) == ("tờ khai.pdf", 1011, b"")


def test_the_files_of_one_request_share_the_limit(upload: BoundedUpload) -> None:
    upload.receive_data_chunk(b"123456", 0)
    assert upload.file_complete(6) is None
    upload.new_file("other", "b.pdf", "application/pdf", None, None)
    assert upload.receive_data_chunk(b"123456", 0) is None


def test_a_door_that_takes_no_files_keeps_none(settings: Settings) -> None:
    handler = receiving("/language/")
    assert handler.receive_data_chunk(b"1", 0) is None
    assert isinstance(handler.file_complete(1), OversizedUpload)


def test_an_oversized_upload_is_told_by_its_size(upload: BoundedUpload) -> None:
    kept = OversizedUpload("x.pdf", 300)
    assert isinstance(kept, File)
    assert kept.size == 300
    assert kept.seek(0, io.SEEK_END) == 300
