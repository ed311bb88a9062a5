from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("continuity", "0040_journals")]

    operations = [
        migrations.AddField(
            model_name="restoration",
            name="base",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AlterField(
            model_name="backup",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for"),
                    ("running", "Being made"),
                    ("whole", "Whole"),
                    ("failed", "Failed"),
                    ("expired", "Expired"),
                    ("removed", "Removed by hand"),
                    ("lost", "Not at its place"),
                ],
                max_length=8,
            ),
        ),
    ]
