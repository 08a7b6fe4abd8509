"""Events and access records are append-only: triggers refuse every change but the erasure of personal data."""

from typing import Any

from django.db import migrations

EVENT_BODY = [
    "id",
    "province",
    "dossier_id",
    "seq",
    "type",
    "source",
    "target",
    "actor_id",
    "on_behalf_of",
    "helped_by",
    "facts",
    "at",
    "commitment",
    "prev_hash",
    "hash",
]
ACCESS_BODY = ["id", "province", "dossier_id", "user_id", "what", "at"]

POSTGRESQL = [
    """
    CREATE FUNCTION dossiers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION dossiers_event_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.personal IS NULL AND NEW.salt IS NULL
           AND to_jsonb(NEW) - 'personal' - 'salt' = to_jsonb(OLD) - 'personal' - 'salt' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER event_update BEFORE UPDATE ON dossiers_event FOR EACH ROW EXECUTE FUNCTION dossiers_event_erasure_only()",
    "CREATE TRIGGER event_delete BEFORE DELETE ON dossiers_event FOR EACH ROW EXECUTE FUNCTION dossiers_append_only()",
    "CREATE TRIGGER access_change BEFORE UPDATE OR DELETE ON dossiers_accessrecord"
    " FOR EACH ROW EXECUTE FUNCTION dossiers_append_only()",
    *[
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON dossiers_{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION dossiers_append_only()"
        for name, table in (("event", "event"), ("access", "accessrecord"))
    ],
]
POSTGRESQL_BACK = [
    "DROP TRIGGER access_truncate ON dossiers_accessrecord",
    "DROP TRIGGER event_truncate ON dossiers_event",
    "DROP TRIGGER access_change ON dossiers_accessrecord",
    "DROP TRIGGER event_delete ON dossiers_event",
    "DROP TRIGGER event_update ON dossiers_event",
    "DROP FUNCTION dossiers_event_erasure_only",
    "DROP FUNCTION dossiers_append_only",
]
REFUSE = "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
SQLITE = [
    f"CREATE TRIGGER event_update BEFORE UPDATE OF {', '.join(EVENT_BODY)} ON dossiers_event {REFUSE}",
    "CREATE TRIGGER event_erasure BEFORE UPDATE ON dossiers_event"
    f" WHEN NEW.personal IS NOT NULL OR NEW.salt IS NOT NULL {REFUSE}",
    f"CREATE TRIGGER event_delete BEFORE DELETE ON dossiers_event {REFUSE}",
    f"CREATE TRIGGER access_update BEFORE UPDATE OF {', '.join(ACCESS_BODY)} ON dossiers_accessrecord {REFUSE}",
    f"CREATE TRIGGER access_delete BEFORE DELETE ON dossiers_accessrecord {REFUSE}",
    # INSERT OR REPLACE deletes without asking delete triggers.
    "CREATE TRIGGER event_replace BEFORE INSERT ON dossiers_event WHEN EXISTS (SELECT 1 FROM dossiers_event"
    f" WHERE id = NEW.id OR (dossier_id = NEW.dossier_id AND seq = NEW.seq)) {REFUSE}",
    "CREATE TRIGGER access_replace BEFORE INSERT ON dossiers_accessrecord"
    f" WHEN EXISTS (SELECT 1 FROM dossiers_accessrecord WHERE id = NEW.id) {REFUSE}",
]
SQLITE_BACK = [
    f"DROP TRIGGER {name}"
    for name in (
        "access_replace",
        "event_replace",
        "access_delete",
        "access_update",
        "event_delete",
        "event_erasure",
        "event_update",
    )
]


def forward(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def back(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)  # the per cent signs are PL/pgSQL's


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
