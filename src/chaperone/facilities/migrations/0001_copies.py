import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CopyRequest",
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
                ("asked_by", models.UUIDField()),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "elements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None
                    ),
                ),
                ("member_id", models.UUIDField(null=True)),
                ("by_command", models.BooleanField(default=False)),
                ("reason", chaperone.vault.fields.SecretTextField()),
                ("destination", chaperone.vault.fields.SecretTextField()),
                ("ends_at", models.DateTimeField()),
                ("single_use", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", chaperone.vault.fields.SecretTextField(null=True)),
            ],
            options={
                "db_table": "facilities_copyrequest",
                "indexes": [
                    models.Index(fields=["organization_id", "state"], name="facilities_copy_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="facilities_copy_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="facilities_copy_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CopyUse",
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
                ("export", models.CharField(help_text="The place where it left.", max_length=64)),
                (
                    "used_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("actor_kind", models.CharField(max_length=16)),
                ("used_by", models.UUIDField(null=True)),
                ("once", models.BooleanField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="facilities.copyrequest",
                    ),
                ),
            ],
            options={
                "db_table": "facilities_copyuse",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("once", True)),
                        fields=("request",),
                        name="facilities_copy_used_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.facilities", "copies.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
