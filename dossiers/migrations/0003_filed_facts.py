"""What a filing says beside its fields: pages, cases, categories of the applicant, answers of the e-form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="answers",
            field=models.JSONField(null=True, verbose_name="answers of the e-form"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="cases",
            field=models.JSONField(null=True, verbose_name="cases"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="categories",
            field=models.JSONField(null=True, verbose_name="categories of the applicant"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="pages",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="pages of one copy"),
        ),
    ]
