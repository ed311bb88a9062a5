from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("continuity", "0050_points_in_time")]

    operations = [
        migrations.AddField(
            model_name="backup",
            name="kept_days",
            field=models.IntegerField(null=True),
        ),
    ]
