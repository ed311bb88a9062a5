import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("carriers", "0003_purging"),
        ("conversations", "0050_drafts_decided"),
        ("members", "0040_contact"),
    ]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.CreateModel(
            name="UnknownTurn",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField(editable=False)),
                ("number_index", models.BinaryField(max_length=16)),
                (
                    "triage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("routine", "Routine"),
                            ("urgent", "Urgent"),
                            ("crisis", "Crisis"),
                            ("emergency", "Emergency"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=2)),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("pending", "Waiting to be sent"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Not sent: the text network did not take it"),
                            ("unconfirmed", "Sent, not confirmed"),
                            ("limited", "Not sent again: this number got it a short while ago"),
                            ("nowhere", "Not sent: this is no telephone number"),
                            (
                                "restored",
                                "Not sent: it waited when a backup was made that was restored",
                            ),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="The reply goes out not before.",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_number", "Meant for somebody else"),
                            ("spam", "Advertising or a program"),
                            ("no_member", "We spoke: they are no member of ours"),
                            ("staff", "Somebody of our staff"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("dismissed_by", models.UUIDField(null=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("triage", ""), ("reply__in", ["pending", "sending"]), _connector="OR"
                        ),
                        fields=["organization_id", "id"],
                        name="conversations_unknown_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("why", "")),
                        fields=["organization_id", "id"],
                        name="conversations_unknown_open",
                    ),
                    models.Index(
                        fields=["organization_id", "number_index", "made_at"],
                        name="conversations_unknown_number",
                    ),
                    models.Index(
                        fields=["organization_id", "made_at"], name="conversations_unknown_made"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dismissed_at", None), ("dismissed_by", None), ("why", "")),
                            models.Q(
                                models.Q(("why", ""), _negated=True),
                                ("dismissed_at__isnull", False),
                                ("dismissed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="conversations_unknownturn_dismissed_for_a_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.conversations", "unknown.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
