"""Who takes a package: a folder of this machine, or an archive that is reached over HTTP.

`hand` is idempotent: the same package handed twice gives the same reference, and nothing that is there already is ever
overwritten by something else.
"""

import base64
import http.client
import json
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from .package import digest

DAY = 86_400
MOST_ANSWER = 1 << 16
MOST_NUMBERS = 99
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class About:
    """Where a package belongs: year of the end, code of the competent agency, dossier code, number of the package."""

    year: int
    agency: str
    code: str
    sha256: str
    number: int = 1

    @property
    def name(self) -> str:
        """Return e.g. '2026/H12.226/H12.264.01-261120-0001.zip', with -2 before the end for a second package."""
        parts = (self.agency, self.code)
        if not all(_PART.fullmatch(part) for part in parts):
            raise ValueError(f"No name for a file: {parts}")
        counted = f"-{self.number}" if self.number > 1 else ""
        return f"{self.year}/{self.agency}/{self.code}{counted}.zip"


@dataclass(frozen=True)
class Receipt:
    """What the archive says of a package that it has: by which reference, since when, with which digest."""

    reference: str
    at: datetime
    sha256: str


class OtherPackageThere(Exception):
    """Something else has this name in the archive; it is left as it is."""


class GatewayUnavailable(Exception):
    """The archive cannot be reached, or did not answer as agreed; `code` says which. It is tried again later."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Gateway(Protocol):
    def hand(self, package: IO[bytes], about: About) -> Receipt:
        """Hand a package over. Raises OtherPackageThere, GatewayUnavailable."""


def gateway() -> Gateway:
    """Return the archive of this installation."""
    if settings.ONESTOP_ARCHIVE_URL:
        return HttpGateway(
            settings.ONESTOP_ARCHIVE_URL,
            token=settings.ONESTOP_ARCHIVE_TOKEN,
            timeout=settings.ONESTOP_ARCHIVE_TIMEOUT,
        )
    return FolderGateway(settings.ONESTOP_ARCHIVE_DIR)


def hand(package: IO[bytes], about: About) -> Receipt:
    """Hand a package to the archive under the first number that is free or has this very package.

    A number is taken by another package when a writer was killed between the archive and its event, and something was
    added to the dossier before the next attempt: what the event names counts. Raises GatewayUnavailable.
    """
    archive = gateway()
    for number in range(about.number, MOST_NUMBERS + 1):
        try:
            return archive.hand(package, replace(about, number=number))
        except OtherPackageThere:
            continue
    raise GatewayUnavailable("archive_has_others")


@dataclass(frozen=True)
class FolderGateway:
    """Packages as files below one directory, readable by this account alone (0600 in 0700)."""

    root: Path

    def hand(self, package: IO[bytes], about: About) -> Receipt:
        place = self.root / about.name
        try:
            if not place.exists():
                self._write(package, place)
            return Receipt(about.name, now(), self._same(place, about.sha256))
        except OSError as error:
            raise GatewayUnavailable("archive_folder_fails") from error

    def _same(self, place: Path, sha256: str) -> str:
        with place.open("rb") as there:
            if digest(there) != sha256:
                raise OtherPackageThere(place.name)
        return sha256

    def _write(self, package: IO[bytes], place: Path) -> None:
        """Write to a neighbour, flush, then link: the name appears with the whole content, or not at all."""
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._clear(place)
        opened, part = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
        try:
            package.seek(0)
            with os.fdopen(opened, "wb") as out:
                shutil.copyfileobj(package, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
            try:
                os.link(part, place)  # unlike a rename it never overwrites
            except FileExistsError:
                return  # somebody was faster; whether with the same is asked next
        finally:
            os.unlink(part)
        directory = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _clear(self, place: Path) -> None:
        """Remove what killed writers of this package left."""
        for part in place.parent.glob(f".{place.name}.*.part"):
            if part.stat().st_mtime < time.time() - DAY:
                part.unlink(missing_ok=True)


@dataclass(frozen=True)
class HttpGateway:
    """An archive that takes PUT, with Content-Digest (RFC 9530) and If-None-Match, and answers with its receipt.

    200 (has it already) or 201: {"reference": ..., "at": ISO 8601, "sha256": ...}; 409 or 412: another package has
    this name. `timeout` is in seconds of silence.
    """

    url: str
    token: str = ""
    timeout: float = 60.0

    def hand(self, package: IO[bytes], about: About) -> Receipt:
        try:
            status, answer = self._put(package, about)
        except (OSError, http.client.HTTPException) as error:
            raise GatewayUnavailable("archive_away") from error
        if status in (409, 412):
            raise OtherPackageThere(about.name)
        if status not in (200, 201):
            raise GatewayUnavailable("archive_refuses")
        receipt = _read_receipt(answer)
        if receipt is None or receipt.sha256 != about.sha256:
            raise GatewayUnavailable("archive_receipt_wrong")
        return receipt

    def _put(self, package: IO[bytes], about: About) -> tuple[int, bytes]:
        at = urlsplit(self.url)
        secure = at.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(at.netloc, timeout=self.timeout)
        try:
            length = package.seek(0, 2)
            package.seek(0)
            headers = {"Content-Type": "application/zip", "Content-Length": str(length), "If-None-Match": "*"}
            sha256 = base64.b64encode(bytes.fromhex(about.sha256)).decode()
            headers["Content-Digest"] = f"sha-256=:{sha256}:"
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            connection.request("PUT", f"{at.path}/{about.name}", body=package, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read(MOST_ANSWER)
        finally:
            connection.close()


def _read_receipt(answer: bytes) -> Receipt | None:
    """Read the archive's receipt; None when it is not one."""
    try:
        said = json.loads(answer)
        at = parse_datetime(said["at"])
        reference, sha256 = str(said["reference"])[:200], str(said["sha256"])
    except (ValueError, KeyError, TypeError):
        return None
    return Receipt(reference, at, sha256) if reference and at is not None and at.tzinfo else None
