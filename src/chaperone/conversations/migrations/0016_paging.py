import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0015_lanes"),
        ("members", "0020_renewing"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="told_until",
            field=models.DateTimeField(
                help_text="The member knows that nobody answers before then.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "The assistant's"),
                    ("approved", "The assistant's, which a coach approved"),
                    ("coach", "A coach's"),
                    ("hours", "When somebody will answer; not sent to those who said STOP"),
                    ("notice", "About texting itself; sent to those who said STOP, too"),
                    ("safety", "In an emergency or crisis: always sent"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="FixedText",
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
                ("name", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=2)),
                ("body", models.CharField(max_length=400)),
                ("written_by", models.UUIDField()),
                (
                    "written_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waits for approval"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "name", "language", "-decided_at"],
                        name="conversations_fixedtext_latest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="conversations_fixedtext_decided_by_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                    "message_id",
                    models.UUIDField(help_text="The text for which somebody is called."),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("routine", "Routine"),
                            ("urgent", "Urgent"),
                            ("crisis", "Crisis"),
                            ("emergency", "Emergency"),
                        ],
                        max_length=16,
                    ),
                ),
                ("code", models.CharField(max_length=6)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), null=True
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                (
                    "acknowledged_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "Signed in"),
                            ("link", "By the link they were sent"),
                            ("text", "By text message"),
                            ("reply", "By answering the member"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["organization_id", "due_at"],
                        name="conversations_page_open",
                    ),
                    models.Index(
                        fields=["organization_id", "member", "-id"], name="conversations_page_of"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", False), ("due_at", None)),
                            models.Q(("acknowledged_at", None), ("due_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="conversations_page_waits_or_is_acknowledged",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.conversations", "paging.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
