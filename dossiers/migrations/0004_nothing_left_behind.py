"""Nothing stays assigned to a role that ended: the database refuses to end it first, and to assign to it afterwards.

An open dossier's officer holds a membership as processing officer at its agency; the approver whom an open proposal
names holds one as approver there, or stands in for one. Whoever ends a membership holds its row; whoever assigns asks
for it FOR SHARE (PostgreSQL; SQLite writes one after the other anyway): of two who are at it at once, one is refused.
Days are the database's own, in Vietnam's time.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TODAY = {"postgresql": "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", "sqlite": "date('now', '+7 hours')"}
STANDS = "m.ended_at IS NULL AND (m.until_on IS NULL OR m.until_on >= {today})"
# An open dossier of the person whose officer's membership is gone.
LEFT_DOSSIER = """
EXISTS (
    SELECT 1 FROM dossiers_dossier d
    WHERE d.officer_id = OLD.user_id AND d.agency_id = OLD.agency_id AND d.status = 'in_process'
      AND NOT EXISTS (
        SELECT 1 FROM accounts_membership m
        WHERE m.user_id = d.officer_id AND m.agency_id = d.agency_id AND m.role = 'processing_officer'
          AND {stands}))
"""
# A proposal that waits for one of `people` at `agency` who may not sign there any more.
LEFT_PROPOSAL = """
EXISTS (
    SELECT 1 FROM dossiers_result r JOIN dossiers_dossier d ON d.id = r.dossier_id
    WHERE r.approver_id IN ({people}) AND r.signed_at IS NULL
      AND d.agency_id = {agency} AND d.status = 'in_process'
      AND NOT EXISTS (
        SELECT 1 FROM accounts_membership m
        WHERE m.user_id = r.approver_id AND m.agency_id = d.agency_id AND m.role = 'approver' AND {stands})
      AND NOT EXISTS (
        SELECT 1 FROM accounts_substitution s JOIN accounts_membership m ON m.id = s.membership_id
        WHERE s.substitute_id = r.approver_id AND s.ended_at IS NULL AND s.until_on >= {today}
          AND m.agency_id = d.agency_id AND m.role = 'approver' AND {stands}))
"""
WHO_SIGNED = "SELECT OLD.user_id UNION ALL SELECT substitute_id FROM accounts_substitution WHERE membership_id = OLD.id"
AGENCY_OF_POST = "(SELECT agency_id FROM accounts_membership WHERE id = OLD.membership_id)"
LEFT = "open work is still assigned to this role"
NOT_HELD = "this person does not hold the role"


def conditions(vendor: str) -> dict[str, str]:
    today = TODAY[vendor]
    stands = STANDS.format(today=today)
    proposal = {"today": today, "stands": stands}
    return {
        "membership": f"{LEFT_DOSSIER.format(stands=stands)} OR "
        + LEFT_PROPOSAL.format(people=WHO_SIGNED, agency="OLD.agency_id", **proposal),
        "substitution": LEFT_PROPOSAL.format(people="OLD.substitute_id", agency=AGENCY_OF_POST, **proposal),
    }


# The columns that end a role; any other change is none of this file's business.
CHANGES = {
    "membership": "ended_at, until_on, user_id, agency_id, role",
    "substitution": "ended_at, until_on, substitute_id, membership_id",
}
OFFICER_HELD = """
SELECT 1 FROM accounts_membership m
WHERE m.user_id = NEW.officer_id AND m.agency_id = NEW.agency_id AND m.role = 'processing_officer'
  AND m.ended_at IS NULL
"""
APPROVER_HELD = """
SELECT 1 FROM accounts_membership m
WHERE m.user_id = NEW.approver_id AND m.role = 'approver' AND m.ended_at IS NULL
  AND m.agency_id = (SELECT agency_id FROM dossiers_dossier WHERE id = NEW.dossier_id)
"""
APPROVER_STANDS_IN = """
SELECT 1 FROM accounts_substitution s JOIN accounts_membership m ON m.id = s.membership_id
WHERE s.substitute_id = NEW.approver_id AND s.ended_at IS NULL AND m.role = 'approver' AND m.ended_at IS NULL
  AND m.agency_id = (SELECT agency_id FROM dossiers_dossier WHERE id = NEW.dossier_id)
