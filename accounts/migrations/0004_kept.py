"""A branch for each vertical agency and no other; the acts of the administration are append-only."""

from typing import Any

from django.db import migrations, models

POSTGRESQL = [
    """
    CREATE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER staffact_change BEFORE UPDATE OR DELETE ON accounts_staffact"
    " FOR EACH ROW EXECUTE FUNCTION accounts_append_only()",
]
POSTGRESQL_BACK = ["DROP TRIGGER staffact_change ON accounts_staffact", "DROP FUNCTION accounts_append_only"]
REFUSE = "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
SQLITE = [
    f"CREATE TRIGGER staffact_update BEFORE UPDATE ON accounts_staffact {REFUSE}",
    f"CREATE TRIGGER staffact_delete BEFORE DELETE ON accounts_staffact {REFUSE}",
    # INSERT OR REPLACE deletes without asking delete triggers.
    "CREATE TRIGGER staffact_replace BEFORE INSERT ON accounts_staffact"
    f" WHEN EXISTS (SELECT 1 FROM accounts_staffact WHERE id = NEW.id) {REFUSE}",
]
SQLITE_BACK = [f"DROP TRIGGER staffact_{what}" for what in ("replace", "delete", "update")]


def forward(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def back(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)  # the per cent signs are PL/pgSQL's


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_carry_over")]
    operations = [
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "VERTICAL_AGENCY"), models.Q(("branch", ""), _negated=True)),
                    models.Q(models.Q(("kind", "VERTICAL_AGENCY"), _negated=True), ("branch", "")),
                    _connector="OR",
                ),
                name="agency_branch_if_vertical",
            ),
        ),
        migrations.RunPython(forward, back),
    ]
