"""The audit chain: whole after every journey, broken by any change, whole again after a lawful erasure."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from dossiers import access
from dossiers.chain import broken_at, erase_personal
from dossiers.models import AccessRecord, Dossier, Event
from tests.journeys import accepted, again, returned, run_background, submitted, user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def broken(dossier: Dossier) -> int | None:
    return broken_at(again(dossier), dossier.events.order_by("seq"))


@contextmanager
def triggers_off() -> Iterator[None]:
    """What a database administrator with bad intentions would do first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # ALTER TABLE … DISABLE needs a commit before
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def tampered(dossier: Dossier, seq: int, /, **changes: Any) -> int | None:
    with triggers_off():
        assert Event.objects.filter(dossier=dossier, seq=seq).update(**changes) == 1
    return broken(dossier)


def test_it_is_whole_after_the_whole_journey() -> None:
    dossier = returned()
    run_background()
    assert broken(dossier) is None
    assert again(dossier).head_seq == dossier.events.count() >= 9


def test_the_hash_is_what_the_module_says() -> None:
    event = accepted().events.get()
    body = {
        name: getattr(event, name)
        for name in ("province", "seq", "type", "source", "target", "on_behalf_of", "helped_by", "facts")
    }
    body |= {
        "dossier": event.dossier.code,
        "actor": event.actor_id,
        "commitment": bytes(event.commitment).hex(),
    }
    body["at"] = event.at.isoformat(timespec="microseconds")
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert bytes(event.hash) == hashlib.sha256(text.encode()).digest()


CHANGES: dict[str, Any] = {
    "province": "95",
    "seq": 99,
    "type": "dossier.sealed",
    "source": "received",
    "target": "issued",
    "actor": 1,
    "on_behalf_of": "nobody",
    "helped_by": "a friend",
    "facts": {"copies": 3},
    "at": F("received_at"),
    "personal": {"applicant_name": "Trần Văn Khác"},
    "salt": b"x" * 16,
    "commitment": b"x" * 32,
    "prev_hash": b"x" * 32,
    "hash": b"x" * 32,
}


def test_every_stored_column_is_tried() -> None:
    stored = {field.name for field in Event._meta.concrete_fields}
    assert stored - {"id", "dossier"} == set(CHANGES)


@pytest.mark.parametrize("column", list(CHANGES))
def test_a_changed_column_breaks_it(column: str) -> None:
    dossier = accepted()
    value = user("giamsat").pk if column == "actor" else CHANGES[column]
    if column == "at":
        value = "2026-01-01T00:00:00.000001+07:00"
    assert tampered(dossier, 1, **{column: value}) == 1


def test_personal_data_cannot_be_planted_where_there_were_none() -> None:
    dossier = accepted()
    run_background("default")
    assert tampered(dossier, 2, personal={"applicant_name": "Trần Văn Khác"}) == 2


def test_personal_data_do_not_vanish_without_their_salt() -> None:
    assert tampered(accepted(), 1, personal=None) == 1


def test_an_event_moved_to_another_dossier_breaks_both() -> None:
    one, other = accepted(), accepted()
    run_background("default")
    with triggers_off():
        Event.objects.filter(dossier=one, seq=2).update(dossier=other, seq=3)
    assert (broken(one), broken(other)) == (2, 3)


def test_a_missing_last_event_is_noticed() -> None:
    dossier = accepted()
    run_background("default")
    with triggers_off():
        Event.objects.filter(dossier=dossier, seq=2).delete()
    assert broken(dossier) == 2


def test_an_erasure_keeps_it_whole_and_nothing_personal_stays() -> None:
    dossier = returned()
    assert erase_personal(dossier) == 3  # accepted, proposed, returned
    assert broken(dossier) is None
    rows = json.dumps(list(dossier.events.values("facts", "personal", "on_behalf_of")), ensure_ascii=False)
    for word in ("Nguyễn", "NGUYỄN", "0912345678", "Ấp 3"):
        assert word not in rows
    assert not dossier.events.exclude(salt=None).exists()


