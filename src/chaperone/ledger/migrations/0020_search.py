import django.db.models.fields.composite
from django.db import migrations, models

from chaperone.database.sql import statements

# Django cannot alter a composite primary key.
STATE = [
    migrations.RemoveIndex(model_name="entry", name="ledger_entry_actor"),
    migrations.RemoveIndex(model_name="entry", name="ledger_entry_event"),
    migrations.DeleteModel(name="Element"),
    migrations.CreateModel(
        name="Element",
        fields=[
            (
                "pk",
                django.db.models.fields.composite.CompositePrimaryKey(
                    "entry_id",
                    "element",
                    blank=True,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("organization_id", models.UUIDField()),
            ("element", models.TextField()),
            ("entry_id", models.UUIDField()),
        ],
    ),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0015_forwarded")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=STATE,
            database_operations=[
                migrations.RunSQL(statements("chaperone.ledger", "search.sql")),
            ],
        ),
    ]
