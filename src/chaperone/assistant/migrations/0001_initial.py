from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from chaperone.database.sql import statements

STATE = [
    migrations.CreateModel(
        name="Passage",
        fields=[
            ("id", models.TextField(primary_key=True, serialize=False)),
            ("subject", models.TextField()),
            ("question", models.TextField()),
            ("answer", models.TextField()),
            ("topics", ArrayField(models.TextField())),
            ("url", models.TextField()),
            ("source", models.TextField()),
            ("licence", models.TextField()),
        ],
        options={"db_table": "assistant_passage"},
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=STATE,
            database_operations=[
                migrations.RunSQL(statements("chaperone.assistant", "tables.sql")),
            ],
        ),
    ]
