import django.contrib.postgres.fields
from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("continuity", "0030_recovery")]

    operations = [
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("lines", models.BigIntegerField()),
                ("joined", models.BigIntegerField(default=0)),
                ("entries", models.BigIntegerField(default=0)),
                ("requests", models.BigIntegerField(default=0)),
                (
                    "problems",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("joined_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("joined__lte", models.F("lines"))),
                        name="continuity_journal_not_beyond",
                    )
                ],
            },
        ),
        migrations.RunSQL(statements("chaperone.continuity", "journals.sql")),
    ]
