"""Upload: a file is kept for its uploader until a dossier takes it; of a refused file nothing stays."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from dossiers import actions, files
from dossiers.digitisation.refusals import Refused
from dossiers.models import Document
from seeds import bad_files
from tests.conftest import Who
from tests.journeys import scan, uploaded_scan

pytestmark = pytest.mark.django_db


def kept_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_file_is_kept_as_it_came(clerk: User) -> None:
    document = uploaded_scan(clerk)
    assert files.read(document.file) == scan()
    assert (document.mime, document.size) == ("image/jpeg", len(scan()))
    assert document.sha256 == hashlib.sha256(scan()).hexdigest()


def test_it_belongs_to_its_uploader_and_to_no_dossier(clerk: User) -> None:
    document = uploaded_scan(clerk)
    assert (document.uploaded_by, document.dossier, document.kind) == (clerk, None, "paper")


def test_the_same_file_twice_is_two_documents(clerk: User) -> None:
    assert uploaded_scan(clerk).file != uploaded_scan(clerk).file


def test_the_type_follows_the_content_not_the_name(clerk: User) -> None:
    file = SimpleUploadedFile("anh.jpg", bad_files.small_pdf(3), content_type="image/jpeg")
    document = actions.upload(file, by=clerk)
    assert (document.mime, document.pages) == ("application/pdf", 3)
    assert document.file.endswith("/original.pdf")


def test_a_name_is_only_a_name(clerk: User) -> None:
    file = SimpleUploadedFile("x" * 300 + ".jpg", scan())
    file.name = "../" * 60 + "đơn.jpg"  # what a client that is no browser may send
    document = actions.upload(file, by=clerk)
    assert document.name.endswith("đơn.jpg")
    assert ".." not in document.file


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: bad_files.ZERO_BYTES, "empty_file"),
        (lambda: bad_files.TEXT_CALLED_PDF, "type_not_accepted"),
        (bad_files.broken_pdf, "pdf_broken"),
    ],
)
def test_nothing_of_a_refused_file_stays(clerk: User, make: Callable[[], bytes], code: str) -> None:
    before = kept_files()
    with pytest.raises(Refused, match=code):
        actions.upload(SimpleUploadedFile("đơn.pdf", make()), by=clerk)
    assert not Document.objects.exists()
    assert kept_files() == before


def test_who_receives_nothing_uploads_nothing(who: Who) -> None:
    for username in ("thuly.anxuyen", "giamsat", "quantri"):
        with pytest.raises(PermissionDenied):
            uploaded_scan(who(username))
    assert not Document.objects.exists()
