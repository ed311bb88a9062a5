import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("continuity", "0001_backups")]

    operations = [
        migrations.CreateModel(
            name="Ceremony",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shares", "Printed shares, two of three"),
                            ("wrapped", "Wrapped by a key service"),
                        ],
                        max_length=8,
                    ),
                ),
                ("share_set", models.IntegerField(null=True)),
                ("recipient", models.CharField(max_length=80)),
                ("root_key_id", models.CharField(blank=True, max_length=255)),
                ("holders", models.JSONField(default=list)),
                (
                    "held_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("void_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("void_at__isnull", True)),
                        fields=("kind",),
                        name="continuity_ceremony_one_in_force",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.continuity", "ceremonies.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
