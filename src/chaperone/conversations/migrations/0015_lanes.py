from django.db import migrations, models
from django.db.models import Q

from chaperone.database.sql import statements

_LANE = {
    "choices": [
        (0, "In the order of arrival"),
        (1, "Its conversation before others"),
        (2, "Before everything, the member's own earlier texts included"),
    ],
    "db_default": 0,
}


class Migration(migrations.Migration):
    dependencies = [("conversations", "0010_asking")]
    operations = [
        migrations.AddField("conversation", "lane", models.SmallIntegerField(**_LANE)),
        migrations.AddField("turn", "lane", models.SmallIntegerField(**_LANE)),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["organization_id", "-lane", "due_since"],
                condition=Q(due_since__isnull=False),
                name="conversations_due_first",
            ),
        ),
        migrations.RemoveIndex("conversation", "conversations_due"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(kind="safety", state__in=["pending", "sending"]),
                name="conversations_outbox_safety",
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.conversations", "lanes.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
