import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements

# Whom somebody chose before stays chosen. The owner reaches every organization for the moment.
CARRY_OVER = """
alter table conversations_conversation no force row level security;
update conversations_conversation
   set by_default = false, answerer = case answerer when 'nobody' then 'paused' else answerer end
 where answerer <> 'assistant';
alter table conversations_conversation force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_resealing"),
        ("members", "0020_renewing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Switch",
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
                    "from_state",
                    models.CharField(
                        choices=[
                            ("assistant", "The assistant"),
                            ("draft", "The assistant drafts and a coach approves"),
                            ("coach", "A coach"),
                            ("paused", "Nobody for now"),
                            ("closed", "Nobody: it has ended"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("assistant", "The assistant"),
                            ("draft", "The assistant drafts and a coach approves"),
                            ("coach", "A coach"),
                            ("paused", "Nobody for now"),
                            ("closed", "Nobody: it has ended"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "coach_id",
                    models.UUIDField(
                        help_text="Who answers from then on, in state coach.", null=True
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("taken_over", "A coach took over"),
                            ("replied", "A coach wrote"),
                            ("handed_back", "A coach handed back"),
                            ("chosen", "It fits better"),
                            ("asked_for", "The member asked for it"),
                            ("away", "The member is away for a while"),
                            ("looked_into", "Something is being looked into"),
                            ("care_ended", "Our care for the member has ended"),
                            ("membership_ended", "The membership has ended"),
                            ("taken_back", "The membership was taken up again"),
                            ("destroyed", "The member's data was destroyed"),
                            ("default", "The organization's way of answering"),
                        ],
                        max_length=16,
                    ),
                ),
                ("actor_kind", models.CharField(max_length=16)),
                ("actor_id", models.UUIDField(null=True)),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="conversation",
            name="conversations_conversation_coach_is_named",
        ),
        migrations.AddField(
            model_name="conversation",
            name="answerer_since",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="conversation",
            name="by_default",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Follows the organization's way of answering.",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="switch_id",
            field=models.UUIDField(help_text="The record of the latest switch.", null=True),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="answerer",
            field=models.CharField(
                choices=[
                    ("assistant", "The assistant"),
                    ("draft", "The assistant drafts and a coach approves"),
                    ("coach", "A coach"),
                    ("paused", "Nobody for now"),
                    ("closed", "Nobody: it has ended"),
                ],
                default="assistant",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="coach_id",
            field=models.UUIDField(
                help_text="Who answers, in state coach; empty for anyone of the care team.",
                null=True,
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
                    ("notice", "About texting itself; sent to those who said STOP, too"),
                    ("safety", "In an emergency or crisis: always sent"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(CARRY_OVER, reverse_sql=migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("by_default", True)),
                fields=["organization_id", "answerer"],
                name="conversations_by_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(("answerer", "coach"), ("coach_id", None), _connector="OR"),
                name="conversations_conversation_coach_answers",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answerer__in", ["assistant", "draft", "coach", "paused", "closed"])
                ),
                name="conversations_conversation_answerer_known",
            ),
        ),
        migrations.AddField(
            model_name="switch",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddIndex(
            model_name="switch",
            index=models.Index(
                fields=["organization_id", "member", "-id"], name="conversations_switches"
            ),
        ),
        migrations.AddIndex(
            model_name="switch",
            index=models.Index(fields=["organization_id", "at"], name="conversations_switch_at"),
        ),
        migrations.RunSQL(statements("chaperone.conversations", "states.sql")),
    ]
