from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_purging")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.accounts", "worker_reads.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
