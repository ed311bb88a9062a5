import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                ("kind", models.CharField(max_length=64)),
                ("subject_id", models.UUIDField(help_text="What it is about.")),
                (
                    "recipient_id",
                    models.UUIDField(help_text="Empty for another service.", null=True),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("text", "Text message"),
                            ("portal", "Here"),
                            ("webhook", "Another service"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting to be sent"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("needless", "Not needed any more"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "due_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        fields=["organization_id", "due_at"],
                        name="notices_notice_waiting",
                    ),
                    models.Index(
                        fields=["organization_id", "subject_id"], name="notices_notice_subject"
                    ),
                    models.Index(
                        condition=models.Q(("way", "portal")),
                        fields=["organization_id", "recipient_id", "-id"],
                        name="notices_notice_portal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
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
                ("url", models.CharField(max_length=500)),
                ("secret", chaperone.vault.fields.SecretTextField()),
                ("set_by", models.UUIDField(null=True)),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organization_id",),
                        name="notices_webhook_one_in_force",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.notices", "tables.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
