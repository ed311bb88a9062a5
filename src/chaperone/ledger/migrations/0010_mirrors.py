import django.db.models.deletion
from django.db import migrations, models

from chaperone.database.sql import statements

STATE = [
    migrations.CreateModel(
        name="KeyChange",
        fields=[
            ("number", models.IntegerField(primary_key=True, serialize=False)),
            ("size", models.BigIntegerField(unique=True)),
            ("note", models.TextField()),
            ("changed_at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name="Cosignature",
        fields=[
            ("number", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "checkpoint",
                models.ForeignKey(
                    db_column="size",
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    to="ledger.checkpoint",
                ),
            ),
            ("witness", models.TextField()),
            ("line", models.TextField()),
            ("witnessed_at", models.DateTimeField()),
            ("added_at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name="Mirror",
        fields=[
            ("name", models.TextField(primary_key=True, serialize=False)),
            ("size", models.BigIntegerField(default=0)),
            ("cosigned", models.BigIntegerField(default=0)),
            ("kept_at", models.DateTimeField(null=True)),
            ("tried_at", models.DateTimeField()),
            ("problem", models.TextField(default="")),
        ],
    ),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_pruning")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=STATE,
            database_operations=[
                migrations.RunSQL(statements("chaperone.ledger", "mirrors.sql")),
            ],
        ),
    ]
