"""The import page of the console: shows what a file would do, and does it when that is confirmed."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from procedures.models import Procedure

from .portal_samples import record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
ADDRESS = "/catalogue/import/"
SignIn = Callable[[User], Client]


@pytest.fixture
def editor() -> User:
    user = User.objects.create(username="bientap.thu", full_name="Người biên tập thử")
    agency = Agency.objects.get(code="H12.01")
    Membership.objects.create(user=user, agency=agency, role=Role.CATALOGUE_EDITOR, from_on=date(2026, 1, 1))
    return user


@pytest.fixture
def page(signed_in: SignIn, editor: User, settings: Any, tmp_path: Path) -> Client:
    settings.ONESTOP_VAR = tmp_path
    return signed_in(editor)


def upload(page: Client, data: str) -> HttpResponse:
    return page.post(ADDRESS, {"file": SimpleUploadedFile("any.name", data.encode())})  # type: ignore[return-value]


def test_nothing_is_changed_before_it_is_confirmed_and_then_once(page: Client, tmp_path: Path) -> None:
    shown = upload(page, json.dumps(record()))
    assert shown.status_code == 200, shown.context["form"].errors  # type: ignore[attr-defined]
    assert b"9.000815" in shown.content
    assert not Procedure.objects.filter(code="9.000815").exists()

    key = shown.context["confirmation"]  # type: ignore[attr-defined]
    done = page.post(f"{ADDRESS}confirm/", {"key": key})
    assert (done.status_code, done["Location"]) == (302, "/catalogue/")
    assert Procedure.objects.get(code="9.000815").versions.get().status == "draft"
    assert list((tmp_path / "imports").iterdir()) == []
    assert page.post(f"{ADDRESS}confirm/", {"key": key})["Location"] == ADDRESS


def test_faults_are_shown_with_row_and_column_and_cannot_be_confirmed(page: Client) -> None:
    shown = upload(page, "code,name,field\n9.00,Tên,Đất đai\n")

    assert "9.00" in shown.content.decode()
    assert "confirmation" not in shown.context  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_is_an_error_of_its_field(page: Client) -> None:
    shown = upload(page, "%PDF-1.7")

    assert shown.status_code == 422
    assert b'href="#id_file"' in shown.content


def test_the_key_of_another_editor_is_worth_nothing(page: Client, signed_in: SignIn, who: Any) -> None:
    key = upload(page, json.dumps(record())).context["confirmation"]  # type: ignore[attr-defined]
    other = User.objects.create(username="bientap.khac", full_name="Người khác")
    Membership.objects.create(
        user=other,
        agency=Agency.objects.get(code="H12.01"),
        role=Role.CATALOGUE_EDITOR,
        from_on=date(2026, 1, 1),
    )

    for false in (key, "nonsense", ""):
        assert signed_in(other).post(f"{ADDRESS}confirm/", {"key": false})["Location"] == ADDRESS
    assert signed_in(who("giamsat")).get(ADDRESS).status_code == 403
    assert not Procedure.objects.filter(code="9.000815").exists()


def test_a_file_that_is_too_large_is_named_so_and_not_called_empty(page: Client, settings: Any) -> None:
    settings.ONESTOP_UPLOAD_LIMIT = 1_000_000
    shown = upload(page, "x" * 1_100_000)

    assert shown.status_code == 422
    assert "1 MB" in shown.content.decode()
