from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("carriers", "0002_envelope_purge"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.carriers", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
