"""The catalogue: versions with all that a decision says, office calendars, the route as data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("procedures", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                ("is_provisional", models.BooleanField(default=False, verbose_name="not decided yet")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
            ],
            options={
                "verbose_name": "year of the calendar",
                "verbose_name_plural": "years of the calendar",
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="CatalogueAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("draft", "drafted"),
                            ("edit", "edited"),
                            ("publish", "published"),
                            ("retire", "given its last day"),
                            ("import", "imported"),
                        ],
                        max_length=30,
                        verbose_name="act",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
            ],
            options={
                "verbose_name": "act of the catalogue",
                "verbose_name_plural": "acts of the catalogue",
                "ordering": ["version", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OfficeHoursUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from_on", models.DateField(verbose_name="valid from")),
                ("valid_until_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
            ],
            options={
                "verbose_name": "office hours of an office",
                "verbose_name_plural": "office hours of offices",
                "ordering": ["valid_from_on"],
            },
        ),
        migrations.AlterModelOptions(
            name="feerule",
            options={
                "ordering": ["version", "number", "pk"],
                "verbose_name": "fee",
                "verbose_name_plural": "fees",
            },
        ),
        migrations.AddField(
            model_name="feerule",
            name="case",
            field=models.CharField(blank=True, max_length=200, verbose_name="case"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="category",
            field=models.CharField(blank=True, max_length=100, verbose_name="category of applicants"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="currency",
            field=models.CharField(default="VND", max_length=3, verbose_name="currency"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="exemptions",
            field=models.JSONField(blank=True, default=list, verbose_name="exemptions"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="note",
            field=models.CharField(blank=True, max_length=400, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="number",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="order"),
        ),
        migrations.AddField(
            model_name="feerule",
            name="scope",
            field=models.CharField(blank=True, max_length=100, verbose_name="where it applies"),
        ),
        migrations.AddField(
            model_name="fieldofwork",
            name="is_official",
            field=models.BooleanField(default=False, verbose_name="the code is the national one"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="accepts_e_copies",
            field=models.BooleanField(default=False, verbose_name="e-copies are accepted"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="cases",
            field=models.JSONField(blank=True, default=list, verbose_name="cases"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="conditions",
            field=models.TextField(blank=True, verbose_name="requirements and conditions"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="confidence",
            field=models.JSONField(blank=True, default=dict, verbose_name="confidence"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="coordinating",
            field=models.JSONField(blank=True, default=list, verbose_name="coordinating agencies"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="decision_on",
            field=models.DateField(blank=True, null=True, verbose_name="date of the decision"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="e_copies_basis",
            field=models.CharField(blank=True, max_length=200, verbose_name="decision on e-copies"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="edits",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="executing",
            field=models.CharField(blank=True, max_length=300, verbose_name="executing agency"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="financial_duty",
            field=models.BooleanField(default=False, verbose_name="with a financial duty (tax, land)"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="form",
            field=models.JSONField(blank=True, default=dict, verbose_name="e-form"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="levels",
            field=models.JSONField(blank=True, default=list, verbose_name="levels"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="links",
            field=models.JSONField(blank=True, default=list, verbose_name="links between steps"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="on_supplement",
            field=models.CharField(
                choices=[("PAUSE", "the time pauses"), ("RESTART", "the time starts again")],
                default="PAUSE",
                max_length=10,
                verbose_name="during a supplement",
            ),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="own_forms",
            field=models.JSONField(blank=True, default=list, verbose_name="statutory forms of its own"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="presence_required",
            field=models.BooleanField(default=False, verbose_name="the applicant must be present"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="repeal",
            field=models.JSONField(blank=True, default=dict, verbose_name="repeal"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="replaces",
            field=models.JSONField(blank=True, default=list, verbose_name="replaces"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="results",
            field=models.JSONField(blank=True, default=list, verbose_name="results"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="silent_approval",
            field=models.BooleanField(default=False, verbose_name="silence is approval"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="source",
            field=models.TextField(blank=True, verbose_name="source"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="status",
            field=models.CharField(
                choices=[("draft", "draft"), ("listed", "listed only"), ("published", "published")],
                default="draft",
                max_length=10,
                verbose_name="standing",
            ),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="subjects",
            field=models.JSONField(blank=True, default=list, verbose_name="who may apply"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="time_rules",
            field=models.JSONField(blank=True, default=list, verbose_name="time limits"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="case",
            field=models.CharField(blank=True, max_length=200, verbose_name="asked in the case"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="has_e_form",
            field=models.BooleanField(default=False, verbose_name="filled in as the e-form"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="is_result",
            field=models.BooleanField(default=False, verbose_name="is the result of a procedure"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="replaced_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="data that replace it"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="result_code",
            field=models.CharField(blank=True, max_length=40, verbose_name="code of the result that it is"),
        ),
        migrations.AddField(
            model_name="specialday",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="special_days",
                to="accounts.agency",
                verbose_name="of this office",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="is_mandatory",
            field=models.BooleanField(default=True, verbose_name="must be answered"),
        ),
        migrations.AddField(
            model_name="step",
            name="key",
            field=models.CharField(default="", max_length=40, verbose_name="key"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="step",
            name="kind",
            field=models.CharField(default="task", max_length=10, verbose_name="kind"),
        ),
        migrations.AddField(
            model_name="step",
            name="outcome",
            field=models.CharField(blank=True, max_length=10, verbose_name="outcome"),
        ),
        migrations.AddField(
            model_name="step",
            name="place",
            field=models.CharField(default="COMPETENT", max_length=35, verbose_name="held at"),
        ),
        migrations.AddField(
            model_name="step",
            name="role",
            field=models.CharField(blank=True, max_length=30, verbose_name="role"),
        ),
        migrations.AddField(
            model_name="step",
            name="x",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="step",
            name="y",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="feerule",
            name="amount",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="amount"),
        ),
        migrations.AlterField(
            model_name="feerule",
            name="channels",
            field=models.JSONField(blank=True, default=list, verbose_name="channels"),
        ),
        migrations.AlterField(
            model_name="feerule",
            name="tiers",
            field=models.JSONField(blank=True, default=list, verbose_name="tiers"),
        ),
        migrations.AlterField(
            model_name="fieldofwork",
            name="code",
            field=models.CharField(max_length=60, unique=True, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="channels",
            field=models.JSONField(blank=True, default=list, verbose_name="channels"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="competence",
            field=models.JSONField(blank=True, default=dict, verbose_name="competence"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="legal_bases",
            field=models.JSONField(blank=True, default=list, verbose_name="legal bases"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="name",
            field=models.CharField(max_length=1000, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="search_name",
            field=models.CharField(editable=False, max_length=1000),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="service_level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("FULL", "full online service"),
                    ("PARTIAL", "partial online service"),
                    ("OFFLINE", "at the counter only"),
                ],
                max_length=10,
                verbose_name="service level",
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="condition",
            field=models.CharField(blank=True, max_length=1000, verbose_name="asked only when"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="name",
            field=models.CharField(max_length=1000, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="specialday",
            name="on",
            field=models.DateField(verbose_name="day"),
        ),
        migrations.AddIndex(
            model_name="procedureversion",
            index=models.Index(fields=["status", "valid_from_on"], name="version_in_force"),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until_on", None),
                    ("valid_until_on__gte", models.F("valid_from_on")),
                    _connector="OR",
                ),
                name="version_until_after_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency", None)), fields=("on",), name="special_day_of_all"
            ),
        ),
        migrations.AddConstraint(
            model_name="specialday",
            constraint=models.UniqueConstraint(fields=("on", "agency"), name="special_day_of_office"),
        ),
        migrations.AddField(
            model_name="catalogueact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="catalogueact",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acts",
                to="procedures.procedureversion",
            ),
        ),
        migrations.AddField(
            model_name="officehoursuse",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hours",
                to="accounts.agency",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="officehoursuse",
            name="hours",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="procedures.officehoursrule",
                verbose_name="office hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="officehoursuse",
            constraint=models.UniqueConstraint(fields=("agency", "valid_from_on"), name="office_hours_from"),
        ),
    ]
