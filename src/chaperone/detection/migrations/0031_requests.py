from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("detection", "0030_worsening"),
        ("requestlog", "0002_refused"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCursor",
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
                ("next_id", models.UUIDField()),
            ],
            options={
                "db_table": "detection_request_cursor",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id",), name="detection_request_cursor_one"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.detection", "requests.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
