from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0002_single_member")]
    operations = [
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["organization_id", "-id"], name="members_member_register"),
        ),
        migrations.CreateModel(
            name="Upload",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("members", "Members"), ("staff", "Staff")], max_length=16
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("content", chaperone.vault.fields.SealedTextField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="members_upload_expires")],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.members", "administration.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
