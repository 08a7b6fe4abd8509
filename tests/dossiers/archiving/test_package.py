"""The package: complete, the same bytes twice, checkable by anybody with sha256sum, and by nobody else readable."""

import hashlib
import io
import json
import subprocess
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files
from dossiers.archiving.facts import NEEDS
from dossiers.archiving.package import PackageBroken, build
from dossiers.models import Document, Dossier
from tests.journeys import returned, uploaded_scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_dir")]


def with_paper(clerk: User) -> Dossier:
    dossier = returned()
    paper = uploaded_scan(clerk)
    Document.objects.filter(pk=paper.pk).update(dossier=dossier)
    actions.render_receipt(dossier.code, by=system_user())
    return Dossier.objects.select_related(*NEEDS).get(pk=dossier.pk)


def packed(dossier: Dossier) -> bytes:
    out = io.BytesIO()
    build(dossier, out)
    return out.getvalue()


def entries(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_everything_is_in_it(clerk: User) -> None:
    dossier = with_paper(clerk)
    found = entries(packed(dossier))
    paper = dossier.documents.get(kind="paper")
    assert list(found) == [
        "dossier.json",
        "events.json",
        "papers/001/original.jpg",
        "receipt/receipt.pdf",
        "register.json",
        "results/1-1.pdf",
        "manifest.json",
        "SHA256SUMS",
    ]
    assert found["papers/001/original.jpg"] == files.read(paper.file)
    assert dossier.result is not None
    assert hashlib.sha256(found["results/1-1.pdf"]).hexdigest() == dossier.result.sealed_sha256


def test_the_manifest_says_what_is_in_it(clerk: User) -> None:
    dossier = with_paper(clerk)
    found = entries(packed(dossier))
    manifest = json.loads(found["manifest.json"])
    assert manifest["format"] == "onestop-archive/1"
    assert (manifest["code"], manifest["status"]) == (dossier.code, "returned")
    assert manifest["procedure"]["code"] == "2.000635"
    assert manifest["chain"] == {"events": dossier.head_seq, "head_hash": bytes(dossier.head_hash).hex()}
    listed = {one["name"]: one for one in manifest["files"]}
    assert set(listed) == set(found) - {"manifest.json", "SHA256SUMS"}
    for name, one in listed.items():
        assert (one["bytes"], one["sha256"]) == (len(found[name]), hashlib.sha256(found[name]).hexdigest())
    assert [listed[name]["kind"] for name in sorted(listed)] == [
        "facts",
        "facts",
        "original",
        "receipt",
        "facts",
        "result",
    ]


def test_sha256sum_checks_it(clerk: User, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(with_paper(clerk)))) as package:
        package.extractall(tmp_path / "out")
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "out").returncode == 0
    (tmp_path / "out" / "register.json").write_text("{}")
    assert subprocess.run(check, cwd=tmp_path / "out", capture_output=True).returncode == 1


def test_the_same_dossier_gives_the_same_bytes(clerk: User) -> None:
    dossier = with_paper(clerk)
    assert packed(dossier) == packed(dossier)


def test_the_chain_can_be_checked_from_the_package_alone(clerk: User) -> None:
    found = entries(packed(with_paper(clerk)))
    code, previous = json.loads(found["dossier.json"])["code"], b""
    body_of = (
        "province",
        "seq",
        "type",
        "source",
        "target",
        "actor",
        "on_behalf_of",
        "helped_by",
        "facts",
        "at",
    )
    events: list[dict[str, Any]] = json.loads(found["events.json"])
    for event in events:
        body = {name: event[name] for name in body_of} | {"dossier": code, "commitment": event["commitment"]}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        previous = hashlib.sha256(previous + text).digest()
        assert event["hash"] == previous.hex()
        if event["personal"] is not None:
            said = json.dumps(event["personal"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert (
                hashlib.sha256(bytes.fromhex(event["salt"]) + said.encode()).hexdigest()
                == event["commitment"]
            )
    assert json.loads(found["manifest.json"])["chain"]["head_hash"] == previous.hex()


def test_the_people_stand_in_it_in_clear(clerk: User) -> None:
    found = entries(packed(with_paper(clerk)))
    facts, line = json.loads(found["dossier.json"]), json.loads(found["register.json"])
    assert (facts["applicant_name"], facts["id_number"]) == ("Nguyễn Văn Thử", "096085004511")
    assert (line["recipient_name"], line["way"]) == ("Nguyễn Văn Thử", "counter")
    assert "token" not in facts


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_as_recorded_stops_it(clerk: User, harm: str) -> None:
    dossier = with_paper(clerk)
    path = Path(default_storage.path(dossier.documents.get(kind="paper").file))
    path.unlink() if harm == "gone" else path.write_bytes(b"other")
    with pytest.raises(PackageBroken) as refused:
        packed(dossier)
    assert refused.value.code == ("file_missing" if harm == "gone" else "file_not_as_recorded")


def test_a_record_that_names_no_file_stops_it_too(clerk: User) -> None:
    dossier = with_paper(clerk)
    Document.objects.filter(dossier=dossier, kind="receipt").update(file="")
    with pytest.raises(PackageBroken) as refused:
        packed(dossier)
    assert refused.value.code == "file_missing"


def test_memory_does_not_grow_with_the_papers(clerk: User, tmp_path: Path) -> None:
    dossier, content = with_paper(clerk), bytes(20 << 20)
    digest = hashlib.sha256(content).hexdigest()
    for number in range(6):
        paper = uploaded_scan(clerk, seed=number + 1)
        files.store(paper.file, content)
        Document.objects.filter(pk=paper.pk).update(dossier=dossier, sha256=digest)
    with (tmp_path / "package").open("w+b") as out:
        tracemalloc.start()
        build(dossier, out)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert out.seek(0, 2) > 120 << 20
    assert peak < 16 << 20


def test_a_searchable_copy_goes_with_its_original(clerk: User) -> None:
    dossier = with_paper(clerk)
    paper = dossier.documents.get(kind="paper")
    path = files.store(files.place("documents", paper.key, "searchable.pdf"), b"%PDF-1.7")
    dossier.documents.filter(kind="paper").update(searchable_file=path)
    assert "papers/001/searchable.pdf" in entries(packed(dossier))
