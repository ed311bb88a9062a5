from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("number", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField(editable=False, unique=True)),
                (
                    "carrier",
                    models.CharField(
                        choices=[
                            ("handset", "the demo's phones"),
                            ("aws", "AWS End User Messaging"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("topic", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("confirm_url", models.CharField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "asked for, and not confirmed yet"),
                            ("confirmed", "texts arrive"),
                            ("failed", "could not be confirmed"),
                            ("ended", "was unsubscribed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UnknownText",
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
                    "carrier",
                    models.CharField(
                        choices=[
                            ("handset", "the demo's phones"),
                            ("aws", "AWS End User Messaging"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sender", chaperone.vault.fields.SealedTextField()),
                ("body", chaperone.vault.fields.SealedTextField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandsetPhone",
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
                ("number", chaperone.vault.fields.SealedTextField()),
                ("number_index", models.BinaryField(max_length=16)),
                ("name", chaperone.vault.fields.SealedTextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "number_index"),
                        name="carriers_handsetphone_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandsetText",
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
                ("number_index", models.BinaryField(max_length=16)),
                (
                    "direction",
                    models.CharField(
                        choices=[("sent", "from the phone"), ("got", "to the phone")], max_length=8
                    ),
                ),
                ("body", chaperone.vault.fields.SealedTextField()),
                ("message_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "number_index", "id"],
                        name="carriers_handsettext_phone",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "message_id"), name="carriers_handsettext_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inbound",
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
                    "carrier",
                    models.CharField(
                        choices=[
                            ("handset", "the demo's phones"),
                            ("aws", "AWS End User Messaging"),
                        ],
                        max_length=16,
                    ),
                ),
                ("carrier_message_id", models.CharField(max_length=128)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "carrier", "carrier_message_id"),
                        name="carriers_inbound_once",
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(
                statements("chaperone.carriers", name), reverse_sql=migrations.RunSQL.noop
            )
            for name in ("numbers.sql", "inbound.sql", "handset.sql", "aws.sql")
        ),
    ]
