from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0010_breach"),
    ]

    operations = [
        migrations.AddField(
            model_name="exposure",
            name="seen_by_state",
            field=models.JSONField(default=dict),
        ),
    ]
