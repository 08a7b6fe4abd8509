"""Who takes a package: nothing is overwritten, the same twice is the same, and what is not a receipt is none."""

import hashlib
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from dossiers.archiving.gateways import (
    About,
    FolderGateway,
    GatewayUnavailable,
    HttpGateway,
    OtherPackageThere,
    gateway,
    hand,
)
from tests.dossiers.archiving.demo import demo_archive

PACKAGE = b"PK package"
SHA256 = hashlib.sha256(PACKAGE).hexdigest()
ABOUT = About(2026, "H12.226", "H12.264.01-261120-0001", SHA256)
NAME = "2026/H12.226/H12.264.01-261120-0001.zip"


def package(content: bytes = PACKAGE) -> io.BytesIO:
    return io.BytesIO(content)


def other(about: About = ABOUT) -> tuple[io.BytesIO, About]:
    return package(b"other"), replace(about, sha256=hashlib.sha256(b"other").hexdigest())


def test_the_folder_keeps_it_for_this_account_alone(tmp_path: Path) -> None:
    receipt = FolderGateway(tmp_path).hand(package(), ABOUT)
    assert (receipt.reference, receipt.sha256) == (NAME, SHA256)
    place = tmp_path / NAME
    assert place.read_bytes() == PACKAGE
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert list(place.parent.iterdir()) == [place]


def test_the_same_again_is_the_same(tmp_path: Path) -> None:
    folder = FolderGateway(tmp_path)
    assert folder.hand(package(), ABOUT).reference == folder.hand(package(), ABOUT).reference


def test_something_else_is_not_written_over_it(tmp_path: Path) -> None:
    folder = FolderGateway(tmp_path)
    folder.hand(package(), ABOUT)
    with pytest.raises(OtherPackageThere):
        folder.hand(*other())
    assert (tmp_path / NAME).read_bytes() == PACKAGE


def test_half_a_package_has_no_name_and_is_cleared_later(tmp_path: Path) -> None:
    directory = (tmp_path / NAME).parent
    directory.mkdir(parents=True)
    killed = directory / f".{Path(NAME).name}.abc.part"
    killed.write_bytes(b"half")
    FolderGateway(tmp_path).hand(package(), ABOUT)
    assert killed.exists()  # somebody may be writing it now
    then = time.time() - 90_000
    os.utime(killed, (then, then))
    FolderGateway(tmp_path).hand(package(), replace(ABOUT, number=2))
    assert killed.exists()  # another package's
    (tmp_path / NAME).unlink()
    FolderGateway(tmp_path).hand(package(), ABOUT)
    assert not killed.exists()


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("a file")
    with pytest.raises(GatewayUnavailable, match="archive_folder_fails"):
        FolderGateway(tmp_path).hand(package(), ABOUT)


def test_no_name_leads_out_of_the_folder() -> None:
    with pytest.raises(ValueError, match="No name"):
        _ = replace(ABOUT, code="../../etc/x").name


def test_a_taken_number_leads_to_the_next(settings: Settings, tmp_path: Path) -> None:
    settings.ONESTOP_ARCHIVE_DIR = tmp_path
    hand(package(), ABOUT)
    assert hand(*other()).reference == NAME.replace(".zip", "-2.zip")
    assert hand(*other()).reference == NAME.replace(".zip", "-2.zip")


def test_http_takes_it_with_its_digest_and_gives_a_receipt() -> None:
    with demo_archive() as archive:
        gate = HttpGateway(archive.url, token="secret")
        receipt = gate.hand(package(), ABOUT)
        assert gate.hand(package(), ABOUT) == receipt
    assert receipt.reference == f"ref:/packages/{NAME}"
    assert archive.kept == {f"/packages/{NAME}": PACKAGE}
    assert archive.seen[0]["Authorization"] == "Bearer secret"
    assert archive.seen[0]["If-None-Match"] == "*"


def test_http_says_that_something_else_is_there() -> None:
    with demo_archive() as archive:
        HttpGateway(archive.url).hand(package(), ABOUT)
        with pytest.raises(OtherPackageThere):
            HttpGateway(archive.url).hand(*other())


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, b"", "archive_refuses"),
        (302, b"", "archive_refuses"),
        (201, b"thanks", "archive_receipt_wrong"),
        (201, b'{"reference": "1", "at": "2026-11-20T02:00:00Z", "sha256": "00"}', "archive_receipt_wrong"),
        (201, b'{"reference": "1", "at": "yesterday", "sha256": "00"}', "archive_receipt_wrong"),
        (201, b"[]", "archive_receipt_wrong"),
        (201, b'{"reference": 1, "at": 5, "sha256": "00"}', "archive_receipt_wrong"),
    ],
)
def test_what_is_no_receipt_is_none(status: int, body: bytes, code: str) -> None:
    with demo_archive() as archive, pytest.raises(GatewayUnavailable, match=code):
        archive.answers.append((status, body))
        HttpGateway(archive.url).hand(package(), ABOUT)


def test_nobody_there() -> None:
    with demo_archive() as archive:
        gate = HttpGateway(archive.url, timeout=2)
    with pytest.raises(GatewayUnavailable, match="archive_away"):
        gate.hand(package(), ABOUT)


def test_the_settings_choose(settings: Settings, tmp_path: Path) -> None:
    settings.ONESTOP_ARCHIVE_DIR = tmp_path
    assert gateway() == FolderGateway(tmp_path)
    settings.ONESTOP_ARCHIVE_URL = "https://archive.example"
    assert isinstance(gateway(), HttpGateway)
