from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0010_alarms")]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="style",
            field=models.CharField(
                choices=[
                    ("standard", "Standard Webhooks, signed"),
                    ("events", "PagerDuty Events API v2"),
                ],
                default="standard",
                max_length=8,
            ),
        ),
    ]
