import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_purging"), ("ledger", "0021_prune_statements")]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=80)),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ok", "Well"),
                            ("attention", "Look at this"),
                            ("alarm", "Wrong"),
                            ("unknown", "Not known"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sentence", models.CharField(max_length=400)),
                ("remedy", models.CharField(blank=True, max_length=400)),
                ("taken_at", models.DateTimeField()),
                ("since", models.DateTimeField(help_text="It has been in this state since.")),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
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
                ("name", models.CharField(max_length=100)),
                (
                    "raised_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("told_at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("quiet_until", models.DateTimeField(null=True)),
                ("quieted_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organization_id", "name"),
                        name="notices_alarm_one_open",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.notices", "alarms.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
