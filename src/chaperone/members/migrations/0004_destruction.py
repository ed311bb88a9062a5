from django.db import migrations, models

import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0003_administration")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="destroyed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="member",
            name="name",
            field=chaperone.vault.fields.SealedTextField(null=True),
        ),
        migrations.AlterField(
            model_name="member",
            name="phone",
            field=chaperone.vault.fields.SealedTextField(null=True),
        ),
        migrations.AlterField(
            model_name="member",
            name="phone_index",
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("destroyed_at", None),
                    ("name__isnull", False),
                    ("phone__isnull", False),
                    ("phone_index__isnull", False),
                )
                | models.Q(
                    ("birth_date__isnull", True),
                    ("destroyed_at__isnull", False),
                    ("name__isnull", True),
                    ("phone__isnull", True),
                    ("phone_index", None),
                    ("status", "ended"),
                ),
                name="members_member_whole_or_destroyed",
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.members", "destruction.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
