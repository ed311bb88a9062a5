from datetime import UTC, datetime, timedelta

import django.db.models.fields.composite
from django.db import migrations, models

from chaperone.database.partitions import monthly
from chaperone.database.sql import statements

MONTHS_AHEAD = 24


def _partitions() -> str:
    # From last month on: another machine's clock may be behind when the year or month turns.
    last_month = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    months = MONTHS_AHEAD + 2
    entry = monthly("ledger_entry", "id", last_month, months)
    return entry + "\n" + monthly("ledger_subject", "entry_id", last_month, months)


STATE = [
    migrations.CreateModel(
        name="Entry",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("organization_id", models.UUIDField()),
            ("event", models.TextField()),
            ("actor_kind", models.TextField()),
            ("actor_id", models.UUIDField(null=True)),
            ("recorded_at", models.DateTimeField()),
            ("sealed", models.BinaryField()),
        ],
        options={
            "indexes": [
                models.Index("organization_id", "actor_id", "id", name="ledger_entry_actor"),
                models.Index("organization_id", "event", "id", name="ledger_entry_event"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Subject",
        fields=[
            (
                "pk",
                django.db.models.fields.composite.CompositePrimaryKey(
                    "organization_id",
                    "member_id",
                    "entry_id",
                    blank=True,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("organization_id", models.UUIDField()),
            ("member_id", models.UUIDField()),
            ("entry_id", models.UUIDField()),
        ],
    ),
    migrations.CreateModel(
        name="Pending",
        fields=[("entry_id", models.UUIDField(primary_key=True, serialize=False))],
    ),
    migrations.CreateModel(
        name="Leaf",
        fields=[
            ("leaf_index", models.BigIntegerField(primary_key=True, serialize=False)),
            ("entry_id", models.UUIDField(unique=True)),
            ("leaf_hash", models.BinaryField()),
        ],
    ),
    migrations.CreateModel(
        name="Tree",
        fields=[
            ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
            ("size", models.BigIntegerField()),
            ("frontier", models.BinaryField()),
            ("epoch", models.BigIntegerField()),
        ],
    ),
    migrations.CreateModel(
        name="Checkpoint",
        fields=[
            ("size", models.BigIntegerField(primary_key=True, serialize=False)),
            ("root", models.BinaryField()),
            ("note", models.TextField()),
            ("signed_at", models.DateTimeField()),
        ],
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=STATE,
            database_operations=[
                migrations.RunSQL(statements("chaperone.ledger", "tables.sql")),
                migrations.RunSQL(_partitions()),
                migrations.RunSQL(statements("chaperone.ledger", "guards.sql")),
                migrations.RunSQL("select ledger_guard_partitions()"),
                migrations.RunSQL(statements("chaperone.ledger", "append.sql")),
                migrations.RunSQL(statements("chaperone.ledger", "security.sql")),
                migrations.RunSQL(statements("chaperone.ledger", "placing.sql")),
            ],
        ),
    ]
