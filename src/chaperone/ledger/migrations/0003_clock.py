from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_elements")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ClockJump",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("seconds", models.FloatField()),
                        ("before", models.DateTimeField()),
                        ("after", models.DateTimeField()),
                        ("at_start", models.BooleanField()),
                        ("entry_id", models.UUIDField(null=True)),
                    ],
                    options={"db_table": "ledger_clock_jump"},
                ),
            ],
            database_operations=[migrations.RunSQL(statements("chaperone.ledger", "clock.sql"))],
        ),
    ]
