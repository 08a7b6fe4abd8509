"""The embedded default's database keeps a published version as PostgreSQL does, after all migrations."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRY = """
import django; django.setup()
from datetime import date
from django.db import IntegrityError, connection
from procedures.content import Content, Paper, RouteStep
from procedures.fees import FeeUnit, Rate
from procedures.models import ProcedureVersion
from procedures.storing import freeze, store

rate = Rate(kind="PHI", name="Phí", amount=1, per=FeeUnit.DOSSIER)
content = Content("9.999999", 1, "Thử", "THU", "Thử", date(2026, 1, 1), papers=(Paper(1, "Giấy"),),
                  rates=(rate,), steps=(RouteStep("a", "Bước"),))
version = store(content)
version = store(content, version=version)
freeze(version)

def refused(statement):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False

for statement in (
    *(f"UPDATE procedures_procedureversion SET {field.column} = {field.column}"
      for field in ProcedureVersion._meta.concrete_fields if field.name not in ("valid_until_on", "repeal")),
    "DELETE FROM procedures_procedureversion",
    *(f"{verb} procedures_{part}{rest}" for part in ("requirement", "feerule", "step")
      for verb, rest in (("DELETE FROM", ""), ("UPDATE", " SET name = name"))),
    "INSERT INTO procedures_step (version_id, number, key, name, kind, role, place, hours, outcome, is_mandatory, x, y)"
    " SELECT version_id, 9, 'z', name, kind, role, place, hours, outcome, is_mandatory, x, y FROM procedures_step",
):
    print(refused(statement), statement[:70])
print(not refused("UPDATE procedures_procedureversion SET valid_until_on = '2026-12-31', repeal = '{}'"), "end")
"""


def test_the_database_refuses(tmp_path: Path) -> None:
    leave = ("DATABASE_URL", "CELERY_BROKER_URL")
    environ = {name: value for name, value in os.environ.items() if name not in leave}
    environ |= {"ONESTOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "onestop.settings"}

    def run(*words: str) -> str:
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
        ).stdout

    run("manage.py", "migrate", "--verbosity", "0")
    answers = run("-c", TRY).splitlines()
    assert len(answers) > 30
    assert [answer for answer in answers if not answer.startswith("True")] == []
