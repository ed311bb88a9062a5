import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("record_id", models.UUIDField()),
                ("kind", models.CharField(max_length=64)),
                ("name", chaperone.vault.fields.SecretTextField()),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_by", models.UUIDField(help_text="Empty where a program did.", null=True)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("retired_by", models.UUIDField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("retired_at", None)),
                        fields=["organization_id", "record_id", "-id"],
                        name="registers_attachment_record",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
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
                ("record_id", models.UUIDField()),
                ("entry_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "record_id", "-entry_id"],
                        name="registers_change_record",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("record_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=400)),
                (
                    "meaning",
                    models.CharField(
                        help_text="What the signature says, as a sentence.", max_length=200
                    ),
                ),
                ("factor", models.CharField(max_length=32)),
                ("sha256", models.CharField(max_length=64)),
                ("entry_id", models.UUIDField()),
                (
                    "signed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "record_id", "-id"],
                        name="registers_signature_record",
                    )
                ],
            },
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
                ("register", models.CharField(max_length=64)),
                ("owner_id", models.UUIDField()),
                ("json", models.BooleanField(default=False, help_text="JSON, else CSV.")),
                ("content", chaperone.vault.fields.SecretTextField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="registers_upload_expires")],
            },
        ),
        migrations.CreateModel(
            name="AttachmentPiece",
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
                ("content", chaperone.vault.fields.SecretBinaryField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="registers.attachment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attachment", "number"), name="registers_attachmentpiece_number"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.registers", "tables.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
