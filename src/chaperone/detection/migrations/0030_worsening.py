from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("detection", "0010_life"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="told_severity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("low", "Low"),
                    ("medium", "Medium"),
                    ("high", "High"),
                    ("critical", "Critical"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="told_score",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="told_entries",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RunSQL(
            statements("chaperone.detection", "worsening.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
