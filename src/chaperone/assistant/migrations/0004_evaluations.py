import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("assistant", "0003_reviews")]
    operations = [
        migrations.CreateModel(
            name="Evaluation",
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
                ("file", models.CharField(max_length=64)),
                ("figures", models.JSONField()),
                ("product", models.CharField(max_length=32)),
                ("library", models.CharField(max_length=16)),
                ("rules", models.CharField(max_length=16)),
                (
                    "run_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-id"], name="assistant_evaluation_newest"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.assistant", "evaluations.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
