from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0020_states"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="token_digest",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="language",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="way",
            field=models.CharField(
                choices=[
                    ("letter", "Letter"),
                    ("email", "E-mail"),
                    ("text", "Text message"),
                    ("substitute", "Public page instead"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("token_digest",), name="incidents_delivery_token"
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.incidents", "emails.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
