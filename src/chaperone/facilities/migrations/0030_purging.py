from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0002_registers"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.facilities", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
