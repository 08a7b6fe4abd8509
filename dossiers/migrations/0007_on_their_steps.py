"""Nothing stays assigned to a role that ended, in the states that are new too; open dossiers stand on their steps.

The triggers of 0004 look at every state in which an officer holds a dossier, and at the unsigned proposal of a
replacement. On SQLite they were taken off by 0006, whose rebuilt tables they name, and come back here.
"""

from decimal import Decimal
from importlib import import_module

from django.db import migrations

left_behind = import_module("dossiers.migrations.0004_nothing_left_behind")

IN_PROCESS = "d.status = 'in_process'"
HELD = "d.status IN ('in_process', 'awaiting_supplement', 'awaiting_payment')"
PROPOSED = "d.status IN ('in_process', 'awaiting_supplement', 'awaiting_payment', 'issued', 'returned')"
# Role: the event with which its step began, and the step of the usual route.
BEGUN = {
    "processing_officer": ("dossier.taken_up", "examine", "Thẩm định"),
    "approver": ("dossier.proposed", "sign", "Ký duyệt"),
    "records_clerk": ("dossier.approved", "issue", "Phát hành"),
}


def conditions(vendor):
    """The conditions of 0004, looking at more states; of a membership the officer's dossiers come first."""
    of_role = left_behind.conditions(vendor)
    membership = of_role["membership"].replace(IN_PROCESS, HELD, 1)
    return {
        "membership": membership.replace(IN_PROCESS, PROPOSED),
        "substitution": of_role["substitution"].replace(IN_PROCESS, PROPOSED),
    }


def look_at(schema_editor, asked):
    """Let the triggers look at these conditions, by table."""
    if schema_editor.connection.vendor == "postgresql":
        for table, left in asked.items():
            schema_editor.execute(
                f"""
                CREATE OR REPLACE FUNCTION dossiers_{table}_left() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF {left} THEN
                        RAISE EXCEPTION '{left_behind.LEFT}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NULL;
                END $$
                """,
                params=None,
            )
        return
    for statement in left_behind.sqlite():
        for table, left in left_behind.conditions("sqlite").items():
            if f"ON accounts_{table} WHEN" in statement:
                statement = statement.replace(left, asked[table])
        schema_editor.execute(statement, params=None)


def forward(apps, schema_editor):
    look_at(schema_editor, conditions(schema_editor.connection.vendor))


def back(apps, schema_editor):
    """Leave what 0006 left: on PostgreSQL the triggers of 0004, on SQLite none."""
    if schema_editor.connection.vendor == "postgresql":
        look_at(schema_editor, left_behind.conditions("postgresql"))
    else:
        left_behind.back(apps, schema_editor)


def stand_on_steps(apps, schema_editor):
    """Begin, for each open dossier behind take_up, the step at which it is by its state and its proposal."""
    routes = {}
    rows = apps.get_model("dossiers", "Dossier").objects.filter(
        status__in=("in_process", "processed"), runs=0
    )
    for dossier in rows.order_by("pk").iterator(chunk_size=500):
        if dossier.procedure_version_id not in routes:
            routes[dossier.procedure_version_id] = _route(apps, dossier.procedure_version_id)
        _stand(apps, dossier, routes[dossier.procedure_version_id])


def _route(apps, version_id):
    """The tasks of the version by role; those of the usual route where it names none that can be travelled."""
    steps = apps.get_model("procedures", "Step").objects.filter(version=version_id, kind="task")
    tasks = list(steps.order_by("number"))
    at_home = [step for step in tasks if step.place == "COMPETENT"]
    roles = {step.role for step in at_home}
    if not all(step.role for step in tasks) or not {"processing_officer", "approver"} <= roles:
        return {role: (key, name, Decimal(0)) for role, (_event, key, name) in BEGUN.items()}
    by_role = {}
    for step in at_home:
        if step.role == "approver":
            by_role[step.role] = (step.key, step.name, step.hours)  # the last of them signs
        else:
            by_role.setdefault(step.role, (step.key, step.name, step.hours))
    return by_role


def _stand(apps, dossier, route):
    def of_dossier(model):
        return apps.get_model("dossiers", model).objects.filter(dossier=dossier.pk)

    proposed = of_dossier("Result").filter(signed_at=None).exclude(approver=None).first()
    role, officer = "processing_officer", dossier.officer_id
    if dossier.status == "processed":
        role, officer = "records_clerk", None
    elif proposed is not None:
        role, officer = "approver", proposed.approver_id
    begun = of_dossier("Event").filter(type=BEGUN[role][0]).order_by("-seq").first()
    if role not in route or begun is None:
        return
    key, name, hours = route[role]
    apps.get_model("dossiers", "StepRun").objects.create(
        province=dossier.province,
        dossier_id=dossier.pk,
        number=1,
        key=key,
        name=name,
        kind="task",
        role=role,
        agency_id=dossier.agency_id,
        officer_id=officer,
        given_by_id=begun.actor_id,
        minutes=int(hours * 60) or None,  # no instant: it had no budget when it began
        started_at=begun.at,
        taken_at=begun.at if officer else None,
    )
    apps.get_model("dossiers", "Dossier").objects.filter(pk=dossier.pk).update(
        runs=1, step=key, step_role=role, step_agency_id=dossier.agency_id
    )


def stand_nowhere(apps, schema_editor):
    """The table of runs goes with 0006."""
    apps.get_model("dossiers", "StepRun").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_whole_life"), ("procedures", "0005_frozen")]
    operations = [
        migrations.RunPython(forward, back),
        migrations.RunPython(stand_on_steps, stand_nowhere),
    ]
