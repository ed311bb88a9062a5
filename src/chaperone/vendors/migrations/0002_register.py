import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0001_initial"),
        ("access", "0002_access"),
        ("organizations", "0003_platform"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                (
                    "answers",
                    models.JSONField(help_text="Number of the answer by id of the question."),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        help_text="In percent of what could be reached."
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("made_on", models.DateField()),
                ("made_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assurance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        help_text="An id of starter/documents.toml, or other.", max_length=32
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("issued_on", models.DateField()),
                ("review_on", models.DateField(help_text="When a newer one is to be asked for.")),
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("purpose", models.CharField(max_length=16)),
                ("host", models.CharField(blank=True, max_length=253)),
                (
                    "elements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("vendor", "No agreement with the vendor is in force"),
                            (
                                "customer",
                                "No agreement of the customer with the platform is in force",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        help_text="When the people in charge were told.", null=True
                    ),
                ),
                (
                    "overridden_at",
                    models.DateTimeField(
                        help_text="When a text that saves a life last went out nevertheless.",
                        null=True,
                    ),
                ),
                ("overrides", models.PositiveIntegerField(default=0)),
                (
                    "alarmed_at",
                    models.DateTimeField(help_text="When they were told of the first.", null=True),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CustomerAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("signed_on", models.DateField()),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        help_text="The last day; empty: until it is ended.", null=True
                    ),
                ),
                ("signed_here", models.CharField(blank=True, default="", max_length=120)),
                ("signed_there", models.CharField(blank=True, default="", max_length=120)),
                (
                    "reference",
                    models.CharField(blank=True, help_text="Where it is filed.", max_length=80),
                ),
                ("recorded_by", models.UUIDField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField("agreement", "recorded_by", models.UUIDField(null=True)),
        migrations.AddField(
            model_name="agreement",
            name="purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="signed_here",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="agreement",
            name="signed_there",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="vendor",
            name="contact",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="vendor",
            name="criticality",
            field=models.CharField(
                choices=[
                    ("high", "High: care stops without it"),
                    ("medium", "Medium: care goes on, with effort"),
                    ("low", "Low: nobody would notice for days"),
                ],
                default="medium",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="vendor",
            name="elements",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                default=list,
                help_text="Element groups of roles.toml.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="vendor",
            name="owner_id",
            field=models.UUIDField(help_text="Who looks after it here.", null=True),
        ),
        migrations.AddField(
            model_name="vendor",
            name="retire_reason",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="vendor",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="vendor",
            name="retired_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="vendor",
            name="review_on",
            field=models.DateField(help_text="When it is to be judged again.", null=True),
        ),
        migrations.AddField(
            model_name="vendor",
            name="under",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subcontractors",
                to="vendors.vendor",
            ),
        ),
        migrations.AddField(
            model_name="vendor",
            name="why",
            field=models.CharField(
                blank=True, default="", help_text="Why it gets them.", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="vendor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("under", None),
                    models.Q(("under", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="vendors_vendor_under_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="vendor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by", None)),
                    ("retired_at__isnull", False),
                    _connector="OR",
                ),
                name="vendors_vendor_retired",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="vendor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="vendors.vendor",
            ),
        ),
        migrations.AddField(
            model_name="assurance",
            name="vendor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assurances",
                to="vendors.vendor",
            ),
        ),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(fields=["organization_id", "-id"], name="vendors_closure_latest"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organization_id", "purpose", "host"),
                name="vendors_closure_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="customeragreement",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["organization_id"],
                name="vendors_customer_gate",
            ),
        ),
        migrations.AddConstraint(
            model_name="customeragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="vendors_customeragreement_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="customeragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="vendors_customeragreement_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                fields=["organization_id", "vendor", "-id"], name="vendors_assessment_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 100)), name="vendors_assessment_percent"
            ),
        ),
        migrations.AddIndex(
            model_name="assurance",
            index=models.Index(fields=["organization_id", "vendor"], name="vendors_assurance_of"),
        ),
        migrations.RunSQL(
            statements("chaperone.vendors", "gates.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
