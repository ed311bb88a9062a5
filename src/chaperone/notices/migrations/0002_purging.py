from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.notices", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
