"""The register of certificates: the import, whole or not at all, and what a missing certificate blocks."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from accounts.actions import import_certificates
from accounts.certificate_list import COLUMNS, ListRefused
from accounts.memory import forget_all
from accounts.models import Certificate, User
from dossiers import actions
from dossiers.refusals import Blocked
from tests.journeys import processed, proposed

pytestmark = pytest.mark.django_db
GOOD = {
    "kind": "PERSONAL",
    "username": "kyduyet.anxuyen",
    "agency": "H12.226",
    "serial": "0A:BC:01",
    "issuer": "CA thử",
    "subject": "Phạm Quốc Thử",
    "fingerprint": "",
    "valid_from": "2026-01-01",
    "valid_until": "2030-01-01T00:00:00+07:00",
    "revoked": "",
    "revoked_reason": "",
    "may_sign": "result receipt",
}
SEAL = {"kind": "AGENCY", "username": "", "serial": "77", "subject": "UBND phường An Xuyên"}


def csv(*changes: dict[str, str], header: str = ",".join(COLUMNS)) -> bytes:
    rows = [",".join((GOOD | one)[name] for name in COLUMNS) for one in changes]
    return "\n".join([header, *rows, ""]).encode()


def test_a_list_is_registered_once(admin: User) -> None:
    content = b"\xef\xbb\xbf" + csv({}, SEAL)
    before = Certificate.objects.count()
    tried = import_certificates(content, dry_run=True, by=admin)
    assert (tried.added, Certificate.objects.count()) == (2, before)
    assert import_certificates(content, by=admin) == tried
    again = import_certificates(content, by=admin)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    found = Certificate.objects.get(serial="abc01")
    assert found.holder is not None
    assert (found.holder.username, found.may_sign) == ("kyduyet.anxuyen", ["receipt", "result"])
    changed = import_certificates(csv({"revoked": "2026-11-01", "revoked_reason": "mất"}, SEAL), by=admin)
    assert (changed.added, changed.changed, changed.unchanged) == (0, 1, 1)
    with pytest.raises(ListRefused) as refused:
        import_certificates(content, by=admin)
    assert [(one.row, one.code) for one in refused.value.faults] == [(2, "revoked_before")]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"kind": "OTHER", "username": ""}, "kind", "kind_unknown"),
        ({"username": "nobody"}, "username", "user_unknown"),
        ({"kind": "AGENCY"}, "username", "holder_not_wanted"),
        ({"agency": "H99"}, "agency", "agency_unknown"),
        ({"serial": "xyz"}, "serial", "serial_not_valid"),
        ({"serial": "000"}, "serial", "serial_not_valid"),
        ({"fingerprint": "ab"}, "fingerprint", "fingerprint_not_valid"),
        ({"issuer": ""}, "issuer", "text_not_valid"),
        ({"valid_from": "01/02/2026"}, "valid_from", "date_not_valid"),
        ({"valid_until": "2025-12-31"}, "valid_until", "ends_before_it_begins"),
        ({"revoked": "soon"}, "revoked", "date_not_valid"),
        ({"may_sign": "all"}, "may_sign", "purpose_unknown"),
        ({"may_sign": ""}, "may_sign", "purpose_unknown"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_changes(
    changes: dict[str, str], field: str, code: str, admin: User
) -> None:
    before = Certificate.objects.count()
    with pytest.raises(ListRefused) as refused:
        import_certificates(csv(SEAL, {"serial": "5"}, changes), by=admin)
    assert (4, field, code) in [(one.row, one.field, one.code) for one in refused.value.faults]
    assert all(str(one.sentence) for one in refused.value.faults)
    assert Certificate.objects.count() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (csv({}, header="serial,kind"), "wrong_header"),
        (b"", "wrong_header"),
        (csv({}).decode().encode("utf-16"), "wrong_encoding"),
        (csv({"subject": "Ph\u1ea1m"}).replace("ạ".encode(), b"\xe5"), "wrong_encoding"),
        (csv({}, {"serial": "a bc 01"}), "duplicate_serial"),
        (csv({}) + b"a,b\n", "wrong_columns"),
    ],
)
def test_a_file_that_is_no_such_list(content: bytes, code: str, admin: User) -> None:
    with pytest.raises(ListRefused) as refused:
        import_certificates(content, by=admin)
    assert code in [one.code for one in refused.value.faults]


def test_only_an_administrator(clerk: User) -> None:
    with pytest.raises(PermissionDenied):
        import_certificates(csv({}), by=clerk)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(csv({}, {"serial": "zz"}))
    with pytest.raises(CommandError, match="line 3, serial"):
        call_command("import_certificates", str(file), json=True)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["error"]["code"], answer["error"]["rows"][0]["row"]) == ("list_refused", 3)
    file.write_bytes(csv({}))
    call_command("import_certificates", str(file), dry_run=True, json=True)
    assert json.loads(capsys.readouterr().out) == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "dry_run": True,
    }


def test_fifteen_thousand_load_in_seconds(admin: User) -> None:
    content = csv(*({"serial": f"{number:x}"} for number in range(1, 15_501)))
    started = time.monotonic()
    assert import_certificates(content, by=admin).added == 15_500
    assert time.monotonic() - started < 20  # 3 s on a quiet machine
    assert import_certificates(content, by=admin).unchanged == 15_500


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": now() - timedelta(days=1)},
        {"valid_until_at": now() - timedelta(days=1)},
        {"may_sign": ["receipt"]},
    ],
)
def test_without_a_certificate_nobody_signs_and_nothing_is_sealed(
    changes: dict[str, object], approver: User, records_clerk: User
) -> None:
    waiting, signed = proposed(), processed()
    Certificate.objects.filter(agency__code="H12.226").update(**changes)
    forget_all()
    assert waiting.result is not None
    with pytest.raises(Blocked, match="certificate_not_valid"):
        actions.approve(waiting.code, sha256=waiting.result.rendered_sha256, by=approver)
    with pytest.raises(Blocked, match="certificate_not_valid"):
        actions.seal(signed.code, by=records_clerk)


def test_the_key_that_signs_is_the_registered_one(approver: User) -> None:
    dossier = proposed()
    Certificate.objects.filter(holder=approver).update(serial="1234")
    forget_all()
    assert dossier.result is not None
    with pytest.raises(Blocked, match="certificate_not_valid"):
        actions.approve(dossier.code, sha256=dossier.result.rendered_sha256, by=approver)
