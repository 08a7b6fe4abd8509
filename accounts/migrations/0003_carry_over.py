"""Say of the vertical agencies that are there which branch they are of; known by their names."""

from typing import Any

from django.db import migrations

BRANCHES = (("Công an", "POLICE"), ("Thuế", "TAX"), ("Bảo hiểm xã hội", "SOCIAL_INSURANCE"))


def carry_over(apps: Any, schema_editor: Any) -> None:
    for agency in apps.get_model("accounts", "Agency").objects.filter(kind="VERTICAL_AGENCY"):
        found = [branch for words, branch in BRANCHES if words.casefold() in agency.name.casefold()]
        agency.branch = found[0] if found else "OTHER"
        agency.save(update_fields=["branch"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_places_and_people")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
