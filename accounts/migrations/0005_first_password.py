"""A one-time password has an end; None: the person's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_kept")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="first_password_ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="one-time password valid until"),
        ),
    ]