"""
OFFICER_NAMED = "NEW.officer_id IS NOT NULL AND NEW.officer_id IS DISTINCT FROM OLD.officer_id"
APPROVER_NAMED = "NEW.approver_id IS NOT NULL AND NEW.signed_at IS NULL"


def postgresql() -> list[str]:
    made = []
    for table, left in conditions("postgresql").items():
        made += [
            f"""
            CREATE FUNCTION dossiers_{table}_left() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {left} THEN
                    RAISE EXCEPTION '{LEFT}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$
            """,
            f"CREATE TRIGGER {table}_left AFTER UPDATE OF {CHANGES[table]} OR DELETE ON accounts_{table}"
            f" FOR EACH ROW EXECUTE FUNCTION dossiers_{table}_left()",
        ]
    return made + [
        f"""
        CREATE FUNCTION dossiers_officer_held() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM ({OFFICER_HELD} FOR SHARE OF m) held;
            IF NOT FOUND THEN
                RAISE EXCEPTION '{NOT_HELD}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER officer_held BEFORE UPDATE OF officer_id ON dossiers_dossier FOR EACH ROW"
        f" WHEN ({OFFICER_NAMED}) EXECUTE FUNCTION dossiers_officer_held()",
        f"""
        CREATE FUNCTION dossiers_approver_held() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM ({APPROVER_HELD} FOR SHARE OF m) held;
            IF FOUND THEN RETURN NEW; END IF;
            PERFORM 1 FROM ({APPROVER_STANDS_IN} FOR SHARE OF s, m) held;
            IF FOUND THEN RETURN NEW; END IF;
            RAISE EXCEPTION '{NOT_HELD}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        "CREATE TRIGGER approver_held BEFORE INSERT OR UPDATE OF approver_id ON dossiers_result FOR EACH ROW"
        f" WHEN ({APPROVER_NAMED}) EXECUTE FUNCTION dossiers_approver_held()",
    ]


def sqlite() -> list[str]:
    made = []
    for table, left in conditions("sqlite").items():
        refuse = f"WHEN {left} BEGIN SELECT RAISE(ABORT, '{LEFT}'); END"
        made += [
            f"CREATE TRIGGER {table}_left AFTER UPDATE OF {CHANGES[table]} ON accounts_{table} {refuse}",
            f"CREATE TRIGGER {table}_left_gone AFTER DELETE ON accounts_{table} {refuse}",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{NOT_HELD}'); END"
    named = OFFICER_NAMED.replace("IS DISTINCT FROM", "IS NOT")
    held = f"({APPROVER_NAMED}) AND NOT EXISTS ({APPROVER_HELD}) AND NOT EXISTS ({APPROVER_STANDS_IN})"
    return made + [
        "CREATE TRIGGER officer_held BEFORE UPDATE OF officer_id ON dossiers_dossier"
        f" WHEN ({named}) AND NOT EXISTS ({OFFICER_HELD}) {refuse}",
        f"CREATE TRIGGER approver_held BEFORE UPDATE OF approver_id ON dossiers_result WHEN {held} {refuse}",
        f"CREATE TRIGGER approver_held_first BEFORE INSERT ON dossiers_result WHEN {held} {refuse}",
    ]


POSTGRESQL_BACK = [
    "DROP TRIGGER approver_held ON dossiers_result",
    "DROP TRIGGER officer_held ON dossiers_dossier",
    "DROP TRIGGER substitution_left ON accounts_substitution",
    "DROP TRIGGER membership_left ON accounts_membership",
    *[
        f"DROP FUNCTION dossiers_{name}"
        for name in ("approver_held", "officer_held", "substitution_left", "membership_left")
    ],
]
SQLITE_BACK = [
    f"DROP TRIGGER {name}"
    for name in (
        "approver_held_first",
        "approver_held",
        "officer_held",
        "substitution_left_gone",
        "substitution_left",
        "membership_left_gone",
        "membership_left",
    )
]


def forward(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in postgresql() if on_postgresql else sqlite():
        schema_editor.execute(statement, params=None)


def back(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if on_postgresql else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_kept"),
        ("dossiers", "0003_filed_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="result",
            name="approver",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approver",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("status", "in_process")),
                fields=["officer", "agency"],
                name="held_by_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("helped_at", None), _negated=True),
                fields=["helped_at", "id"],
                name="helped_at_point",
            ),
        ),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(
                condition=models.Q(("signed_at", None)), fields=["approver"], name="awaits_approver"
            ),
        ),
        migrations.RunPython(forward, back),
    ]
