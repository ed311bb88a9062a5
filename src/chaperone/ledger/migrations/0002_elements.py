import django.db.models.fields.composite
from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Element",
                    fields=[
                        (
                            "pk",
                            django.db.models.fields.composite.CompositePrimaryKey(
                                "organization_id",
                                "element",
                                "entry_id",
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
            ],
            database_operations=[
                migrations.RunSQL(statements("chaperone.ledger", "elements.sql")),
            ],
        ),
    ]
