import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
        ("organizations", "0004_renaming"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrustPage",
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
                ("is_public", models.BooleanField()),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("decided_by", models.UUIDField()),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-id"], name="evidence_trustpage_latest"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.evidence", "trust.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
