from django.db import migrations, models

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="key",
            name="state",
            field=models.CharField(
                max_length=8,
                choices=[
                    ("coming", "looked up with, and in force soon"),
                    ("active", "in force"),
                    ("retired", "opens what it sealed, and seals nothing new"),
                ],
                default="active",
            ),
        ),
        migrations.AddField(
            model_name="key",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="key",
            name="wrapped_by",
            field=models.CharField(max_length=255),
        ),
        migrations.RemoveConstraint(model_name="key", name="vault_key_one_per_purpose"),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("organization_id", "purpose", "member_id"),
                name="vault_key_one_in_force",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.vault", "states.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
