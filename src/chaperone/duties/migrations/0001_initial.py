import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Away",
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
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("made_by", models.UUIDField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization_id", "last_day"], name="duties_away_last")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                ("phone", chaperone.vault.fields.SecretTextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "user_id"), name="duties_contact_one_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("week", "Week"), ("cover", "Cover"), ("swap", "Swap")],
                        max_length=8,
                    ),
                ),
                ("begins_on", models.DateField()),
                ("begins_at", models.TimeField()),
                ("ends_on", models.DateField()),
                ("ends_at", models.TimeField()),
                ("made_by", models.UUIDField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization_id", "ends_on"], name="duties_shift_ends")
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.duties", "tables.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
