from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("carriers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.carriers", "envelope_purge.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