def test_the_same_data_have_another_commitment_each_time() -> None:
    one, other = accepted().events.get(), accepted().events.get()
    assert one.personal == other.personal
    assert bytes(one.commitment) != bytes(other.commitment)


def refused_by_the_database() -> Any:
    return pytest.raises(DatabaseError, match="append-only")


def test_events_are_neither_changed_nor_deleted() -> None:
    events = Event.objects.filter(dossier=submitted())
    changes: list[dict[str, Any]] = [{"facts": {}}, {"at": None}, {"personal": {}}, {"personal": None}]
    for change in changes:
        with refused_by_the_database(), transaction.atomic():
            events.update(**change)
    with refused_by_the_database(), transaction.atomic():
        events.delete()


def test_an_erasure_that_changes_something_else_is_refused() -> None:
    events = Event.objects.filter(dossier=accepted())
    with refused_by_the_database(), transaction.atomic():
        events.update(personal=None, salt=None, helped_by="somebody")


def test_access_records_are_neither_changed_nor_deleted() -> None:
    dossier = accepted()
    access.open_dossier(user("giamsat"), dossier.code)
    with refused_by_the_database(), transaction.atomic():
        AccessRecord.objects.update(what="nothing")
    with refused_by_the_database(), transaction.atomic():
        AccessRecord.objects.all().delete()


def test_the_command_names_the_broken_dossier() -> None:
    whole, dossier, out = accepted(), accepted(), StringIO()
    tampered(dossier, 1, helped_by="a friend")
    with pytest.raises(SystemExit):
        call_command("check_chain", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"checked": 2, "broken": {dossier.code: 1}}
    call_command("check_chain", whole.code, stdout=out)


TRY_ON_SQLITE = """
import django, os
django.setup()
from django.db import DatabaseError, connection, transaction
from dossiers.models import AccessRecord, Event
connection.cursor().execute("PRAGMA foreign_keys = OFF")
personal = {"applicant_name": "Nguyễn Văn Thử"}
event = Event.objects.create(province="96", dossier_id=1, seq=1, type="t", source="s", target="t", actor_id=1,
    at="2026-11-20T09:00:00+07:00", personal=personal, salt=b"salt", commitment=b"c", hash=b"h")
AccessRecord.objects.create(province="96", dossier_id=1, user_id=1, what="dossier")
events, records = Event.objects.all(), AccessRecord.objects.all()
def refused(write):
    try:
        write()
    except DatabaseError as error:
        return "append-only" in str(error)
for name in [field.name for field in Event._meta.concrete_fields if field.name not in ("id", "personal", "salt")]:
    number = name in ("seq", "dossier", "actor")
    value = {"facts": {"a": 1}, "at": "2026-01-01T00:00:00+07:00"}.get(name, 9 if number else b"9")
    print(name, refused(lambda: events.update(**{name: value})))
print("other personal data", refused(lambda: events.update(personal={}, salt=b"x")))
print("half an erasure", refused(lambda: events.update(personal=None)))
print("erasure and more", refused(lambda: events.update(personal=None, salt=None, helped_by="x")))
print("delete", refused(lambda: events.delete()))
print("record", refused(lambda: records.update(what="x")))
print("delete record", refused(lambda: records.delete()))
for table in ("event", "accessrecord"):
    replace = f"INSERT OR REPLACE INTO dossiers_{table} SELECT * FROM dossiers_{table}"
    print("replace", refused(lambda: connection.cursor().execute(replace)))
print("erasure", events.update(personal=None, salt=None) == 1)
"""


def test_sqlite_refuses_the_same(tmp_path: Path) -> None:
    leave = ("DATABASE_URL", "CELERY_BROKER_URL")
    environ = {name: value for name, value in os.environ.items() if name not in leave}
    environ |= {"ONESTOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "onestop.settings"}

    def run(*words: str) -> str:
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
        ).stdout

    run("manage.py", "migrate", "dossiers", "--verbosity", "0")
    answers = run("-c", TRY_ON_SQLITE).splitlines()
    assert len(answers) == 23
    assert [answer for answer in answers if not answer.endswith(" True")] == []
