from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_states")]
    operations = [
        migrations.CreateModel(
            name="Resealing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField()),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(max_length=63)),
                ("total", models.BigIntegerField(default=0)),
                ("moved", models.BigIntegerField(default=0)),
                ("stuck", models.BigIntegerField(default=0)),
                ("last_row", models.UUIDField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "table", "column"),
                        name="vault_resealing_one_per_column",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.vault", "resealing.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
