"""Whoever can write rows and files, and not the chain, makes no result genuine."""

import pytest
from django.test import Client

from dossiers.models import Result
from dossiers.pages.verdict import SENTENCES
from tests.journeys import issued

pytestmark = pytest.mark.django_db
FILES = (
    "rendered_file",
    "rendered_sha256",
    "signed_file",
    "signed_sha256",
    "signer_serial",
    "sealed_file",
    "sealed_sha256",
    "seal_serial",
)


def test_the_genuine_file_of_another_dossier_is_not_genuine_here(client: Client) -> None:
    mine, theirs = issued().results.get(), issued(applicant_name="Trần Văn Khác").results.get()
    Result.objects.filter(pk=mine.pk).update(**{name: getattr(theirs, name) for name in FILES})
    page = client.get(f"/v/{mine.key}/").content.decode()
    assert str(SENTENCES["forged"]) in page
    assert client.get(f"/v/{mine.key}/document.pdf").status_code == 404
    theirs_page = client.get(f"/v/{theirs.key}/").content.decode()
    assert str(SENTENCES["genuine"]) in theirs_page
