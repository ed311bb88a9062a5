from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_drafts_and_waits"),
        ("members", "0020_renewing"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="turn",
            name="conversations_turn_waiting",
        ),
        migrations.AddField(
            model_name="turn",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="turn",
            name="reason",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Why it was handed over.",
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="turn",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Not handled yet"),
                    ("asking", "A model is asked"),
                    ("answered", "Answered"),
                    ("handed_over", "Handed over to a coach"),
                    ("silent", "Needs no answer"),
                ],
                default="waiting",
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "asking"])),
                fields=["organization_id", "member", "id"],
                name="conversations_turn_open",
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("state", "asking")),
                fields=["organization_id", "id"],
                name="conversations_turn_asking",
            ),
        ),
    ]
