import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organizations", "0004_renaming")]

    operations = [
        migrations.CreateModel(
            name="Policy",
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
                ("name", models.SlugField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("policy", "Policy"),
                            ("plan", "Plan"),
                            ("agreement_template", "Agreement template"),
                            ("notice", "Notice"),
                            ("confidentiality", "Confidentiality agreement"),
                        ],
                        max_length=24,
                    ),
                ),
                ("starter", models.CharField(blank=True, default="", max_length=64)),
                ("created_by", models.UUIDField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("retired_on", models.DateField(null=True)),
                ("retired_by", models.UUIDField(null=True)),
                ("retired_because", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "name"), name="policies_policy_named_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_by", None), ("retired_on", None)),
                            models.Q(("retired_by__isnull", False), ("retired_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="policies_policy_retired_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
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
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("mandatory", models.BooleanField()),
                ("public", models.BooleanField()),
                (
                    "citations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("review_months", models.PositiveSmallIntegerField()),
                ("change", models.CharField(help_text="What is new, and why.", max_length=500)),
                (
                    "claims",
                    models.JSONField(
                        help_text="What the text claims of the system: names and values."
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                ("returned_because", models.CharField(blank=True, default="", max_length=500)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("grace_until", models.DateField(null=True)),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="policies.policy",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
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
                ("reviewed_by", models.UUIDField()),
                ("reviewed_on", models.DateField()),
                (
                    "reviewed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("note", models.CharField(max_length=500)),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="policies.policy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.version",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Acknowledgement",
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
                ("user_id", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
                ("until", models.DateField()),
                (
                    "acknowledged_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("renewed_at", models.DateTimeField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.version",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["organization_id", "policy", "-effective_on"],
                name="policies_version_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("policy", "number"), name="policies_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "review", "approved"])),
                fields=("policy",),
                name="policies_version_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("policy", "effective_on"),
                name="policies_version_one_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "published"]), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="policies_version_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("effective_on__isnull", False),
                        ("published_at__isnull", False),
                        ("published_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="policies_version_published_with_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(
                fields=["organization_id", "version"], name="policies_acknowledged_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("renewed_at", None)),
                fields=("organization_id", "user_id", "version"),
                include=("until",),
                name="policies_acknowledgement_once",
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.policies", "security.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
