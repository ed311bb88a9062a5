import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SettingChange",
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
                ("name", models.CharField(max_length=64)),
                ("value", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("changed_by", models.UUIDField(null=True)),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "name", "-id"],
                        name="organizations_setting_latest",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.organizations", "setting.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
