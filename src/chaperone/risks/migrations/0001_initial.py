import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Analysis",
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
                ("title", models.CharField(max_length=160)),
                ("content", models.TextField()),
                ("risks", models.IntegerField(help_text="How many open risks it tells of.")),
                (
                    "highest",
                    models.SmallIntegerField(
                        help_text="The highest residual level among them.", null=True
                    ),
                ),
                ("drawn_up_by", models.UUIDField()),
                (
                    "drawn_up_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("signature_id", models.UUIDField(null=True)),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-drawn_up_at", "-id"],
                        name="risks_analysis_newest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Asset",
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
                ("key", models.CharField(blank=True, max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("database", "Database"),
                            ("keys", "Keys"),
                            ("carrier", "Text-message carrier"),
                            ("model", "Language model"),
                            ("mirror", "Mirror of the ledger"),
                            ("sink", "Monitoring (SIEM)"),
                            ("mail", "E-mail server"),
                            ("host", "Host"),
                            ("backup", "Backup"),
                            ("application", "Application"),
                            ("device", "Devices"),
                            ("network", "Network"),
                            ("site", "Site"),
                            ("paper", "Paper"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("about", models.CharField(blank=True, max_length=500)),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "holds",
                    models.CharField(
                        choices=[
                            ("yes", "Holds ePHI"),
                            ("passes", "ePHI passes through"),
                            ("no", "No ePHI"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "criticality",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Very low"),
                            (2, "Low"),
                            (3, "Moderate"),
                            (4, "High"),
                            (5, "Very high"),
                        ],
                        null=True,
                    ),
                ),
                ("owner_id", models.UUIDField(null=True)),
                (
                    "recorded_by",
                    models.UUIDField(help_text="Empty: found by the system.", null=True),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("gone_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_by", models.UUIDField(null=True)),
                ("retire_reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "name", "id"], name="risks_asset_by_name"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("organization_id", "key"),
                        name="risks_asset_found_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("criticality", None), ("criticality__range", (1, 5)), _connector="OR"
                        ),
                        name="risks_asset_criticality",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
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
                ("number", models.IntegerField()),
                (
                    "starter",
                    models.CharField(
                        blank=True, help_text="Its key in the starter set.", max_length=60
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("statement", models.TextField(max_length=2000)),
                ("threat", models.CharField(blank=True, max_length=60)),
                ("vulnerability", models.CharField(blank=True, max_length=60)),
                (
                    "asset_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "citations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("controls", models.TextField(blank=True, max_length=2000)),
                ("owner_id", models.UUIDField(null=True)),
                ("owned_by", models.UUIDField(help_text="Who named the owner.", null=True)),
                ("inherent_likelihood", models.SmallIntegerField(null=True)),
                ("inherent_impact", models.SmallIntegerField(null=True)),
                ("inherent_level", models.SmallIntegerField(null=True)),
                ("residual_likelihood", models.SmallIntegerField(null=True)),
                ("residual_impact", models.SmallIntegerField(null=True)),
                ("residual_level", models.SmallIntegerField(null=True)),
                ("assessed_by", models.UUIDField(null=True)),
                ("assessed_at", models.DateTimeField(null=True)),
                (
                    "treatment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("avoid", "Avoid: stop doing what brings it"),
                            ("reduce", "Reduce: add or better safeguards"),
                            ("transfer", "Transfer: insure it, or share it by contract"),
                            ("accept", "Accept: live with it until a day"),
                        ],
                        max_length=8,
                    ),
                ),
                ("plan", models.TextField(blank=True, max_length=2000)),
                ("treatment_owner_id", models.UUIDField(null=True)),
                ("treatment_due", models.DateField(null=True)),
                ("treatment_done_on", models.DateField(null=True)),
                ("accepted_until", models.DateField(null=True)),
                ("review_on", models.DateField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("recorded_by", models.UUIDField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-residual_level", "number"],
                        name="risks_risk_by_level",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "number"), name="risks_risk_numbered_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("starter", ""), _negated=True),
                        fields=("organization_id", "starter"),
                        name="risks_risk_adopted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("inherent_impact", None),
                                ("inherent_level", None),
                                ("inherent_likelihood", None),
                            ),
                            models.Q(
                                ("inherent_impact__range", (1, 5)),
                                ("inherent_level__range", (1, 5)),
                                ("inherent_likelihood__range", (1, 5)),
                            ),
                            _connector="OR",
                        ),
                        name="risks_risk_inherent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("residual_impact", None),
                                ("residual_level", None),
                                ("residual_likelihood", None),
                            ),
                            models.Q(
                                ("residual_impact__range", (1, 5)),
                                ("residual_level__range", (1, 5)),
                                ("residual_likelihood__range", (1, 5)),
                            ),
                            _connector="OR",
                        ),
                        name="risks_risk_residual",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_until", None),
                                models.Q(("treatment", "accept"), _negated=True),
                            ),
                            models.Q(("accepted_until__isnull", False), ("treatment", "accept")),
                            _connector="OR",
                        ),
                        name="risks_risk_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
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
                ("likelihood", models.SmallIntegerField()),
                ("impact", models.SmallIntegerField()),
                ("reason", models.TextField(max_length=1000)),
                ("accepted_by", models.UUIDField()),
                (
                    "accepted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "until",
                    models.DateField(help_text="The last day; the risk is open again on the next."),
                ),
                ("signature_id", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=500)),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="risks.risk",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("risk"),
                        models.OrderBy(models.F("accepted_at"), descending=True),
                        name="risks_acceptance_newest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("impact__range", (1, 5)), ("likelihood__range", (1, 5))
                        ),
                        name="risks_acceptance_scored",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.risks", "security.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
