"""A published version is frozen in the database too: triggers refuse every change but that of its end."""

from typing import Any

from django.db import migrations

PARTS = ("requirement", "feerule", "step")
# What a published version still learns: its last day, and the decision that says so.
OPEN = ("valid_until_on", "repeal")

POSTGRESQL = [
    """
    CREATE FUNCTION procedures_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE'
           OR to_jsonb(NEW) - 'valid_until_on' - 'repeal' <> to_jsonb(OLD) - 'valid_until_on' - 'repeal') THEN
            RAISE EXCEPTION 'a published version does not change' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION procedures_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE version bigint;
    BEGIN
        IF TG_OP = 'INSERT' THEN version := NEW.version_id; ELSE version := OLD.version_id; END IF;
        IF EXISTS (SELECT 1 FROM procedures_procedureversion WHERE id = version AND published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'a published version does not change' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER version_frozen BEFORE UPDATE OR DELETE ON procedures_procedureversion"
    " FOR EACH ROW EXECUTE FUNCTION procedures_version_frozen()",
    *[
        f"CREATE TRIGGER {part}_frozen BEFORE INSERT OR UPDATE OR DELETE ON procedures_{part}"
        " FOR EACH ROW EXECUTE FUNCTION procedures_part_frozen()"
        for part in PARTS
    ],
    "CREATE TRIGGER act_frozen BEFORE UPDATE OR DELETE ON procedures_catalogueact"
    " FOR EACH ROW EXECUTE FUNCTION procedures_part_frozen()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER act_frozen ON procedures_catalogueact",
    *[f"DROP TRIGGER {part}_frozen ON procedures_{part}" for part in PARTS],
    "DROP TRIGGER version_frozen ON procedures_procedureversion",
    "DROP FUNCTION procedures_part_frozen",
    "DROP FUNCTION procedures_version_frozen",
]
REFUSE = "BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"


def _sqlite(columns: list[str]) -> list[str]:
    frozen = ", ".join(f'"{column}"' for column in columns if column not in OPEN)
    published = "EXISTS (SELECT 1 FROM procedures_procedureversion WHERE id = {row}.version_id AND published_at IS NOT NULL)"
    return [
        f"CREATE TRIGGER version_frozen BEFORE UPDATE OF {frozen} ON procedures_procedureversion"
        f" WHEN OLD.published_at IS NOT NULL {REFUSE}",
        "CREATE TRIGGER version_kept BEFORE DELETE ON procedures_procedureversion"
        f" WHEN OLD.published_at IS NOT NULL {REFUSE}",
        *[
            f"CREATE TRIGGER {part}_frozen_{verb.lower()} BEFORE {verb} ON procedures_{part}"
            f" WHEN {published.format(row='NEW' if verb == 'INSERT' else 'OLD')} {REFUSE}"
            for part in PARTS
            for verb in ("INSERT", "UPDATE", "DELETE")
        ],
        *[
            f"CREATE TRIGGER act_frozen_{verb.lower()} BEFORE {verb} ON procedures_catalogueact"
            f" WHEN {published.format(row='OLD')} {REFUSE}"
            for verb in ("UPDATE", "DELETE")
        ],
    ]


def forward(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, POSTGRESQL)
    else:
        model = apps.get_model("procedures", "ProcedureVersion")
        _run(schema_editor, _sqlite([field.column for field in model._meta.concrete_fields]))


def back(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, POSTGRESQL_BACK)
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'procedures_%'"
        )
        names = [name for (name,) in cursor.fetchall()]
    _run(schema_editor, [f"DROP TRIGGER {name}" for name in names])


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0004_catalogue_whole")]
    operations = [migrations.RunPython(forward, back)]
