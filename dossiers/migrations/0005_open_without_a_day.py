"""Open is what is received and not decided, also where the law sets no day."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_kept"),
        ("dossiers", "0004_nothing_left_behind"),
        ("procedures", "0005_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dossier",
            name="open_by_agency",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="open_by_receiver",
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "digitised", "in_process"])),
                fields=["agency", "due_at", "id"],
                name="open_by_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "digitised", "in_process"])),
                fields=["receiving_agency", "due_at", "id"],
                name="open_by_receiver",
            ),
        ),
    ]
