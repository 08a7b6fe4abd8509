"""Bring the versions that are there into the new shapes: time limits, results, keys of steps, years of the calendar."""

from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    for version in apps.get_model("procedures", "ProcedureVersion").objects.all():
        version.status = "published" if version.published_at else "draft"
        version.time_rules = [
            {
                "case": "",
                "channels": [],
                "quantity": f"{version.time_quantity.normalize():f}",
                "unit": version.time_unit,
                "cutoff": f"{version.cutoff:%H:%M}" if version.cutoff else None,
                "note": "",
                "source": "",
            }
        ]
        version.results = [{"code": "", "name": version.result_name, "symbol": version.result_symbol}]
        version.save()
        for number, rule in enumerate(version.fee_rules.order_by("pk"), start=1):
            rule.number = number
            rule.save()
    for step in apps.get_model("procedures", "Step").objects.all():
        step.key = f"step-{step.number}"
        step.save()
    apps.get_model("procedures", "FieldOfWork").objects.filter(code__startswith="G").update(is_official=True)
    days = apps.get_model("procedures", "SpecialDay").objects
    for year in sorted({day.on.year for day in days.all()}):
        is_provisional = days.filter(on__year=year, is_provisional=True).exists()
        apps.get_model("procedures", "CalendarYear").objects.create(year=year, is_provisional=is_provisional)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_catalogue")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
