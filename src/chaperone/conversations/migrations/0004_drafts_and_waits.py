import django.db.models.deletion
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0003_states"),
        ("members", "0020_renewing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                ("answers", models.UUIDField(help_text="The inbound message it answers.")),
                ("body", chaperone.vault.fields.SealedTextField()),
                (
                    "sources",
                    chaperone.vault.fields.SealedTextField(
                        help_text="Ids of library passages, one per line.", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a coach"),
                            ("approved", "Approved and sent"),
                            ("edited", "A coach sent something else instead"),
                            ("discarded", "Discarded"),
                            ("outdated", "The member wrote again, or somebody else answers now"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                (
                    "flaw",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong", "It is not right"),
                            ("unsafe", "It is not safe for this member"),
                            ("tone", "It is not how we would say it"),
                            ("not_needed", "No answer is needed"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("message_id", models.UUIDField(help_text="What was sent in the end.", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Wait",
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
                    "urgency",
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
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.UUIDField(help_text="Who saw to it; empty for a program.", null=True),
                ),
            ],
        ),
        migrations.AddField(
            model_name="conversation",
            name="assigned_id",
            field=models.UUIDField(help_text="The coach whose conversation it is.", null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="author_id",
            field=models.UUIDField(
                help_text="The coach who wrote it or approved it; empty for everyone else.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("state", "handed_over")),
                fields=["organization_id", "id"],
                name="conversations_turn_handed_over",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="wait",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                fields=["organization_id", "member", "-id"], name="conversations_drafts"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("member",),
                name="conversations_draft_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="wait",
            index=models.Index(
                fields=["organization_id", "ended_at"], name="conversations_wait_ended"
            ),
        ),
        migrations.RunSQL(statements("chaperone.conversations", "drafts.sql")),
        migrations.RunSQL(statements("chaperone.conversations", "attending.sql")),
    ]
