from datetime import UTC, datetime, timedelta

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.conversations.models
import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.partitions import monthly
from chaperone.database.sql import statements

MONTHS_AHEAD = 24


def _partitions() -> str:
    # From last month on: another machine's clock may be behind when the year or month turns.
    last_month = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    return monthly("conversations_message", "id", last_month, MONTHS_AHEAD + 2)


MESSAGE = migrations.CreateModel(
    name="Message",
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
            "direction",
            models.CharField(
                choices=[("inbound", "From the member"), ("outbound", "To the member")],
                max_length=8,
            ),
        ),
        (
            "author",
            models.CharField(
                choices=[
                    ("member", "Member"),
                    ("assistant", "Assistant"),
                    ("coach", "Coach"),
                    ("system", "Notice"),
                ],
                max_length=16,
            ),
        ),
        ("author_id", models.UUIDField(help_text="The coach; empty for everyone else.", null=True)),
        ("body", chaperone.vault.fields.SealedTextField()),
        (
            "sources",
            chaperone.vault.fields.SealedTextField(
                help_text="Ids of library passages, one per line.", null=True
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
            models.Index(fields=["organization_id", "member", "-id"], name="conversations_thread")
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("members", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "create sequence conversations_version", "drop sequence conversations_version"
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="conversation",
                        serialize=False,
                        to="members.member",
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                (
                    "answerer",
                    models.CharField(
                        choices=[
                            ("assistant", "The assistant"),
                            ("coach", "A coach"),
                            ("nobody", "Nobody"),
                        ],
                        default="assistant",
                        max_length=16,
                    ),
                ),
                ("coach_id", models.UUIDField(null=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("routine", "Routine"),
                            ("urgent", "Urgent"),
                            ("crisis", "Crisis"),
                            ("emergency", "Emergency"),
                        ],
                        default="routine",
                        max_length=16,
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(help_text="A person is needed since then.", null=True),
                ),
                (
                    "due_since",
                    models.DateTimeField(help_text="A text is unhandled since then.", null=True),
                ),
                ("unread", models.PositiveIntegerField(default=0)),
                (
                    "version",
                    models.BigIntegerField(db_default=chaperone.conversations.models.NextVersion()),
                ),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("last_message_id", models.UUIDField(null=True)),
                (
                    "last_author",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("member", "Member"),
                            ("assistant", "Assistant"),
                            ("coach", "Coach"),
                            ("system", "Notice"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_since__isnull", False)),
                        fields=["organization_id", "due_since"],
                        name="conversations_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("urgency", "routine"), _negated=True),
                            ("waiting_since__isnull", False),
                            ("unread__gt", 0),
                            _connector="OR",
                        ),
                        fields=["organization_id", "last_message_id"],
                        name="conversations_wanting",
                    ),
                    models.Index(
                        fields=["organization_id", "-last_message_id"], name="conversations_last"
                    ),
                    models.Index(
                        fields=["organization_id", "-version"], name="conversations_version_idx"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answerer", "coach"), ("coach_id__isnull", False)),
                            models.Q(
                                models.Q(("answerer", "coach"), _negated=True), ("coach_id", None)
                            ),
                            _connector="OR",
                        ),
                        name="conversations_conversation_coach_is_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not handled yet"),
                            ("answered", "Answered"),
                            ("handed_over", "Handed over to a coach"),
                            ("silent", "Needs no answer"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
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
                (
                    "category",
                    chaperone.vault.fields.SealedTextField(
                        help_text="What the triage rules found.", null=True
                    ),
                ),
                ("reply_id", models.UUIDField(null=True)),
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
                        condition=models.Q(("state", "waiting")),
                        fields=["organization_id", "member", "id"],
                        name="conversations_turn_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "The assistant's; not sent once a coach has taken over"),
                            ("coach", "A coach's"),
                            ("notice", "About texting itself; sent to those who said STOP, too"),
                            ("safety", "In an emergency or crisis: always sent"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "answers",
                    models.UUIDField(help_text="The inbound message it answers.", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting to be sent"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Not delivered"),
                            ("withheld", "Held back"),
                            ("unconfirmed", "Sent, not confirmed"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                (
                    "note",
                    models.CharField(default="", help_text="Why, in plain words.", max_length=300),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("carrier_message_id", models.CharField(default="", max_length=200)),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="Not before.",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
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
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        fields=["organization_id", "id"],
                        name="conversations_outbox",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        fields=["member", "id"],
                        name="conversations_outbox_lane",
                    ),
                    models.Index(
                        condition=models.Q(("carrier_message_id", ""), _negated=True),
                        fields=["organization_id", "carrier_message_id"],
                        name="conversations_receipts",
                    ),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[MESSAGE],
            database_operations=[
                migrations.RunSQL(statements("chaperone.conversations", "messages.sql")),
                migrations.RunSQL(_partitions()),
            ],
        ),
        migrations.RunSQL(statements("chaperone.conversations", "security.sql")),
        migrations.RunSQL(statements("chaperone.conversations", "storing.sql")),
        migrations.RunSQL(statements("chaperone.conversations", "settling.sql")),
    ]
