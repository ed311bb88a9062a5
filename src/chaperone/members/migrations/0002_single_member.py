from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.members", "single_member.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
