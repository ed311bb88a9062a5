from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0031_arriving"),
        ("members", "0030_marks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["organization_id", "-decided_at"],
                name="conversations_drafts_decided",
            ),
        ),
    ]
