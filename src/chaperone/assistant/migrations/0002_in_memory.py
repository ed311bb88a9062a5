from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("assistant", "0001_initial")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.assistant", "in_memory.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
