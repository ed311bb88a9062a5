from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("access", "0005_dues")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.access", "worker_reads.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
