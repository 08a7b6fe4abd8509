"""build(): one closed dossier as one ZIP, the same bytes whenever nothing of it has changed.

Names are sorted, times are fixed, nothing is compressed; files are streamed, so memory does not grow with their number.
The two lists come last, because they speak of all the others: manifest.json, then SHA256SUMS for `sha256sum -c`.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage

from dossiers.chain import broken_at, issued_hashes
from dossiers.models import Document, Dossier, Event

from .facts import dossier_facts, event_facts, procedure, register_line

FORMAT = "onestop-archive/1"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say
CHUNK = 1 << 20
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class PackageBroken(Exception):
    """A file is missing, or not the one that its record names, or the chain does not hold: a person must look."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(f"{code}: {path}")
        self.code = code


@dataclass(frozen=True)
class Kept:
    """A file that goes into the package; `sha256` as it was recorded, "" where nothing was."""

    name: str
    path: str
    kind: str
    sha256: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """What a package holds: how many files of the dossier (papers, receipt, results), and its own digest and size."""

    files: int
    size: int
    sha256: str


def build(dossier: Dossier, out: IO[bytes]) -> Built:
    """Write the package into `out`, an empty file open for reading and writing. Raises PackageBroken."""
    events = list(dossier.events.select_related("actor").order_by("seq"))
    _require_chain(dossier, events)
    kept = sorted(files_of(dossier), key=lambda one: one.name)
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w") as package:
        for name, value in (
            ("dossier.json", dossier_facts(dossier)),
            ("events.json", [event_facts(event) for event in events]),
        ):
            listed.append(_write_json(package, name, value))
        before_register = [one for one in kept if one.name < "register.json"]
        listed += [_write_file(package, one) for one in before_register]
        listed.append(_write_json(package, "register.json", register_line(dossier, events)))
        listed += [_write_file(package, one) for one in kept if one.name > "register.json"]
        manifest = _write_json(package, MANIFEST, _manifest(dossier, listed))
        sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in (*listed, manifest))
        _write(package, SUMS, iter([sums.encode()]))
    return Built(len(kept), out.seek(0, 2), digest(out))


def _require_chain(dossier: Dossier, events: list[Event]) -> None:
    """An archive vouches for what it takes: the chain is whole, and each row names the file that the chain names.

    What was written since the dossier was read does not count: the caller finds that under the lock. Raises
    PackageBroken.
    """
    if broken_at(dossier, (event for event in events if event.seq <= dossier.head_seq)) is not None:
        raise PackageBroken("chain_broken", dossier.code)
    named = issued_hashes(events)
    for result in dossier.results.exclude(issued_at=None):
        if named.get(result.key) != result.sealed_sha256:
            raise PackageBroken("result_not_in_chain", result.sealed_file)


def files_of(dossier: Dossier) -> Iterator[Kept]:
    """Give each paper (original and searchable), the receipt, and each sealed result."""
    documents = dossier.documents.defer("text").select_related("requirement").order_by("id")
    for number, document in enumerate(documents, start=1):
        about: dict[str, Any] = {"document": document.key, "given_name": document.name, "mime": document.mime}
        if document.requirement:
            about["requirement"] = document.requirement.number
        if document.kind == Document.Kind.RECEIPT:
            yield Kept("receipt/receipt.pdf", document.file, "receipt", document.sha256, about)
            continue
        place = f"papers/{number:03d}"
        original = f"{place}/{Path(document.file).name}"
        yield Kept(original, document.file, "original", document.sha256, about)
        if document.searchable_file:
            yield Kept(f"{place}/searchable.pdf", document.searchable_file, "searchable", "", about)
    for result in dossier.results.exclude(sealed_file="").order_by("kind", "seq"):
        about = {"number": result.number_text, "outcome": result.outcome, "issued": bool(result.issued_at)}
        name = f"results/{result.kind}-{result.seq}.pdf"
        yield Kept(name, result.sealed_file, "result", result.sealed_sha256, about)


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of a whole file, which is left at its beginning."""
    seen = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        seen.update(chunk)
    file.seek(0)
    return seen.hexdigest()


def _manifest(dossier: Dossier, listed: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the contents list: what the package is about, and each of its files."""
    dates = {
        name: at and at.isoformat()
        for name in ("submitted_at", "received_at", "promised_at", "finished_at")
        for at in [getattr(dossier, name)]
    }
    return {
        "format": FORMAT,
        "code": dossier.code,
        "status": str(dossier.status),
        "procedure": procedure(dossier),
        "agencies": {"received": dossier.receiving_agency.code, "competent": dossier.agency.code},
        "dates": dates,
        "chain": {"events": dossier.head_seq, "head_hash": bytes(dossier.head_hash).hex()},
        "files": listed,
    }


def _write_json(package: zipfile.ZipFile, name: str, value: Any) -> dict[str, Any]:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return _write(package, name, iter([text.encode()])) | {"kind": "facts"}


def _write_file(package: zipfile.ZipFile, kept: Kept) -> dict[str, Any]:
    """Stream a file into the package; one that is gone or changed stops it. Raises PackageBroken."""
    try:
        with default_storage.open(kept.path) as file:
            written = _write(package, kept.name, iter(lambda: file.read(CHUNK), b""))
    except (FileNotFoundError, IsADirectoryError):  # a row that names no file names the folder
        raise PackageBroken("file_missing", kept.path) from None
    if kept.sha256 not in ("", written["sha256"]):
        raise PackageBroken("file_not_as_recorded", kept.path)
    return written | {"kind": kept.kind, **kept.about}


def _write(package: zipfile.ZipFile, name: str, chunks: Iterator[bytes]) -> dict[str, Any]:
    """Write one entry; return its name, bytes and SHA-256."""
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.create_system, entry.external_attr = 3, 0o600 << 16  # the same on every machine
    seen, size = hashlib.sha256(), 0
    with package.open(entry, "w") as out:
        for chunk in chunks:
            out.write(chunk)
            seen.update(chunk)
            size += len(chunk)
    return {"name": name, "bytes": size, "sha256": seen.hexdigest()}
