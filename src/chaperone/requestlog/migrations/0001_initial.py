from datetime import UTC, datetime, timedelta

from django.db import migrations, models

from chaperone.database.partitions import monthly
from chaperone.database.sql import statements

MONTHS_AHEAD = 24


def _partitions() -> str:
    # From last month on: another machine's clock may be behind when the year or month turns.
    last_month = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    return monthly("requestlog_request", "id", last_month, MONTHS_AHEAD + 2)


STATE = [
    migrations.CreateModel(
        name="Request",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("organization_id", models.UUIDField()),
            ("actor_id", models.UUIDField(null=True)),
            ("route", models.TextField()),
            ("status", models.SmallIntegerField()),
            ("address_index", models.BinaryField()),
            ("sealed", models.BinaryField()),
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
                migrations.RunSQL(statements("chaperone.requestlog", "tables.sql")),
                migrations.RunSQL(_partitions()),
                migrations.RunSQL(statements("chaperone.requestlog", "guards.sql")),
                migrations.RunSQL("select requestlog_guard_partitions()"),
                migrations.RunSQL(statements("chaperone.requestlog", "security.sql")),
            ],
        ),
    ]
