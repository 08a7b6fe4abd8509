"""Drop what 0003 carried over, and hold the new rules."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_carry_over")]

    operations = [
        migrations.RemoveField(
            model_name="procedureversion",
            name="cutoff",
        ),
        migrations.RemoveField(
            model_name="procedureversion",
            name="result_name",
        ),
        migrations.RemoveField(
            model_name="procedureversion",
            name="result_symbol",
        ),
        migrations.RemoveField(
            model_name="procedureversion",
            name="time_quantity",
        ),
        migrations.RemoveField(
            model_name="procedureversion",
            name="time_unit",
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), models.Q(("status", "published"), _negated=True)),
                    models.Q(models.Q(("published_at", None), _negated=True), ("status", "published")),
                    _connector="OR",
                ),
                name="version_published_when_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="step_key"),
        ),
    ]
