import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements

REVIEW = migrations.CreateModel(
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
        ("passage_id", models.TextField()),
        ("version", models.CharField(max_length=16)),
        (
            "kind",
            models.CharField(
                choices=[
                    ("approved", "Approved"),
                    ("refused", "Not to be sent"),
                    ("withdrawn", "Approval withdrawn"),
                ],
                max_length=16,
            ),
        ),
        ("review_again_on", models.DateField(null=True)),
        ("note", models.CharField(blank=True, max_length=500)),
        ("decided_by", models.UUIDField()),
        (
            "decided_at",
            models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        ("superseded_at", models.DateTimeField(null=True)),
    ],
    options={
        "indexes": [
            models.Index(
                fields=["organization_id", "passage_id", "-id"], name="assistant_review_history"
            )
        ],
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("organization_id", "passage_id"),
                name="assistant_review_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "approved"), ("review_again_on__isnull", False)),
                    models.Q(
                        models.Q(("kind", "approved"), _negated=True), ("review_again_on", None)
                    ),
                    _connector="OR",
                ),
                name="assistant_review_again",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("assistant", "0002_in_memory")]
    operations = [
        migrations.AddField(
            model_name="passage", name="short", field=models.TextField(db_default="", default="")
        ),
        migrations.AddField(
            model_name="passage",
            name="version",
            field=models.CharField(db_default="", default="", max_length=16),
        ),
        REVIEW,
        migrations.RunSQL(
            statements("chaperone.assistant", "reviews.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
