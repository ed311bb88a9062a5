import django.db.models.deletion
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0004_destruction")]
    operations = [
        # What waits is gone after half an hour anyway; whoever was looking uploads their file again.
        migrations.RunSQL("TRUNCATE members_upload", reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveField(model_name="upload", name="content"),
        migrations.AddField(
            model_name="upload",
            name="content_type",
            field=chaperone.vault.fields.SealedTextField(null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="name",
            field=chaperone.vault.fields.SealedTextField(null=True),
        ),
        migrations.CreateModel(
            name="UploadPiece",
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
                ("number", models.PositiveIntegerField()),
                ("content", chaperone.vault.fields.SealedBinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pieces",
                        to="members.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "number"), name="members_uploadpiece_number"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.members", "uploads.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
